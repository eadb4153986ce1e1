"""The rows of a negative list as a handler supplies them: TOML that says of each row when what is asked.

    list = "beijing-2025"              # or a table [list] that describes a list of his own
    source = "where the rows were read"
    complete = true                    # every row of each scenario below stands here

    [[rows]]
    sector = "…"
    scenario = "…"
    article = "row 12"
    counts = "sensitive"               # whose number decides: all, general, sensitive
    tiers = [
      { below = 50_000, outcome = "contract_or_certification" },
      { at_least = 50_000, outcome = "security_assessment" },
    ]
    [rows.fields]                      # fields as the list calls them, and the kinds they are
    "…" = ["health"]
    "…" = []                           # no kind of Tongguan's: no scan can tell whether it is there

What contradicts itself is refused: tiers with a hole, tiers that get lighter with more persons, kinds that
are not known. Messages name the row by its place in the file, never by its words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from msgspec import Struct

from tongguan.errors import PolicyError
from tongguan.law import catalogue
from tongguan.law.policy import OUTCOMES
from tongguan.law.strict_toml import MAX_BYTES, convert, parse, refuse, require_keys, require_known
from tongguan.law.zone_lists import Text, Whole, ZoneList, shipped_lists, zone_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

Counts: TypeAlias = Literal["all", "general", "sensitive"]
"""Whose number decides: natural persons of the year of whom anything, anything general or sensitive left."""

Asked: TypeAlias = Literal["exempt", "contract_or_certification", "security_assessment"]
ASKED: tuple[Asked, ...] = tuple(sorted(get_args(Asked), key=OUTCOMES.index))
"""What a list may ask for, lightest first."""


class Tier(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From ``at_least`` persons (以上) and ``below`` (不满) so many, the list asks for ``outcome``."""

    at_least: Whole = 0
    below: Whole | None = None
    outcome: Asked

    def holds(self, persons: int) -> bool:
        """Tell whether that number of persons is in the tier."""
        return self.at_least <= persons and (self.below is None or persons < self.below)


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row: industry, scenario and fields must all match for its tiers to apply."""

    sector: Text
    scenario: Text
    article: Text
    """Where it stands in the list."""
    fields: dict[Text, tuple[str, ...]]
    """Kinds by the name of the field; none where Tongguan has no kind for it."""
    counts: Counts
    tiers: tuple[Tier, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that one of the fields may be."""
        return frozenset(kind for kinds in self.fields.values() for kind in kinds)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Fields no scan can find, because Tongguan has no kind for them."""
        return tuple(name for name, kinds in self.fields.items() if not kinds)

    def range(self, persons: int | None) -> tuple[Asked, Asked]:
        """Return the least and the most the row may ask for; the same twice where *persons* is known."""
        if persons is None:
            return self.tiers[0].outcome, self.tiers[-1].outcome
        (outcome,) = (tier.outcome for tier in self.tiers if tier.holds(persons))
        return outcome, outcome


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    list: object
    source: Text
    complete: bool
    in_force_from: date | None = None
    in_force_until: date | None = None
    rows: tuple[object, ...]


@dataclass(frozen=True)
class ListRows:
    """The rows of one list, and the digest of the bytes they were read from."""

    list: ZoneList
    source: str
    complete: bool
    """Every row of each scenario that is named stands in the file."""
    rows: tuple[Row, ...]
    name: str
    sha256: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    """First and last day, where the handler has read them in the list."""


@dataclass(frozen=True)
class ZoneLists:
    """The lists that are known, shipped and a handler's own, and the rows he supplied; both by list id."""

    known: Mapping[str, ZoneList]
    rows: Mapping[str, ListRows]

    @property
    def sha256(self) -> str | None:
        """A digest of all files of rows; ``None`` where there is none."""
        parts = sorted(f"{rows.list.id} {rows.sha256}" for rows in self.rows.values())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() if parts else None


def zone_lists(supplied: Iterable[ListRows] = ()) -> ZoneLists:
    """Return the shipped lists with the rows *supplied*. Raises ``PolicyError`` for two files of one list."""
    rows: dict[str, ListRows] = {}
    for each in supplied:
        if each.list.id in rows:
            hint = "Put all rows of a list into one file."
            raise refuse(PolicyError, each.name, "another file has rows of the same list", hint=hint)
        rows[each.list.id] = each
    known = {**shipped_lists(), **{each.list.id: each.list for each in rows.values()}}
    return ZoneLists(MappingProxyType(known), MappingProxyType(rows))


def read_zone_lists(files: Iterable[Path], *, own_kinds: Collection[str] = ()) -> ZoneLists:
    """Return the shipped lists with the rows in *files*; *own_kinds* are known beside Tongguan's.

    Raises ``PolicyError``.
    """
    return zone_lists(read_rows_file(file, own_kinds=own_kinds) for file in files)


