"""The register, ``tongguan.toml``: who exports what to whom, why, and what is held for it.

What no scan can see is stated here and nowhere else: critical infrastructure, the scenario, the evidence,
whether data are important. These must be stated; who does not know writes ``"unknown"``, and the gate holds.
A misspelt key, kind, scenario or recipient is an error that names the nearest right one, because a key that
is passed over is a condition that is passed over.

Of single columns it may say what they are (``[[columns]]``): a person's word, which is kept apart from what
the scan finds. Own detectors are named here too (``[settings] detectors``), relative to this file.

Messages show keys, ids and words of the vocabulary, never names, purposes or evidence.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import fields

from tongguan.clearance import CLEARANCE_TYPES, Clearance
from tongguan.errors import RegisterError, UsageError
from tongguan.law import catalogue
from tongguan.law.catalogue import HARMLESS, PROFILES, Profile
from tongguan.law.policy import IMPORTANT_DATA, SCENARIOS, ImportantData, Scenario
from tongguan.law.strict_toml import (
    MAX_BYTES,
    convert,
    did_you_mean,
    parse,
    refuse,
    require_keys,
    require_known,
    shown,
)
from tongguan.own_detectors import DetectorSet, detector_set
from tongguan.persons.reading import NUMBERS, Number, Reading
from tongguan.scanning.important import shipped_hints
from tongguan.scanning.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NEEDS_KINDS = frozenset({"contract_necessity", "hr_management", "emergency"})
"""Scenarios that exempt only what is necessary (CBDF 5(1)(1)-(3)), so the kinds needed must be listed."""

NO_PERSONAL_INFORMATION = frozenset(
    {
        "international_trade",
        "cross_border_transport",
        "academic_cooperation",
        "cross_border_manufacturing",
        "marketing",
    }
)
"""Scenarios that declare the export free of personal information (CBDF 3)."""

# Ids go into verdicts and the ledger: no spaces or control characters, no phone or ID number.
_ID = re.compile(r"(?!.*\d{9})[\w.-]{1,64}")

_Text = Annotated[str, Meta(pattern=r"\S")]  # blank is not stated

_WORDS: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "scenario": SCENARIOS,
        "important_data": (*IMPORTANT_DATA, "unknown"),
        "profile": PROFILES,
        "decide_on": NUMBERS,
        "type": CLEARANCE_TYPES,
    }
)
"""Keys whose value is one of a few words; checked here because the word itself may then be named."""

_SECTIONS = ("handler", "settings", "recipients", "exports", "clearances", "columns")
_MAY_BE_UNKNOWN = frozenset({"ciio", "state_organ", "restricted", "important_data", "off_list"})

_S = TypeVar("_S", bound=Struct)


class Handler(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """数据处理者: the legal entity whose year is counted. ``None`` is "unknown"."""

    name: _Text
    uscc: Annotated[str, Meta(pattern=r"^[0-9A-Z]{18}$")]
    """Unified social credit code. Only its shape is checked."""
    ciio: bool | None
    state_organ: bool | None
    place: str = ""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Readings of the law on which the public texts leave a choice."""

    profile: Profile = "conservative"
    count_exempt_exports: bool = False
    """Count exports exempt under CBDF 3, 4, 5(1)(1)-(3) and 6 into the year."""
    decide_on: Number = "high"
    """Which number of persons decides: ``high`` is never below the truth, ``low`` takes identifiers that were
    seen together this year for one person's."""
    general_includes_sensitive_persons: bool = True
    """Count somebody with sensitive and general items among the general persons too. The Provisions leave
    open whether "不含敏感个人信息" is said of the information or of its persons."""
    name_with: tuple[Literal["date_of_birth", "address"], ...] = ()
    """With what of the same row a name identifies somebody, where nothing better does. Two people may share
    a name and a birthday, so by default every such row is a person of its own."""
    detectors: tuple[_Text, ...] = ()
    """Files with own detectors, TOML or Python; relative to the folder of the register."""
    installed_detectors: bool = True
    """Whether installed packages may bring detectors (entry points ``tongguan.detectors``)."""

    @property
    def reading(self) -> Reading:
        """The reading of the law under which persons become numbers."""
        return Reading(self.decide_on, self.general_includes_sensitive_persons)


