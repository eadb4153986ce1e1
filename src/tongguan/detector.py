"""What a detector is, how its values are found, and where detectors come from.

A detector is declarative: one constant ``DETECTOR`` in a module whose docstring is the
specification. It says what a value **is** (the *kind*), never how much the law minds it: that is
the catalogue's business (:mod:`tongguan.law.catalogue`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.errors import DetectorError
from tongguan.kernels.dates import Dates
from tongguan.kernels.pattern import Shape, of_patterns
from tongguan.kernels.text import Mask, Text
from tongguan.kernels.tidy import compact, tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

Check = Callable[[pa.Array], Mask]
Canonical = Callable[[pa.Array], pa.Array]
Born = Callable[[pa.Array], Dates]
Aged = Callable[[pa.Array], "NDArray[np.int32]"]
Gate = Callable[[Text], Mask]

# identifier: names one person. name: a person's name, which many may share. trait: belongs to a
# person and shows that there is one. attribute: says something of a person only beside another
# kind. organisation: nobody.
Role = Literal["identifier", "name", "trait", "attribute", "organisation"]


@dataclass(frozen=True, kw_only=True)
class Detector:
    """One kind of value.

    ``pattern`` is RE2 and matches a whole, tidied value. Before it stand cheap tests, so that it
    need not be tried on everything: ``lengths`` (bytes, inclusive), ``first`` (characters a value
    may begin with; "" for any) and ``gate`` (of the whole column, a mask of shape (n,)).
    ``quick``, where there is one, finds exactly what the pattern does, faster: the tests hold one
    against the other.
    ``check`` takes the string array of values that match and returns a mask of those that are
    real; ``canonical`` takes those and returns the one way to write each of them; ``born`` takes
    canonical values and returns birthdays as yyyymmdd, ``aged`` the youngest age in completed years that
    each of them allows (-1 where it says none).

    ``words`` are whole values that are of this kind as well, in any case (they stand instead of a
    pattern, or beside it).

    ``chance`` is the probability that a random value of the same shape passes: the reason why one
    passing value in a column of order numbers is not evidence. ``chance_at`` says it by length where
    that matters. Where there is a check digit, ``check_chance`` is the probability, by length, that a
    value of the right ``shape`` (a mask of values that match the pattern) passes it: those that fail
    then tell how many pass by chance.

    ``needs_company`` marks shapes that harmless columns have as well: without a header for it, such a
    column is of this kind only beside others that show persons. ``needs_header`` marks what no value can
    show (religion, member numbers, income): only a column whose header says so is of this kind, and its
    values, of any type, are tried as text (35, 12500.5, true); save those that match ``telling``, which
    show it whatever the header says (``wxid_…``). ``of_persons`` marks what is harmless
    unless the rows are about persons: even under its header, such a column is of this kind only beside
    others that show persons. ``under_header`` is RE2 for values that are of this kind where the header
    says so, and of any where it does not: without one, a header carries a column of any values, for a
    person to look at; with one, half of them must fit.

    ``in_text`` kinds are looked for in every run of digits inside longer values; ``by_form`` marks shapes
    that nothing harmless has, so that a single cell of it counts in a column of something else.

    ``strength`` orders identifiers: in a row the strongest one stands for the person. ``local`` marks
    numbers that one system gives out: the member 12345 of another shop is another person.
    ``shared_under`` are words of headers under which many persons share a value (nicknames).
    ``numbered_as`` names the kind whose numbers these are: a driving licence bears the number of the
    resident ID, and is the same person.
    """

    id: str
    title: str
    title_zh: str
    references: tuple[str, ...]
    role: Role
    headers: tuple[str, ...]
    examples: tuple[str, ...]
    near_misses: Mapping[str, str]
    pattern: str = ""
    words: tuple[str, ...] = ()
    lengths: tuple[int, int] = (1, 600)
    headers_against: tuple[str, ...] = ()
    first: str = ""
    gate: Gate | None = None
    quick: Gate | None = None
    check: Check | None = None
    canonical: Canonical | None = None
    born: Born | None = None
    aged: Aged | None = None
    compacted: bool = False
    needs_company: bool = False
    needs_header: bool = False
    of_persons: bool = False
    numbered_as: str = ""
    telling: str = ""
    under_header: str = ""
    local: bool = False
    shared_under: tuple[str, ...] = ()
    shape: Check | None = None
    check_chance: Mapping[int, float] = field(default_factory=dict)
    in_text: bool = False
    by_form: bool = False
    chance: float = 0.0
    chance_at: Mapping[int, float] = field(default_factory=dict)
    strength: int = 0
    placeholders: frozenset[str] = field(default_factory=frozenset)

    @property
    def identifies(self) -> bool:
        """Tell whether a value stands for one person."""
        return self.role == "identifier"

    @property
    def stands_alone(self) -> bool:
        """Tell whether a single cell, in a column of something else, may count as one of this kind."""
        return self.in_text or self.by_form or bool(self.check_chance)

    def find(self, values: pa.Array) -> Mask:
        """Tell which of *values* (strings, no nulls, tidy) are of this kind; shape (n,)."""
        return self.find_in(values, Text.of(values))

    def find_in(self, values: pa.Array, text: Text) -> Mask:
        """Do as :meth:`find`, with the *text* of *values* already at hand."""
        return self.checked(values, self.matching(values, text))

    def matching(self, values: pa.Array, text: Text) -> Mask:
        """Tell which of *values* match the pattern or are words, before any check; shape (n,)."""
        low, high = self.lengths
        first = self.first or ("" if self.pattern else _initials(self.words))
        begins = _first_bytes(first) if first else None
        found = np.zeros(text.rows, dtype=bool)
        if text.longest < low or text.shortest > high or not (begins is None or (begins & text.firsts).any()):
            return found
        shape = _shape(self, make=text.rows >= _MANY)
        if shape is not None and not shape.fits(text):
            return found
        found = (text.lengths >= low) & (text.lengths <= high)
        if begins is not None:
            found &= begins[text.first]
        if shape is not None:
            found &= shape.fitting(text)
        if self.gate is not None and found.any():
            found &= self.gate(text)
        rows = np.flatnonzero(found)
        if len(rows) == 0:
            return found
        if self.quick is not None:
            found &= self.quick(text)
        else:
            some = values if len(rows) == len(values) else values.take(pa.array(rows))
            found[rows] = self._matches(some)
        return found

    def checked(self, values: pa.Array, matching: Mask) -> Mask:
        """Tell which of the *matching* among *values* pass the check; shape (n,)."""
        rows = np.flatnonzero(matching)
        if self.check is None or len(rows) == 0:
            return matching
        found = matching.copy()
        some = values if len(rows) == len(values) else values.take(pa.array(rows))
        found[rows] = self.check(some)
        return found

    def shaped(self, values: pa.Array, matching: Mask) -> Mask:
        """Tell which of the *matching* among *values* have the shape that has the check digit; shape (n,)."""
        rows = np.flatnonzero(matching)
        if self.shape is None or len(rows) == 0:
            return matching
        found = matching.copy()
        found[rows] = self.shape(values.take(pa.array(rows)))
        return found

    def named(self) -> Detector:
        """Return the detector of what only a header that names the kind makes one of it."""
        return _named(self)

    def by_value(self) -> Detector:
        """Return the detector of the values that show a kind which otherwise needs its header."""
        return _twin(
            self,
            "by value",
            lambda: replace(self, pattern=self.telling, words=(), quick=None, chance=_TELLING),
        )

    def _matches(self, values: pa.Array) -> Mask:
        matched = np.zeros(len(values), dtype=bool)
        if self.words:
            known = pa.array([word.lower() for word in self.words], type=values.type)
            matched = np.asarray(pc.is_in(pc.utf8_lower(values), value_set=known))
        if self.pattern:
            matched = matched | np.asarray(pc.match_substring_regex(values, f"^(?:{self.pattern})$"))
        return matched

    def canon(self, values: pa.Array) -> pa.Array:
        """Return the canonical form of *values*, all of this kind."""
        return values if self.canonical is None else self.canonical(values)

    def real(self, canonical: pa.Array) -> Mask:
        """Tell which *canonical* values are nobody's placeholder; shape (n,)."""
        if not self.placeholders:
            return np.ones(len(canonical), dtype=bool)
        listed = pa.array(sorted(self.placeholders), type=canonical.type)
        return ~np.asarray(pc.is_in(canonical, value_set=listed))


