"""Negative lists of free-trade zones and cities (CBDF 6): what is told of each, and which place is whose.

One list, one file in ``law/zones/``. Their rows do not ship: the numbers inside could not be read. A handler
supplies those of the list that applies to him (:mod:`tongguan.law.zone_rows`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

from tongguan.errors import PolicyError
from tongguan.law.places import is_named, names_in, same
from tongguan.law.strict_toml import convert, parse, refuse, require_known

if TYPE_CHECKING:
    from collections.abc import Mapping

Text: TypeAlias = Annotated[str, Meta(pattern=r"\w")]
Whole: TypeAlias = Annotated[int, Meta(ge=0)]

Scope: TypeAlias = Literal["zone", "whole_city"]
Filing: TypeAlias = Literal["before", "after", "unknown"]
"""When the zone is told of an export: before it, or in a report after it."""

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"scope": get_args(Scope), "filing": get_args(Filing)}
)
# Ids go into verdicts and the ledger.
_ID = re.compile(r"(?!.*\d{9})[\w.-]{1,64}")


class ZoneList(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of one negative list. Counts hold two numbers where the sources differ."""

    id: str
    title: Text
    title_zh: str = ""
    edition: str = ""
    dated: date
    """The date that the sources give; before it the list is not in force."""
    supersedes: tuple[str, ...] = ()
    scope: Scope
    scope_as_told: str = ""
    places: tuple[Text, ...]
    """Names of where a handler must be registered, and export from."""
    within: tuple[Text, ...] = ()
    """Names of the city or province around the zone: being there is not yet being in the zone."""
    uses_other_lists: bool = False
    """Handlers there may use lists of other provinces, as the sources tell."""
    sectors: tuple[str, ...] = ()
    sectors_zh: tuple[str, ...] = ()
    classes: tuple[Whole, ...] = ()
    subclasses: tuple[Whole, ...] = ()
    scenarios: tuple[Whole, ...] = ()
    items: tuple[Whole, ...] = ()
    """Data items or fields, as the source calls them."""
    ciio_excluded: bool | None
    """Operators of critical information infrastructure may not use it; ``None`` is unknown."""
    filing: Filing = "unknown"
    filing_workdays: Whole | None = None
    """The report is due so many working days after the export."""
    confidence: str = "the handler's own"
    sources: tuple[Text, ...] = ()
    note: str = ""
    note_zh: str = ""
    rows: str = ""

    @property
    def size(self) -> str:
        """Return "9 scenarios, 109 items", or the like; both numbers where sources differ."""
        counted = ((name, getattr(self, name)) for name in ("classes", "subclasses", "scenarios", "items"))
        return ", ".join(f"{' or '.join(map(str, told))} {name}" for name, told in counted if told)


def zone_list(table: object, where: str) -> ZoneList:
    """Return the metadata in *table*; *where* names file and table in messages. Raises ``PolicyError``."""
    if isinstance(table, dict):
        for key in _WORDS.keys() & table.keys():
            require_known(table[key], _WORDS[key], of=key, where=where, error=PolicyError)
        if table.get("ciio_excluded") == "unknown":
            table = {**table, "ciio_excluded": None}
    found = convert(table, ZoneList, where=where, error=PolicyError)
    if not _ID.fullmatch(found.id):
        hint = "Letters, digits, `.`, `_` and `-`, 64 at most, and never nine digits in a row."
        raise refuse(PolicyError, where, "`id` is not of the form asked for", hint=hint)
    if not found.places:
        raise refuse(PolicyError, where, "`places` is empty", hint="Name where handlers must be registered.")
    return found


@cache
def shipped_lists() -> Mapping[str, ZoneList]:
    """Return what is told of every list that ships, by id; the oldest first."""
    files = sorted(resources.files("tongguan.law").joinpath("zones").iterdir(), key=lambda file: file.name)
    lists = [
        zone_list(parse(file.read_bytes(), file.name, PolicyError), file.name)
        for file in files
        if file.name.endswith(".toml")
    ]
    return MappingProxyType({each.id: each for each in sorted(lists, key=lambda each: each.dated)})


def is_in(place: str, found: ZoneList, known: Mapping[str, ZoneList]) -> bool | None:
    """Tell whether *place*, where the handler is registered, is one the list is for.

    *place* may hold several names ("天津，天津自贸试验区"), or one in parts ("深圳，河套"). ``None`` where it
    is blank, names only the city around a zone, or one whose handlers may use lists of others (how, nobody
    could read), and where one of its names is not known or is beside the list's own that of another place.
    """
    names = names_in(place)
    if "".join(names) in map(same, found.places):
        return True
    own, around = ({name for name in names if is_named(name, of)} for of in (found.places, found.within))
    elsewhere = [
        [each for each in known.values() if is_named(name, (*each.places, *each.within))]
        for name in names
        if name not in own | around
    ]
    if own:
        return None if elsewhere else True
    if around or not elsewhere or not all(elsewhere):
        return None
    return None if any(each.uses_other_lists for lists in elsewhere for each in lists) else False
