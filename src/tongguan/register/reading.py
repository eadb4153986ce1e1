"""Reads the register, ``tongguan.toml``, whole, and refuses what is not sound.

What no scan can see must be stated: critical infrastructure, the scenario, the evidence, whether data are
important. Who does not know writes ``"unknown"``, and the gate holds. A misspelt key, kind, scenario or
recipient is an error that names the nearest right one, because a key that is passed over is a condition that
is passed over.

Of single columns it may say what they are (``[[columns]]``): a person's word, which is kept apart from what
the scan finds. Own detectors and rows of negative lists are named here too, relative to this file.

Messages show keys, ids and words of the vocabulary, never names, purposes or evidence.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import fields

from tongguan.clearance import CLEARANCE_TYPES, NO_TERM_OF_ITS_OWN, Clearance
from tongguan.errors import RegisterError
from tongguan.law import catalogue
from tongguan.law.catalogue import HARMLESS, LEVELS, PROFILES
from tongguan.law.policy import IMPORTANT_DATA, SCENARIOS, SPECIAL_REGIMES
from tongguan.law.strict_toml import (
    MAX_BYTES,
    convert,
    parse,
    refuse,
    require_keys,
    require_known,
)
from tongguan.law.zone_rows import read_zone_lists
from tongguan.own_detectors import detector_set
from tongguan.persons.reading import NUMBERS
from tongguan.register.tables import (
    BASES,
    SCHEDULES,
    Duties,
    Export,
    Handler,
    LevelStatement,
    ListClaim,
    Recipient,
    Register,
    Settings,
)
from tongguan.scanning.important import shipped_hints
from tongguan.scanning.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NEEDS_KINDS = frozenset({"contract_necessity", "hr_management", "emergency", "statutory_duty"})
"""Scenarios that allow what is necessary only (CBDF 5(1)(1)-(3), NDSMR 35(6)): the kinds must be listed."""

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

DOMESTIC = frozenset(
    {
        "cn_resident_id",
        "cn_mobile",
        "cn_landline",
        "social_security_no",
        "medical_insurance_no",
        "student_no",
        "military_id",
        "driving_licence",
        "vehicle_plate",
        "cn_passport",
        "hashed_id",  # of which nobody sees whose it is
        "masked_id",
    }
)
"""Kinds that people in China have: in an export of overseas origin (CBDF 4) they tell of domestic persons."""

ID = re.compile(r"(?!.*\d{9})[\w.-]{1,64}")
"""What an id looks like. Ids go into verdicts and the ledger: no spaces or control characters, no phone or ID
number."""

USCC_TO_FILL_IN = "PUTTHEUSCCHERE0000"
"""What stands for the code of the handler in a register that is still to be filled in; no code has an S."""

_NUMBER = re.compile(r"\d{9}")

_WORDS: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "scenario": SCENARIOS,
        "important_data": (*IMPORTANT_DATA, "unknown"),
        "special_regime": (*SPECIAL_REGIMES, "unknown"),
        "basis": BASES,
        "schedule": SCHEDULES,
        "level": LEVELS,
        "profile": PROFILES,
        "decide_on": NUMBERS,
        "type": CLEARANCE_TYPES,
    }
)
"""Keys whose value is one of a few words; checked here because the word itself may then be named."""

_SECTIONS = ("handler", "settings", "recipients", "exports", "clearances", "columns", "levels")
_MAY_BE_UNKNOWN = frozenset(
    {"ciio", "state_organ", "restricted", "important_data", "off_list", "special_regime", "processed_persons"}
)

_INNER: Mapping[str, type[Struct]] = MappingProxyType({"duties": Duties, "negative_list": ListClaim})
"""Tables inside that of an export; their keys and words are checked like its own."""

_NotBlank = Annotated[str, Meta(pattern=r"\S")]  # columns are called what they are called

_S = TypeVar("_S", bound=Struct)


class _Columns(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ``[[columns]]``: what a person says of the columns of that name."""

    column: _NotBlank
    export: str | None = None
    source: _NotBlank = "*"
    kind: str | None = None
    reason: str = ""
    subject: Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,31}$")] | None = None
    nobody: bool = False

    def statement(self) -> Statement:
        return Statement(self.column, self.kind, self.reason.strip(), self.subject, self.nobody, self.source)


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

    Raises ``RegisterError``, ``DetectorError`` for own detectors that do not do what they say, and
    ``PolicyError`` for rows of a negative list that are not sound.
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
        levels=tuple(_levels(tables.get("levels", []), name)),
        detectors=own,
        lists=read_zone_lists((folder / file for file in settings.negative_lists), own_kinds=own.kinds),
    )
    _check_filled_in(register, name)
    for recipient in register.recipients.values():
        _check_recipient(recipient, f"{name}, [recipients.{recipient.id}]")
    for export in register.exports.values():
        _check_export(export, register, f"{name}, [exports.{export.id}]")
    for clearance in register.clearances.values():
        _check_clearance(clearance, register, f"{name}, [clearances.{clearance.id}]")
    for number, (export_id, statement) in enumerate(register.columns, 1):
        _check_statement(export_id, statement, register, f"{name}, [[columns]] {number}")
    for number, level in enumerate(register.levels, 1):
        _check_level(level, register, f"{name}, [[levels]] {number}")
    return register