_TELLING = 0.001
"""The chance of values that show a kind without its header."""

_TWINS: dict[tuple[str, str], tuple[Detector, Detector]] = {}


def _twin(detector: Detector, what: str, make: Callable[[], Detector]) -> Detector:
    """Return the variant of *detector* called *what*, made once; detectors hold mappings and have no hash."""
    kept = _TWINS.get((what, detector.id))
    if kept is None or kept[0] is not detector:
        kept = _TWINS[what, detector.id] = (detector, make())
    return kept[1]


# To read all patterns for what they could match takes longer than to try them on fewer values.
_MANY = 2048

_SHAPES: dict[int, tuple[Detector, Shape]] = {}


def _shape(detector: Detector, *, make: bool) -> Shape | None:
    """Return what matches look like; None where ``quick`` tells, or it is not known nor to be made."""
    if detector.quick is not None:
        return None
    kept = _SHAPES.get(id(detector))
    if kept is None or kept[0] is not detector:
        if not make:
            return None
        shape = of_patterns([detector.pattern] if detector.pattern else (), detector.words)
        kept = _SHAPES[id(detector)] = (detector, shape)
    return kept[1]


def _named(detector: Detector) -> Detector:
    return _twin(
        detector,
        "named",
        lambda: replace(
            detector,
            pattern=detector.under_header,
            words=(),
            lengths=(1, max(600, detector.lengths[1])),
            first="",
            gate=None,
            quick=None,
            check=None,
        ),
    )


