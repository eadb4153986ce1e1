"""One column of one batch, looked at by every detector that could have something to say.

This is the only place where values are touched. What leaves it are counts, and canonical values
on their way into the keyed hash.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.dates import of_digits, of_temporal
from tongguan.kernels.text import CLASSES, Text, cut, digit_runs
from tongguan.kernels.tidy import compact, ruined_texts, tidy, unescape, ungroup
from tongguan.scanning.cells import first_to_the_whole, only_numbers, only_words
from tongguan.scanning.examined import LONGEST_RUN, Examined, Hits
from tongguan.scanning.headers import says, told_by
from tongguan.scanning.repeats import examine_repeated
from tongguan.scanning.words import KINDS, words_inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tongguan.detector import Detector
    from tongguan.kernels.text import Ints, Mask

# No kind that its value alone can show is shorter than a date; smaller numbers are amounts, counts and flags.
_SMALLEST_NUMBER = 10_000_000
_SHORTEST_RUN = 11
_FIRST_BIRTHDAY, _LAST_BIRTHDAY = 1900_01_01, 2099_12_31


def examine(name: str, column: pa.Array, detectors: Mapping[str, Detector]) -> Examined:
    """Look at every value of *column*, a flat array of any type, called *name*.

    Kinds that no value can show are looked for only where the name says so.
    """
    kind = str(column.type)
    rows = np.flatnonzero(np.asarray(column.is_valid()))
    values = column if column.null_count == 0 else column.take(pa.array(rows))
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return _examine_temporal(name, column, rows, values)
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return Examined(name, kind, len(column), rows, values, unread=len(rows))
    look = _look_at(name, kind, detectors)
    named = look.told | look.loose.keys()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return examine_repeated(values, rows, len(column), look.at)
    if pa.types.is_boolean(column.type):
        look = replace(look, detectors={key: look.detectors[key] for key in named})
    written = numbers_as_text(values, small=bool(named))
    if written is None:
        return Examined(name, kind, len(column), rows, values)
    some, text = written
    found = examine_repeated(text, rows[some], len(column), look.at)
    # A number of any size is something said in its row.
    return replace(found, text_rows=rows, text=values, ruined=rows[_ruined_floats(values)])


@dataclass(frozen=True)
class _Look:
    """How the texts of one column are looked at.

    ``loose`` are detectors of what only the header makes one of its kind, ``told`` the kinds that no value
    can show and the header says.
    """

    name: str
    kind: str
    detectors: Mapping[str, Detector]
    loose: Mapping[str, Detector]
    told: frozenset[str]

    def at(self, values: pa.Array, times: Ints) -> Examined:
        """Look at *values*, each of which occurs so many *times*; rows are places in *values*."""
        return _examine_text(self, values, times)


# How a column is looked at, by its name and type: the same for all its batches.
_LOOKS: dict[tuple[str, str], tuple[Mapping[str, Detector], _Look]] = {}


def _look_at(name: str, kind: str, detectors: Mapping[str, Detector]) -> _Look:
    kept = _LOOKS.get((name, kind))
    if kept is not None and kept[0] is detectors:
        return kept[1]
    told = told_by(name, detectors)
    tried = {
        key: d.by_value() if d.needs_header and key not in told else d
        for key, d in detectors.items()
        if not d.needs_header or key in told or d.telling
    }
    loose = {key: d.named() for key, d in tried.items() if d.under_header and says(d, name)}
    look = _Look(name, kind, tried, loose, told)
    _LOOKS[name, kind] = (detectors, look)
    return look


def forget_names() -> None:
    """Forget the names of columns that were examined."""
    _LOOKS.clear()


def _examine_temporal(name: str, column: pa.Array, rows: Ints, values: pa.Array) -> Examined:
    hits = Hits(rows, None, of_temporal(values))
    return Examined(name, str(column.type), len(column), rows, values, {"date_of_birth": hits})


def numbers_as_text(values: pa.Array, *, small: bool) -> tuple[Ints, pa.Array] | None:
    """Write *values* (numbers or booleans, no nulls) as people write them: which of them, and their text.

    Only those that could be an identifier, or with *small* all of them; None for other types.
    """
    if pa.types.is_boolean(values.type):
        return (np.arange(len(values)), pc.cast(values, pa.string())) if small else None
    if pa.types.is_decimal(values.type):
        if values.type.scale < 0:
            values = values.cast(pa.decimal256(76, 0))
        text = pc.replace_substring_regex(pc.cast(values, pa.string()), r"\.0*$", "")
        some = np.flatnonzero(
            np.asarray(pc.binary_length(text)) >= (1 if small else len(str(_SMALLEST_NUMBER)))
        )
        return some, text.take(pa.array(some))
    if pa.types.is_floating(values.type):
        numbers = np.asarray(pc.cast(values, pa.float64()))
        whole = np.isfinite(numbers) & (np.abs(numbers) < 2**63) & (np.trunc(numbers) == numbers)
        if not small:
            some = np.flatnonzero(whole & (numbers >= _SMALLEST_NUMBER))
            return some, pa.array(numbers[some].astype(np.int64)).cast(pa.string())
        some = np.flatnonzero(np.isfinite(numbers))
        text = pc.cast(pa.array(numbers[some]), pa.string())
        integers = pa.array(np.where(whole, numbers, 0)[some].astype(np.int64)).cast(pa.string())
        return some, pc.if_else(pa.array(whole[some]), integers, text)
    if pa.types.is_integer(values.type):
        some = np.arange(len(values)) if small else np.flatnonzero(np.asarray(values) >= _SMALLEST_NUMBER)
        return some, values.take(pa.array(some)).cast(pa.string())
    return None


def _ruined_floats(values: pa.Array) -> Ints:
    """Return which of *values* are what floating point left of resident ID numbers.

    Eighteen digits do not fit: the last of them are gone, so that neighbours have become one number.
    Province and birthday, in the first fourteen, are still there.
    """
    if not pa.types.is_floating(values.type):
        return np.zeros(0, dtype=np.int64)
    numbers = np.asarray(pc.cast(values, pa.float64()))
    large = np.flatnonzero(np.isfinite(numbers) & (numbers >= 1e17) & (numbers < 1e18))
    if len(large) == 0:
        return large
    digits = Text.of(pa.array(numbers[large].astype(np.int64)).cast(pa.string())).matrix(18)
    born_on = of_digits(digits[6:14])
    return large[(born_on >= _FIRST_BIRTHDAY) & (born_on <= _LAST_BIRTHDAY)]


def _examine_text(look: _Look, values: pa.Array, times: Ints) -> Examined:
    count, detectors = len(values), look.detectors
    values = unescape(tidy(values))
    text = Text.of(values)
    rows = np.flatnonzero(text.lengths)
    if len(rows) < count:
        values = values.take(pa.array(rows))
        text = Text.of(values)
    dense = compact(values, text)
    dense_text = text if dense is values else Text.of(dense)
    whole: dict[str, Hits] = {}
    failed: Failed = {}
    rest = np.ones(len(values), dtype=bool)
    left = np.ones(len(values), dtype=bool)
    for detector in detectors.values():
        source, view = (dense, dense_text) if detector.compacted else (values, text)
        matching = detector.matching(source, view)
        passing = detector.checked(source, matching)
        failed |= _failing(detector, source, matching, passing, text.lengths, times[rows])
        found = np.flatnonzero(passing)
        if len(found):
            some = source if len(found) == len(source) else source.take(pa.array(found))
            # As long as it was written: 0138… is a number of twelve digits among others of twelve.
            whole[detector.id] = Hits(rows[found], detector.canon(some), written=text.lengths[found])
            if detector.in_text:
                rest[found] = False
            if detector.identifies or detector.id in KINDS:
                left[found] = False
    # Of a value that is no number as a whole, the separators may be between numbers.
    inside = _examine_inside(values, text, rest, rows, times[rows], detectors)
    words = _words(values, text, rows, np.flatnonzero(left), look)
    composed = np.union1d(inside.composed, words.composed)
    whole, mentions = first_to_the_whole(whole, inside.mentions | words.mentions, composed)
    for kind, detector in look.loose.items():
        source = dense if detector.compacted else values
        hits = _loosely(detector, source, rows, [h for h in (whole.get(kind), mentions.get(kind)) if h])
        if hits.count:
            whole[kind] = whole[kind].join(hits) if kind in whole else hits
    return Examined(
        look.name,
        look.kind,
        count,
        rows,
        values,
        whole,
        mentions,
        inside.tokens,
        inside.others,
        failed=dict(Counter(failed) + Counter(inside.failed_whole)),
        failed_inside=inside.failed,
        ruined=rows[ruined_texts(dense, dense_text)],
    )


Failed = dict[tuple[str, int], int]


@dataclass(frozen=True)
class _Words:
    mentions: dict[str, Hits]
    composed: Ints


def _loosely(detector: Detector, values: pa.Array, rows: Ints, seen: list[Hits]) -> Hits:
    """Find what only the header makes one of its kind, in rows where nothing of that kind was *seen*."""
    left = np.ones(int(rows[-1]) + 1 if len(rows) else 0, dtype=bool)
    for hits in seen:
        left[hits.rows] = False
    places = np.flatnonzero(left[rows])
    some = values.take(pa.array(places))
    text = Text.of(some)
    found = np.flatnonzero(detector.find_in(some, text))
    return Hits(rows[places[found]], detector.canon(some.take(pa.array(found))), written=text.lengths[found])


def _words(values: pa.Array, text: Text, rows: Ints, left: Ints, look: _Look) -> _Words:
    """Find plates, permits and landlines inside those of *values* that are *left*."""
    # In digits alone there is no word.
    left = left[(text.classes[left] & ~np.uint8(CLASSES["digit"])) > 0]
    some, view = values, text
    if len(left) < len(values):
        some = values.take(pa.array(left))
        view = Text.of(some)
    mentions = words_inside(some, rows[left], look.detectors, look.told | look.loose.keys(), view)
    if not mentions:
        return _Words({}, np.zeros(0, dtype=np.int64))
    mentioning = np.concatenate([hits.rows for hits in mentions.values()])
    places = np.searchsorted(rows, np.sort(mentioning))
    return _Words(mentions, rows[np.flatnonzero(only_words(values, places))])


def _failing(
    detector: Detector, values: pa.Array, matching: Mask, passing: Mask, lengths: Ints, times: Ints
) -> Failed:
    """Count, by length, the *values* that have the shape of a kind with a check digit and fail its check."""
    if not detector.check_chance or not matching.any():
        return {}
    failing = detector.shaped(values, matching) & ~passing
    counts = _by_length(lengths[failing], times[failing])
    return {(detector.id, int(n)): int(counts[n]) for n in np.flatnonzero(counts)}


@dataclass(frozen=True)
class _Inside:
    """What is inside longer values, and the rows (ascending) whose cells hold several numbers and no more."""

    mentions: dict[str, Hits]
    tokens: NDArray[np.int64]
    others: NDArray[np.int64]
    failed: Failed
    failed_whole: Failed
    composed: Ints


def _examine_inside(
    values: pa.Array, text: Text, rest: Mask, rows: Ints, times: Ints, detectors: Mapping[str, Detector]
) -> _Inside:
    """Find numbers and addresses inside longer values: in remarks, JSON, URLs."""
    joined = ungroup(values)
    if joined is not values:
        values, text = joined, Text.of(joined)
    runs = digit_runs(text, _SHORTEST_RUN)
    inside = np.flatnonzero(rest[runs.rows] & ~runs.whole)
    at_signs = text.rows_with(ord("@"))
    at_signs = at_signs[rest[at_signs]]
    composed = only_numbers(values, np.concatenate([runs.rows[inside], at_signs]))
    leading = runs.whole | (
        composed[runs.rows] & np.r_[True, runs.rows[1:] != runs.rows[:-1]][: len(runs.rows)]
    )
    tokens, others = (_by_length(runs.lengths[some], times[runs.rows[some]]) for some in (leading, ~leading))
    mentions: dict[str, Hits] = {}
    failed: Failed = {}
    failed_whole: Failed = {}
    if len(inside):
        where, lengths = runs.rows[inside], runs.lengths[inside]
        numbers = compact(cut(text, runs.starts[inside], lengths))
        view = Text.of(numbers)
        for detector in (d for d in detectors.values() if d.in_text):
            matching = detector.matching(numbers, view)
            passing = detector.checked(numbers, matching)
            failed |= _failing(detector, numbers, matching, passing, lengths, times[where])
            # Of a cell of several numbers the first that passes stands for all; so would one that fails.
            weights = times[where] * composed[where]
            failed_whole |= _failing(detector, numbers, matching, passing, lengths, weights)
            found = np.flatnonzero(passing)
            if len(found):
                canonical = detector.canon(numbers.take(pa.array(found)))
                mentions[detector.id] = Hits(rows[where[found]], canonical, written=lengths[found])
    if len(at_signs) and _MAIL in detectors:
        places, mails = _mails(values.take(pa.array(at_signs)))
        real = np.flatnonzero(detectors[_MAIL].find(mails))
        if len(real):
            canonical = detectors[_MAIL].canon(mails.take(pa.array(real)))
            mentions[_MAIL] = Hits(rows[at_signs[places[real]]], canonical)
    return _Inside(mentions, tokens, others, failed, failed_whole, rows[np.flatnonzero(composed)])


def _by_length(lengths: Ints, times: Ints) -> NDArray[np.int64]:
    weights = times.astype(np.float64)  # exact below 2^53
    return np.bincount(np.minimum(lengths, LONGEST_RUN), weights, minlength=LONGEST_RUN + 1).astype(np.int64)


_MAIL = "email"
# Inside a text, / ? & and = are those of a URL around the address.
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$*+^_{|}~-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255


def _mails(values: pa.Array) -> tuple[Ints, pa.Array]:
    """Find e-mail addresses: the row of each, and the address.

    Around each @ no more is looked at than an address may have, so a long cell takes no longer for it.
    """
    rows, mails = [], []
    for row, value in enumerate(values.to_pylist()):
        at = value.find("@")
        while at >= 0:
            local = _LOCAL_PART.search(value[max(at - _LONGEST_LOCAL, 0) : at])
            domain = _DOMAIN.match(value[at + 1 : at + 1 + _LONGEST_DOMAIN])
            if local and domain:
                rows.append(row)
                mails.append(f"{local[0].lstrip('.')}@{domain[0]}")
            at = value.find("@", at + 1)
    return np.array(rows, dtype=np.int64), pa.array(mails, type=pa.string())