def _listed(listed: object, section: str, name: str) -> Iterator[tuple[str, object]]:
    """Yield each table of ``[[section]]``, with where it stands."""
    if not isinstance(listed, list):
        hint = f"Write [[{section}]], in two brackets, a table for each."
        raise refuse(RegisterError, f"{name}, [[{section}]]", "should be a list of tables", hint=hint)
    for number, table in enumerate(listed, 1):
        yield f"{name}, [[{section}]] {number}", table


def _columns(listed: object, name: str) -> Iterator[tuple[str | None, Statement]]:
    for where, table in _listed(listed, "columns", name):
        said = convert(table, _Columns, where=where, error=RegisterError)
        yield said.export, said.statement()


def _levels(listed: object, name: str) -> Iterator[LevelStatement]:
    for where, table in _listed(listed, "levels", name):
        yield _table(table, LevelStatement, where)


def _by_id(tables: Mapping[str, object], section: str, struct: type[_S], name: str) -> Mapping[str, _S]:
    """Return the tables ``[section.id]`` as structs that know their id."""
    named = tables.get(section, {})
    if not isinstance(named, dict):
        hint = f"Write [{section}.some-id] sections."
        raise refuse(RegisterError, f"{name}, [{section}]", "should hold a table for each id", hint=hint)
    for key in named:
        if not ID.fullmatch(key):
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
        # A list has scenarios of its own.
        if key in _WORDS and struct is not ListClaim and isinstance(value, str):
            require_known(value, _WORDS[key], of=key, where=where, error=RegisterError)
        if struct is Export and key in _INNER:
            _table(value, _INNER[key], f"{where.removesuffix(']')}.{key}]")
    for key in _MAY_BE_UNKNOWN & required.keys():
        if required[key] and key not in table:
            hint = 'It must be stated. Write "unknown" if nobody knows yet: the gate then holds.'
            raise refuse(RegisterError, where, f"the key `{key}` is missing", hint=hint)
    stated = {
        key: None if key in _MAY_BE_UNKNOWN and value == "unknown" else value for key, value in table.items()
    }
    identity = {} if id_ is None else {"id": id_}
    return convert(stated | identity, struct, where=where, error=RegisterError)


def _check_filled_in(register: Register, name: str) -> None:
    """Refuse to count under the code of nobody, once `restricted` is stated: until then the gate holds."""
    stated = any(recipient.restricted is not None for recipient in register.recipients.values())
    if register.handler.uscc == USCC_TO_FILL_IN and stated:
        hint = "Write the handler's own: persons are counted under it."
        raise refuse(RegisterError, f"{name}, [handler]", "`uscc` is still to be filled in", hint=hint)