HAN = "㐀一倀怀瀀耀退"
"""A character for each first byte that Chinese characters have in UTF-8, for ``Detector.first``."""


def holds(*marks: str) -> Gate:
    """Return a gate for values that hold one of *marks*, each a character."""
    return lambda text: text.holding(tuple(mark.encode() for mark in marks))


def lettered(text: Text) -> Mask:
    """Let a column pass that has any letter, and none that has only digits and signs: a gate."""
    return np.full(text.rows, text.lettered)


@cache
def _initials(words: tuple[str, ...]) -> str:
    """Return the characters that *words* begin with, in any case."""
    return "".join({first for word in words for first in (word[0].lower(), word[0].upper())})


@cache
def _first_bytes(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(256, dtype=bool)
    table[[c.encode()[0] for c in characters]] = True
    return table


@dataclass(frozen=True)
class Failure:
    """One example a detector misses, or one near miss it finds. ``place`` counts from 1."""

    kind: str
    what: Literal["example", "near miss"]
    place: int
    reason: str


def failures(detector: Detector) -> list[Failure]:
    """Run *detector* on its own examples and near misses."""
    return [
        *(
            Failure(detector.id, "example", place, "not found")
            for place, found in enumerate(_found(detector, detector.examples), 1)
            if not found
        ),
        *(
            Failure(detector.id, "near miss", place, reason)
            for place, (found, reason) in enumerate(
                zip(
                    _found(detector, tuple(detector.near_misses)), detector.near_misses.values(), strict=True
                ),
                1,
            )
            if found
        ),
    ]


def _found(detector: Detector, values: tuple[str, ...]) -> list[bool]:
    tidied = tidy(pa.array(values, type=pa.string()))
    return [bool(b) for b in detector.find(compact(tidied) if detector.compacted else tidied)]


def load(module_name: str) -> Detector:
    """Import a detector module and prove its detector on its own examples.

    Raises DetectorError when the module holds none, or when an example fails: a detector that
    does not do what it says must not judge an export.
    """
    detector = getattr(importlib.import_module(module_name), "DETECTOR", None)
    if not isinstance(detector, Detector):
        raise DetectorError(
            f"{module_name}: holds no DETECTOR.", hint="Define DETECTOR = Detector(...) in it."
        )
    for failure in failures(detector):
        raise DetectorError(
            f"{module_name}: {failure.what} {failure.place} of {failure.kind} fails ({failure.reason}). "
            "Nothing was scanned.",
            hint="Mend the detector or the example.",
        )
    return detector


@cache
def builtin() -> Mapping[str, Detector]:
    """Return the detectors shipped with Tongguan, by kind."""
    package = importlib.import_module("tongguan.detectors")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    detectors = [load(f"{package.__name__}.{name}") for name in names if not name.startswith("_")]
    return {detector.id: detector for detector in detectors}