class Recipient(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """境外接收方. ``country`` is an ISO 3166 code; Hong Kong, Macao and Taiwan are outside the border too."""

    id: str
    name: _Text
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    restricted: bool | None
    group_member: bool = False


class Export(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """向境外提供: one export and what is declared for it."""

    id: str
    recipient: str
    scenario: Scenario
    purpose: _Text
    important_data: ImportantData | None
    kinds: tuple[str, ...] | None = None
    """The kinds the purpose needs; ``None`` if none are declared."""
    evidence: tuple[_Text, ...] = ()
    off_list: bool | None = False
    system: str = ""
    """What gives out the numbers of members and employees in it. Exports that name the same system share
    them; where none is named, the member 12345 of another export is another person."""
    settled_hints: dict[str, _Text] = {}
    """Hints of possible important data that somebody looked at, with the reason why each is none."""

    @property
    def evidenced(self) -> bool:
        """Evidence for the scenario is named."""
        return bool(self.evidence)


class _Columns(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ``[[columns]]``: what a person says of the columns of that name."""

    column: _Text
    export: str | None = None
    source: _Text = "*"
    kind: str | None = None
    reason: str = ""
    subject: Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,31}$")] | None = None
    nobody: bool = False

    def statement(self) -> Statement:
        return Statement(self.column, self.kind, self.reason.strip(), self.subject, self.nobody, self.source)


@dataclass(frozen=True)
class Register:
    """A register that was read whole and found sound. The tables are by id, and read-only."""

    handler: Handler
    settings: Settings
    recipients: Mapping[str, Recipient]
    exports: Mapping[str, Export]
    clearances: Mapping[str, Clearance]
    sha256: str
    columns: tuple[tuple[str | None, Statement], ...] = ()
    """What is said of columns, each with the export it is said for; None for all."""
    detectors: DetectorSet = field(default_factory=DetectorSet)

    def statements(self, export_id: str) -> tuple[Statement, ...]:
        """Return what is said of columns of that export; what is said for it alone comes first."""
        own = (statement for export, statement in self.columns if export == export_id)
        return (*own, *(statement for export, statement in self.columns if export is None))

    def export(self, export_id: str) -> Export:
        """Return the export of that id. Raises ``UsageError`` that names the nearest."""
        if export_id not in self.exports:
            what = f"unknown export {shown(export_id)}"
            raise refuse(UsageError, "register", what, hint=did_you_mean(export_id, self.exports))
        return self.exports[export_id]


def read_register(path: Path) -> Register:
    """Return the register in that file. Raises ``RegisterError``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = "there is no such file" if isinstance(problem, FileNotFoundError) else "it cannot be read"
        raise refuse(RegisterError, path.name, reason, hint="Name the file with --register.") from None
    return parse_register(data, path.name, path.parent)


def parse_register(data: bytes, name: str, folder: Path = Path()) -> Register:
    """Return the register in *data*; *name* is the file's name, for messages; *folder* is where it lies.

    Raises ``RegisterError``, and ``DetectorError`` for own detectors that do not do what they say.
    """
    tables = parse(data, name, RegisterError)
    require_keys(tables, _SECTIONS, where=name, error=RegisterError)
    if "handler" not in tables:
        raise refuse(RegisterError, name, "[handler] is missing", hint="Say who provides the data abroad.")
    settings = _table(tables.get("settings", {}), Settings, f"{name}, [settings]")
    own = detector_set((folder / file for file in settings.detectors), installed=settings.installed_detectors)
    register = Register(
        handler=_table(tables["handler"], Handler, f"{name}, [handler]"),
        settings=settings,
        recipients=_by_id(tables, "recipients", Recipient, name),
        exports=_by_id(tables, "exports", Export, name),
        clearances=_by_id(tables, "clearances", Clearance, name),
        sha256=hashlib.sha256(data).hexdigest(),
        columns=tuple(_columns(tables.get("columns", []), name)),
        detectors=own,
    )
    for export in register.exports.values():
        _check_export(export, register, f"{name}, [exports.{export.id}]")
    for clearance in register.clearances.values():
        _check_clearance(clearance, register, f"{name}, [clearances.{clearance.id}]")
    for number, (export_id, statement) in enumerate(register.columns, 1):
        _check_statement(export_id, statement, register, f"{name}, [[columns]] {number}")
    return register


def _columns(listed: object, name: str) -> Iterator[tuple[str | None, Statement]]:
    if not isinstance(listed, list):
        hint = "Write [[columns]], in two brackets, a table for each column."
        raise refuse(RegisterError, f"{name}, [[columns]]", "should be a list of tables", hint=hint)
    for number, table in enumerate(listed, 1):
        said = convert(table, _Columns, where=f"{name}, [[columns]] {number}", error=RegisterError)
        yield said.export, said.statement()


def _by_id(tables: Mapping[str, object], section: str, struct: type[_S], name: str) -> Mapping[str, _S]:
    """Return the tables ``[section.id]`` as structs that know their id."""
    named = tables.get(section, {})
    if not isinstance(named, dict):
        hint = f"Write [{section}.some-id] sections."
        raise refuse(RegisterError, f"{name}, [{section}]", "should hold a table for each id", hint=hint)
    for key in named:
        if not _ID.fullmatch(key):
            hint = "Letters, digits, `.`, `_` and `-`, 64 at most, and never nine digits in a row."
            raise refuse(
                RegisterError, f"{name}, [{section}]", "an id is not of the form asked for", hint=hint
            )
    return MappingProxyType(
        {key: _table(table, struct, f"{name}, [{section}.{key}]", id_=key) for key, table in named.items()}
    )


def _table(table: object, struct: type[_S], where: str, *, id_: str | None = None) -> _S:
    """Return one table as *struct*: known keys, known words, and ``"unknown"`` as ``None``."""
    if not isinstance(table, dict):
        hint = "Write it as a [section] of its own."
        raise refuse(RegisterError, where, "should be a table", hint=hint)
    required = {field.name: field.required for field in fields(struct) if field.name != "id"}
    require_keys(table, required, where=where, error=RegisterError)
    for key, value in table.items():
        if key in _WORDS and isinstance(value, str):
            require_known(value, _WORDS[key], of=key, where=where, error=RegisterError)
    for key in _MAY_BE_UNKNOWN & required.keys():
        if required[key] and key not in table:
            hint = 'It must be stated. Write "unknown" if nobody knows yet: the gate then holds.'
            raise refuse(RegisterError, where, f"the key `{key}` is missing", hint=hint)
    stated = {
        key: None if key in _MAY_BE_UNKNOWN and value == "unknown" else value for key, value in table.items()
    }
    identity = {} if id_ is None else {"id": id_}
    return convert(stated | identity, struct, where=where, error=RegisterError)


def _check_export(export: Export, register: Register, where: str) -> None:
    require_known(export.recipient, register.recipients, of="recipient", where=where, error=RegisterError)
    _check_kinds(export.kinds or (), register, where)
    for hint_id in export.settled_hints:
        require_known(hint_id, shipped_hints().hints, of="hint", where=where, error=RegisterError)
    if export.scenario in NEEDS_KINDS and not export.kinds:
        hint = "List the kinds the purpose needs: this scenario exempts only what is necessary."
        raise refuse(
            RegisterError, where, f"`kinds` is missing, scenario {export.scenario} asks for it", hint=hint
        )


def _check_clearance(clearance: Clearance, register: Register, where: str) -> None:
    for recipient in clearance.recipients:
        require_known(recipient, register.recipients, of="recipient", where=where, error=RegisterError)
    _check_kinds(clearance.kinds, register, where)
    for key in ("recipients", "kinds"):
        if not getattr(clearance, key):
            raise refuse(RegisterError, where, f"`{key}` is empty", hint="It would cover nothing.")
    if clearance.expires < clearance.effective:
        raise refuse(RegisterError, where, "`expires` is before `effective`", hint="Both days are included.")


def _is_nobodys(kind: str | None, register: Register) -> bool:
    """Tell whether columns of this kind are no personal information: an organisation's, or of level none."""
    detector = register.detectors.detectors.get(kind or "")
    own: Mapping[str, str] = register.detectors.levels({})
    return (detector is not None and detector.role == "organisation") or own.get(kind or "") == "none"


def _check_statement(export_id: str | None, said: Statement, register: Register, where: str) -> None:
    """Refuse what says nothing, contradicts itself, or takes somebody out of the count without a reason."""
    if export_id is not None:
        require_known(export_id, register.exports, of="export", where=where, error=RegisterError)
    if said.kind is not None:
        known = {*catalogue.KINDS, *register.detectors.kinds, HARMLESS}
        require_known(said.kind, known, of="kind", where=where, error=RegisterError)
    alike = [e for e, other in register.columns if (other.column, other.source) == (said.column, said.source)]
    for wrong, what, hint in (
        (
            said.kind is None and said.subject is None and not said.nobody,
            "it says nothing of the column",
            f'Give `kind` (or `kind = "{HARMLESS}"`), `subject` or `nobody = true`.',
        ),
        (
            _is_nobodys(said.kind, register),
            f"`kind` is {said.kind}, which is nobody's",
            "Write `nobody = true` and a `reason`: a column is taken out of the count only with one.",
        ),
        (
            said.acquits and not said.reason,
            "`reason` is missing, a column taken out of the count asks for it",
            "Say why nobody is meant: it is kept with the decision.",
        ),
        (
            said.nobody and said.kind == HARMLESS,
            f"`nobody` beside `{HARMLESS}`",
            "One of the two says it already.",
        ),
        (
            said.acquits and said.subject is not None,
            "`subject` of a column that is about nobody",
            "Leave one of the two out.",
        ),
        (alike.count(export_id) > 1, "the column is in two tables", "Say it once for an export and source."),
    ):
        if wrong:
            raise refuse(RegisterError, where, what, hint=hint)


def _check_kinds(kinds: Collection[str], register: Register, where: str) -> None:
    known = {*catalogue.KINDS, *register.detectors.kinds}
    for kind in kinds:
        require_known(kind, known, of="kind", where=where, error=RegisterError)