def read_rows_file(path: Path, *, own_kinds: Collection[str] = ()) -> ListRows:
    """Return the rows in that file. Raises ``PolicyError``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = "there is no such file" if isinstance(problem, FileNotFoundError) else "it cannot be read"
        hint = "Paths in a register are relative to its folder."
        raise refuse(PolicyError, path.name, reason, hint=hint) from None
    return read_rows(data, path.name, own_kinds=own_kinds)


def read_rows(data: bytes, name: str, *, own_kinds: Collection[str] = ()) -> ListRows:
    """Return the rows in *data*; *name* is the file's name, for messages. Raises ``PolicyError``."""
    written = convert(parse(data, name, PolicyError), _File, where=name, error=PolicyError)
    if not written.rows:
        raise refuse(PolicyError, f"{name}, [[rows]]", "there is no row", hint="Write [[rows]] first.")
    first, last = written.in_force_from, written.in_force_until
    if first is not None and last is not None and last < first:
        hint = "Both days are included."
        raise refuse(PolicyError, name, "`in_force_until` is before `in_force_from`", hint=hint)
    known = {*catalogue.KINDS, *own_kinds}
    return ListRows(
        list=_described(written.list, name),
        source=written.source,
        complete=written.complete,
        rows=tuple(_row(row, known, f"{name}, [[rows]] {n}") for n, row in enumerate(written.rows, 1)),
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        in_force_from=first,
        in_force_until=last,
    )


def _described(said: object, name: str) -> ZoneList:
    """Return the list that is meant: a shipped one by its id, or one of the handler's own by its table."""
    shipped = shipped_lists()
    if isinstance(said, str):
        require_known(said, shipped, of="list", where=f"{name}, `list`", error=PolicyError)
        return shipped[said]
    own = zone_list(said, f"{name}, [list]")
    if own.id in shipped:
        hint = f'Write list = "{own.id}" for that one, or give yours another id.'
        raise refuse(PolicyError, f"{name}, [list]", "a list that ships has this id", hint=hint)
    for each in own.supersedes:
        require_known(each, shipped, of="list", where=f"{name}, [list]", error=PolicyError)
    return own


def _row(table: object, known: Collection[str], where: str) -> Row:
    if isinstance(table, dict):
        _require_words(table, where)
    row = convert(table, Row, where=where, error=PolicyError)
    if not row.fields:
        hint = "Name the fields of the row, each with its kinds, or with [] where there is none."
        raise refuse(PolicyError, where, "`fields` is empty", hint=hint)
    for kind in sorted(row.kinds):
        require_known(kind, known, of="kind", where=where, error=PolicyError)
    _refuse_uneven(row.tiers, f"{where}, tiers")
    return row


def _require_words(table: Mapping[str, object], where: str) -> None:
    """Name the nearest right word for a wrong one, which msgspec would not."""
    if isinstance(table.get("counts"), str):
        require_known(table["counts"], get_args(Counts), of="`counts`", where=where, error=PolicyError)
    tiers = table.get("tiers")
    for tier in tiers if isinstance(tiers, list) else ():
        if isinstance(tier, dict):
            require_keys(tier, Tier.__struct_fields__, where=f"{where}, tiers", error=PolicyError)
        if isinstance(tier, dict) and isinstance(tier.get("outcome"), str):
            require_known(tier["outcome"], ASKED, of="outcome", where=f"{where}, tiers", error=PolicyError)


def _refuse_uneven(tiers: tuple[Tier, ...], where: str) -> None:
    """Refuse tiers that leave a number of persons out, hold one twice, or ask for less of more persons."""
    begins = 'Begin with { below = …, outcome = "exempt" } if the list asks for nothing there.'
    for wrong, what, hint in (
        (not tiers, "there is no tier", "Say what is asked."),
        (tiers and tiers[0].at_least, "the first tier does not begin at 0", begins),
        (tiers and tiers[-1].below is not None, "the last tier has an end", "Leave out its `below`."),
        (
            any(one.below != two.at_least for one, two in pairwise(tiers)),
            "one tier does not begin where the one before it ends",
            "`at_least` of a tier is the `below` of the one before.",
        ),
        (
            any(tier.below is not None and tier.below <= tier.at_least for tier in tiers),
            "a tier holds no number",
            "`below` is more than `at_least`.",
        ),
        (
            any(ASKED.index(two.outcome) < ASKED.index(one.outcome) for one, two in pairwise(tiers)),
            "more persons would get a lighter outcome",
            f"From light to heavy: {', '.join(ASKED)}.",
        ),
    ):
        if wrong:
            raise refuse(PolicyError, where, what, hint=hint)
