"""Hints that data may be important (重要数据): findings for a person to look at, never a decision.

What is looked for is data, in ``law/hints/important-hints.toml``, each hint with its source and how sure we
are of it. Here names of columns, kinds and numbers of persons are held against it; no value is seen.

More columns, more kinds or more persons never take a hint away.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from tongguan.errors import PolicyError
from tongguan.law.strict_toml import convert, parse, refuse
from tongguan.scanning.headers import match
from tongguan.scanning.scan import Important

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tongguan.scanning.scan import Column

_KIND = "kind:"
_FILE = "the file's name"

PersonsOf = Literal["all", "general", "sensitive"]


class When(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is looked for; all that is given must hold."""

    signs: tuple[tuple[str, ...], ...] = ()
    over: int | None = None
    from_: int | None = field(default=None, name="from")
    of: PersonsOf = "all"
    ciio: bool = False
    decimals: int | None = None


class Hint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One hint. ``when`` is None for what no scan sees, or whose text could not be read (``unseen``)."""

    id: str
    sector: str
    what: str
    what_zh: str
    basis: str
    confidence: str
    note: str = ""
    unseen: str = ""
    when: When | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class HintFile:
    """The hints, by id, and the digest of the bytes they were read from."""

    hints: Mapping[str, Hint]
    sha256: str


def read_hints(data: bytes, name: str) -> HintFile:
    """Return the hints in *data*; *name* is the file's name, for messages. Raises ``PolicyError``."""
    written = convert(parse(data, name, PolicyError), _File, where=name, error=PolicyError)
    for number, hint in enumerate(written.hints, 1):
        where = f"{name}, [[hints]] {number}"
        if (hint.when is None) != bool(hint.unseen):
            hint_ = "Say `when`, or why it is not looked for (`unseen`)."
            raise refuse(PolicyError, where, "neither or both of `when` and `unseen`", hint=hint_)
        if hint.when is not None:
            _refuse_loose(hint.when, where)
    return HintFile({hint.id: hint for hint in written.hints}, hashlib.sha256(data).hexdigest())


def _refuse_loose(when: When, where: str) -> None:
    """Refuse a hint that one word alone, or nothing at all, would give."""
    counted = when.over is not None or when.from_ is not None
    telling = len(when.signs) >= 2 or any(all(s.startswith(_KIND) for s in group) for group in when.signs)
    if not (telling or (counted and not when.signs)):
        hint = "Two groups of signs, one of kinds alone, or a number of persons."
        raise refuse(PolicyError, where, "`when` would hold for one word", hint=hint)


@cache
def shipped_hints() -> HintFile:
    """Return the hints that ship with the package."""
    file = resources.files("tongguan.law").joinpath("hints", "important-hints.toml")
    return read_hints(file.read_bytes(), file.name)


@dataclass(frozen=True)
class Volumes:
    """Natural persons, the higher number: of this export, or of the year if it left."""

    all: int = 0
    general: int = 0
    sensitive: int = 0


def hints(
    columns: Iterable[Column],
    volumes: Volumes,
    *,
    ciio: bool | None = None,
    decimals: Mapping[str, int] | None = None,
    known: HintFile | None = None,
) -> tuple[Important, ...]:
    """Return the hints that *columns* and numbers of persons give.

    *ciio* is what the register says of the handler; *decimals* tells of columns of coordinates how many
    places they have, where that is known.
    """
    looked_at = tuple(columns)
    found = []
    for hint in (known or shipped_hints()).hints.values():
        if hint.when is not None and (seen := _seen(hint.when, looked_at, volumes, ciio, decimals or {})):
            column, signs = seen
            found.append(Important(hint.id, column, f"{hint.sector}: {hint.what} ({', '.join(signs)})"))
    return tuple(found)


def _seen(
    when: When,
    columns: Collection[Column],
    volumes: Volumes,
    ciio: bool | None,
    decimals: Mapping[str, int],
) -> tuple[str, list[str]] | None:
    """Return the column that shows it (empty for none in particular) and what was seen; None if not all."""
    persons: int = getattr(volumes, when.of)
    if (when.over is not None and persons <= when.over) or persons < (when.from_ or 0):
        return None
    if when.ciio and ciio is not True:
        return None
    fine = [c for c in columns if decimals.get(c.column, when.decimals or 0) >= (when.decimals or 0)]
    signs = [_sign(group, fine) for group in when.signs]
    if None in signs:
        return None
    held = [sign for sign in signs if sign is not None]
    counted = when.over is not None or when.from_ is not None
    said = [word for _, word in held] + ([f"{persons:,} persons"] if counted else [])
    if not when.signs or not _one_thing(word for _, word in held):
        return next((column for column, _ in held if column != _FILE), ""), said
    return None


def _sign(group: Collection[str], columns: Collection[Column]) -> tuple[str, str] | None:
    """Return the first column, or the file, in which the *group* is found, and the sign that is found."""
    kinds = {sign.removeprefix(_KIND) for sign in group if sign.startswith(_KIND)}
    words = [sign for sign in group if not sign.startswith(_KIND)]
    for column in columns:
        for kind in _kinds(column):
            if kind in kinds:
                return column.column, kind
    for column in columns:
        if word := match(column.column, words):
            return column.column, word
    for column in columns:
        if word := match(PurePath(column.source).stem, words):
            return _FILE, word
    return None


def _kinds(column: Column) -> Iterator[str]:
    """Yield what a column is: what was found counts, whatever the register says of it as personal data."""
    if column.kind is not None:
        yield column.kind
    if column.stated is not None and column.stated.kind is not None:
        yield column.stated.kind
    yield from column.mentions


def _one_thing(words: Iterable[str]) -> bool:
    """Tell whether signs are but one word: 车流 and 车流量 are."""
    several = list(words)
    return len(several) > 1 and all(a in b or b in a for n, a in enumerate(several) for b in several[n + 1 :])
