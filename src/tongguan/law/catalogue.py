"""A catalogue says how much the law minds each kind: nothing, general, or sensitive personal information.

A detector says what a value *is*; only a dated catalogue says what that means in law, and which text says so.
Two profiles ship: ``conservative`` (GB/T 35273-2020 annex B and PIPL 28) and ``gbt45574`` (GB/T 45574-2025).
A kind that a catalogue does not know is an error, never "nothing".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from msgspec import Struct, structs

from tongguan.errors import PolicyError
from tongguan.law.loading import CATALOGUE, shipped
from tongguan.law.strict_toml import convert, did_you_mean, parse, refuse, require_known, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

Level: TypeAlias = Literal["none", "general", "sensitive"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From what the law does not mind to what it minds most."""

Profile: TypeAlias = Literal["conservative", "gbt45574"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

HARMLESS = "harmless"
"""What the register calls a column of no kind; no kind may be called so."""

KINDS: frozenset[str]
"""Every kind the conservative catalogue knows; read from its file when first asked for."""


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kinds that share a level, and the text that gives it to them."""

    level: Level
    article: str
    article_zh: str
    kinds: tuple[str, ...]
    note: str = ""
    review: bool = False
    """A person should look: the sources differ, or the level depends on what no scan sees."""


class Minors(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What becomes of all personal information of a person under ``below_age`` on the day of export."""

    below_age: int
    level: Literal["sensitive"]
    article: str
    article_zh: str


class Combination(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kinds that are of a higher level in a table that holds one of ``beside``, or a column of times."""

    id: str
    kinds: tuple[str, ...]
    beside: tuple[str, ...] = ()
    beside_time: bool = False
    makes: str | None = None
    """The kind that it is together."""
    level: Literal["sensitive"]
    article: str
    article_zh: str
    means: str
    means_en: str

    def met_by(self, kinds: AbstractSet[str], *, timed: bool) -> bool:
        """Tell whether a table of those *kinds*, with a column of times or not, is such a combination."""
        beside = timed if self.beside_time else not kinds.isdisjoint(self.beside)
        return beside and not kinds.isdisjoint(self.kinds)


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    profile: Profile
    title: str
    in_force_from: date
    source: str
    minors: Minors
    groups: tuple[Group, ...]
    combinations: tuple[Combination, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Levels of all kinds, from one dated file."""

    id: str
    profile: Profile
    title: str
    in_force_from: date
    source: str
    minors: Minors
    groups: Mapping[str, Group]
    """By kind."""
    sha256: str
    combinations: tuple[Combination, ...] = ()

    def group(self, kind: str) -> Group:
        """Return level, citation and note of a kind. Raises ``PolicyError`` for one it does not know."""
        if kind not in self.groups:
            raise refuse(
                PolicyError, self.id, f"unknown kind {shown(kind)}", hint=did_you_mean(kind, self.groups)
            )
        return self.groups[kind]

    def level(self, kind: str, *, minor: bool = False) -> Level:
        """Return how much the law minds this kind; *minor* if it is about a person under fourteen."""
        level = self.group(kind).level
        return self.minors.level if minor and level == "general" else level

    def stated(self, levels: Mapping[str, tuple[Level, str]]) -> Catalogue:
        """Return the catalogue as a handler reads it: by kind, another level and the reason for it."""
        groups = dict(self.groups)
        for kind, (level, reason) in levels.items():
            groups[kind] = structs.replace(self.group(kind), level=level, note=reason)
        return replace(self, groups=MappingProxyType(groups))

    def levels(self) -> Mapping[str, Level]:
        """Return the level of every kind, by kind: a plain dict, which may travel to other processes."""
        return {kind: group.level for kind, group in self.groups.items()}


def read_catalogue(data: bytes, name: str) -> Catalogue:
    """Return the catalogue in *data*; *name* is the file's name, for messages. Raises ``PolicyError``."""
    written = convert(parse(data, name, PolicyError), _File, where=name, error=PolicyError)
    groups: dict[str, Group] = {}
    for number, group in enumerate(written.groups):
        for kind in group.kinds:
            if kind in groups:
                where = f"{name}, $.groups[{number}].kinds"
                raise refuse(PolicyError, where, f"{shown(kind)} is in two groups", hint="Give it one level.")
            groups[kind] = group
    return Catalogue(
        id=written.id,
        profile=written.profile,
        title=written.title,
        in_force_from=written.in_force_from,
        source=written.source,
        minors=written.minors,
        groups=MappingProxyType(groups),
        sha256=hashlib.sha256(data).hexdigest(),
        combinations=_combinations(written, groups, name),
    )


def _combinations(written: _File, groups: Mapping[str, Group], name: str) -> tuple[Combination, ...]:
    """Return the combinations. Raises PolicyError where one names a kind of no group, or asks for nothing."""
    for number, each in enumerate(written.combinations):
        where = f"{name}, $.combinations[{number}]"
        for kind in (*each.kinds, *each.beside, *([each.makes] if each.makes else [])):
            require_known(kind, groups, of="kind", where=where, error=PolicyError)
        if not each.kinds or bool(each.beside) == each.beside_time:
            hint = "Give kinds, and either `beside` or `beside_time = true`."
            raise refuse(PolicyError, where, "nothing is combined", hint=hint)
    return written.combinations


def load_catalogue(profile: str, on: date) -> Catalogue:
    """Return the shipped catalogue of *profile* in force on that day (Asia/Shanghai); a later one supersedes.

    Raises ``PolicyError`` for a profile that is not known, or was not in force yet.
    """
    require_known(profile, PROFILES, of="profile", where="catalogues", error=PolicyError)
    known = [catalogue for catalogue in _shipped_catalogues() if catalogue.profile == profile]
    in_force = [catalogue for catalogue in known if catalogue.in_force_from <= on]
    if not in_force:
        raise refuse(
            PolicyError,
            f"catalogues for {on:%Y-%m-%d}",
            f"profile `{profile}` is in force only from {known[0].in_force_from:%Y-%m-%d}",
            hint="Use another profile for that day.",
        )
    return in_force[-1]


def is_loosened(kind: str, level: Level, profile: Profile) -> bool:
    """Tell whether *level* is lower than what any shipped catalogue of *profile* gives the *kind*."""
    known = (each for each in _shipped_catalogues() if each.profile == profile)
    return any(LEVELS.index(level) < LEVELS.index(each.level(kind)) for each in known)


@cache
def _shipped_catalogues() -> tuple[Catalogue, ...]:
    catalogues = (read_catalogue(data, name) for name, data in shipped(prefix=CATALOGUE))
    return tuple(sorted(catalogues, key=lambda catalogue: catalogue.in_force_from))


def __getattr__(name: str) -> frozenset[str]:
    """Give ``KINDS`` when first asked for: importing this module reads no file."""
    if name != "KINDS":
        raise AttributeError(name)
    return frozenset(
        kind
        for catalogue in _shipped_catalogues()
        if catalogue.profile == "conservative"
        for kind in catalogue.groups
    )