def _check_export(export: Export, register: Register, where: str) -> None:
    require_known(export.recipient, register.recipients, of="recipient", where=where, error=RegisterError)
    for recipient in export.onward:
        require_known(recipient, register.recipients, of="recipient", where=where, error=RegisterError)
    _check_kinds(export.kinds or (), register, where)
    if export.negative_list is not None and export.off_list is not False:
        hint = "With the list named, what is on it is looked up."
        raise refuse(RegisterError, where, "`off_list` beside `negative_list`", hint=hint)
    if export.negative_list is not None:
        claimed = export.negative_list.list
        require_known(claimed, register.lists.known, of="negative list", where=where, error=RegisterError)
    if export.special_permit.strip() and export.special_regime in {None, "none"}:
        hint = "Name the regime whose authority agreed."
        raise refuse(RegisterError, where, "`special_permit` without `special_regime`", hint=hint)
    for hint_id in export.settled_hints:
        require_known(hint_id, shipped_hints().hints, of="hint", where=where, error=RegisterError)
        _refuse_numbers(export.settled_hints[hint_id], where)
    if export.scenario in NEEDS_KINDS and not export.kinds:
        hint = "List the kinds the purpose needs: this scenario exempts only what is necessary."
        raise refuse(
            RegisterError, where, f"`kinds` is missing, scenario {export.scenario} asks for it", hint=hint
        )


def _check_recipient(recipient: Recipient, where: str) -> None:
    if recipient.country == "CN":
        hint = "Who is inside the border is given nothing abroad. HK, MO and TW have codes of their own."
        raise refuse(RegisterError, where, "`country` is the mainland's", hint=hint)


def _check_clearance(clearance: Clearance, register: Register, where: str) -> None:
    for recipient in clearance.recipients:
        require_known(recipient, register.recipients, of="recipient", where=where, error=RegisterError)
    _check_kinds(clearance.kinds, register, where)
    for key in ("recipients", "kinds"):
        if not getattr(clearance, key):
            raise refuse(RegisterError, where, f"`{key}` is empty", hint="It would cover nothing.")
    if clearance.type in NO_TERM_OF_ITS_OWN and clearance.expires is None:
        hint = "A contract lasts as long as its parties agreed: write its last day."
        raise refuse(RegisterError, where, "`expires` is missing", hint=hint)
    if clearance.expires is not None and clearance.expires < clearance.effective:
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
    _refuse_numbers(said.reason, where)
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


def _check_level(said: LevelStatement, register: Register, where: str) -> None:
    require_known(said.kind, catalogue.KINDS, of="kind", where=where, error=RegisterError)
    if [level.kind for level in register.levels].count(said.kind) > 1:
        raise refuse(RegisterError, where, "the kind is in two tables", hint="Say it once.")
    _refuse_numbers(said.reason, where)
    loosened = catalogue.is_loosened(said.kind, said.level, register.settings.profile)
    if loosened and said.level == "none":
        hint = "Whoever is in it would not be counted. Of a column [[columns]] can say so, with a reason."
        raise refuse(RegisterError, where, "personal information is no kind of `none`", hint=hint)
    if loosened and not said.reason.strip():
        hint = "Say why the law minds it less than the catalogue: it is kept with the decision."
        raise refuse(
            RegisterError, where, "`reason` is missing, a kind that is loosened asks for it", hint=hint
        )


def _refuse_numbers(reason: str, where: str) -> None:
    """Refuse a reason in which somebody may be read: it is kept with every decision."""
    if _NUMBER.search(reason):
        hint = "Reasons are kept with the decision: name nobody but by role, and no number of nine digits."
        raise refuse(RegisterError, where, "`reason` holds a number that may be somebody's", hint=hint)


def _check_kinds(kinds: Collection[str], register: Register, where: str) -> None:
    known = {*catalogue.KINDS, *register.detectors.kinds}
    for kind in kinds:
        require_known(kind, known, of="kind", where=where, error=RegisterError)
