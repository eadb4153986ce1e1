"""A user's own detectors as written in TOML: header words, a pattern, a word list, a check, and examples.

    [[detector]]
    id = "member_no"
    title = "Member number"
    level = "general"
    identifies = true
    headers = ["会员号", "member no"]
    pattern = 'MB[0-9]{8}'
    examples = ["MB00012345"]

What contradicts itself is refused, so that no key is passed over: a pattern that is no RE2 or matches
the empty value, a number looked for inside texts that is no long number, a header that is needed and
not given. What is made of it here is proven in :mod:`tongguan.own_detectors`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Meta, Struct

from tongguan.detector import Detector, Role, builtin
from tongguan.errors import DetectorError
from tongguan.kernels import checks
from tongguan.kernels.text import Text
from tongguan.kernels.tidy import compact, tidy
from tongguan.law.catalogue import Level
from tongguan.law.strict_toml import convert, parse, refuse, require_keys, require_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tongguan.detector import Check
    from tongguan.kernels.checks import Places
    from tongguan.kernels.text import Mask

STRENGTH, _WEAKER_THAN_EMAIL = 40, 59
_SHORTEST_IN_TEXT = 11
_ANYTHING = "(?s).+"

Read = Callable[[str], bytes]
"""Reads a file beside the one at hand, by its plain name."""


def _each_width(check: Callable[[Places], Mask], low: int, high: int, letters: str = "") -> Check:
    """Make a check of a column, of values of any width, from one for digits of one width."""
    allowed = np.zeros(256, dtype=bool)
    allowed[list(b"0123456789" + letters.encode())] = True

    def checked(values: pa.Array) -> Mask:
        text = Text.of(values)
        good = np.zeros(text.rows, dtype=bool)
        for width in range(low, high + 1):
            rows = np.flatnonzero(text.lengths == width)
            if len(rows):
                places = text.at(rows).matrix(width)
                good[rows] = allowed[places].all(axis=0) & check(places)
        return good

    return checked


_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHECKS: Mapping[str, tuple[Check, float]] = {
    "luhn": (_each_width(checks.luhn, 2, 32), 1 / 10),
    "mod_11_2": (_each_width(checks.mod_11_2, 18, 18, "Xx"), 1 / 11),
    "mod_31_3": (_each_width(checks.mod_31_3, 18, 18, _CAPITALS), 1 / 31),
}
"""Checks that a file may name, and the share of random values that pass them."""

_Word = Annotated[str, Meta(pattern=r"\S")]


class _Written(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ``[[detector]]`` as it is written."""

    id: str
    title: _Word
    level: Level
    examples: Annotated[tuple[_Word, ...], Meta(min_length=1)]
    title_zh: _Word | None = None
    reason: str = ""
    references: tuple[_Word, ...] = ()
    headers: tuple[_Word, ...] = ()
    headers_against: tuple[_Word, ...] = ()
    pattern: str = ""
    words: tuple[_Word, ...] = ()
    words_file: str = ""
    lengths: tuple[int, int] = (1, 600)
    check: str = ""
    chance: Annotated[float, Meta(ge=0, lt=1)] | None = None
    identifies: bool = False
    role: Literal["trait", "attribute", "organisation"] | None = None
    strength: Annotated[int, Meta(ge=1, le=_WEAKER_THAN_EMAIL)] | None = None
    needs_header: bool = False
    of_persons: bool = False
    in_text: bool = False
    compacted: bool = False
    near_misses: dict[str, _Word] = {}


class Widened(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ``[[detector]]`` that only gives a built-in one more header words."""

    extends: str
    headers: Annotated[tuple[_Word, ...], Meta(min_length=1)]


@dataclass(frozen=True)
class Own:
    """A detector that is not built in; how much the law minds its kind, and why if it does not."""

    detector: Detector
    level: Level
    reason: str = ""


def read_detectors(data: bytes, name: str, read: Read) -> Iterator[tuple[str, Own | Widened]]:
    """Yield each ``[[detector]]`` of a file with its place, for messages; *name* is the file's name.

    *read* gives the bytes of word lists beside it. Raises DetectorError.
    """
    tables = parse(data, name, DetectorError)
    require_keys(tables, ("detector",), where=name, error=DetectorError)
    listed = tables.get("detector")
    if not isinstance(listed, list) or not listed:
        hint = "Write [[detector]], a table for each."
        raise refuse(DetectorError, name, "there is no [[detector]]", hint=hint)
    for number, table in enumerate(listed, 1):
        where = f"{name}, [[detector]] {number}"
        if isinstance(table, dict) and "extends" in table:
            widened = convert(table, Widened, where=where, error=DetectorError)
            require_known(widened.extends, builtin(), of="kind", where=where, error=DetectorError)
            yield where, widened
        else:
            written = convert(table, _Written, where=where, error=DetectorError)
            yield where, Own(_detector(written, where, read), written.level, written.reason)


def _words(file: str, where: str, read: Read) -> Iterator[str]:
    """Return the words in a file beside the detectors' own, one a line; a line with # is a remark."""
    if Path(file).name != file:
        hint = "Give the name of a file in the same folder."
        raise refuse(DetectorError, where, "`words_file` is not a plain file name", hint=hint)
    data = read(file)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as problem:
        at = f"`words_file` is not UTF-8 (at byte {problem.start:,})"
        raise refuse(DetectorError, where, at, hint="Save the file as UTF-8.") from None
    return (line for line in lines if line.strip() and not line.startswith("#"))


def _detector(written: _Written, where: str, read: Read) -> Detector:
    """Make the detector, having refused what contradicts itself."""
    _refuse_contradictions(written, where)
    words = (*written.words, *(_words(written.words_file, where, read) if written.words_file else ()))
    pattern = written.pattern or ("" if words else _ANYTHING)
    refuse_bad_pattern(pattern, where)
    check, chance = None, 0.0
    if written.check:
        require_known(written.check, CHECKS, of="check", where=where, error=DetectorError)
        check, chance = CHECKS[written.check]
    role: Role = "organisation" if written.level == "none" else written.role or "attribute"
    return Detector(
        id=written.id,
        title=written.title,
        title_zh=written.title_zh or written.title,
        references=written.references,
        role="identifier" if written.identifies else role,
        headers=tuple(word.lower() for word in written.headers),
        headers_against=tuple(word.lower() for word in written.headers_against),
        pattern=pattern,
        words=tuple(tidy(pa.array(words, type=pa.string())).to_pylist()) if words else (),
        lengths=written.lengths,
        check=check,
        chance=written.chance if written.chance is not None else chance,
        strength=(written.strength or STRENGTH) if written.identifies else 0,
        needs_header=written.needs_header,
        of_persons=written.of_persons,
        in_text=written.in_text,
        compacted=written.compacted or written.in_text,
        examples=written.examples,
        near_misses=written.near_misses,
    )


def _refuse_contradictions(written: _Written, where: str) -> None:
    low, high = written.lengths
    by_value = bool(written.pattern or written.words or written.words_file)
    for wrong, what, hint in (
        (
            written.identifies and written.role is not None,
            "`identifies` and `role` are both given",
            "Who identifies needs no other role.",
        ),
        (
            written.strength is not None and not written.identifies,
            "`strength` is given without `identifies`",
            "It orders identifiers. Leave it out.",
        ),
        (
            written.level == "none" and (written.identifies or written.role not in {None, "organisation"}),
            '`level` is "none" for what belongs to a person',
            "What names or describes a person is at least general.",
        ),
        (
            not by_value and not written.needs_header,
            "it says nothing of the values",
            "Give `pattern`, `words` or `words_file`; or `needs_header = true`, if only the header tells.",
        ),
        (
            written.needs_header and not written.headers,
            "`needs_header` without `headers`",
            "It would find nothing. Give header words.",
        ),
        (not 1 <= low <= high <= 600, "`lengths` is no range", "Two numbers of bytes, 1 to 600."),
        (
            written.in_text and (not written.identifies or written.needs_header),
            "`in_text` for what does not identify by its value",
            "Inside longer values only numbers of persons are looked for.",
        ),
        (
            written.in_text and not _are_long_numbers(written.examples),
            f"`in_text` for values that are not numbers of {_SHORTEST_IN_TEXT} digits or more",
            "Inside longer values only such numbers are looked for. Leave it out.",
        ),
    ):
        if wrong:
            raise refuse(DetectorError, where, what, hint=hint)


def _are_long_numbers(values: Sequence[str]) -> bool:
    dense = compact(tidy(pa.array(values, type=pa.string())))
    return bool(pc.all(pc.match_substring_regex(dense, f"^[0-9]{{{_SHORTEST_IN_TEXT},}}$")).as_py())


def refuse_bad_pattern(pattern: str, where: str) -> None:
    """Raise DetectorError unless *pattern* is RE2 and asks for something."""
    nothing = pa.array([""])
    try:
        pc.match_substring_regex(nothing, pattern)  # by itself, so that its brackets are its own
        empty = pattern and pc.match_substring_regex(nothing, f"^(?:{pattern})$")[0].as_py()
    except pa.ArrowInvalid:
        hint = "It must be RE2: no look-around, no back-references. In TOML, write it in 'single quotes'."
        raise refuse(DetectorError, where, "`pattern` does not compile", hint=hint) from None
    if empty:
        raise refuse(
            DetectorError, where, "`pattern` matches the empty value", hint="Use + where there is *."
        )


SKELETON = """\
# Own detectors for Tongguan. Try them:  tongguan detectors test --detectors THIS_FILE
# Then name the file in the register:    [settings] detectors = ["THIS_FILE"]

[[detector]]
id = "{kind}"                     # the kind: small letters, digits, _
title = "{title}"
title_zh = "{title}"
level = "general"                 # general, sensitive, or none (then: reason = "…")
identifies = true                 # a value names one person; else role = "attribute", or "trait"
# strength = 40                   # 1 to 59: in a row, the strongest identifier stands for the person

# What a column of it is called: Chinese words match anywhere in a name, English ones as whole words.
headers = ["{words}"]
# headers_against = ["类型", "type"]
# needs_header = true             # only a column whose header says so: for values that look like anything

# What a value looks like: a pattern (RE2, the whole value), words, or words_file = "words.txt".
pattern = 'MB[0-9]{{8}}'
# words = ["gold", "silver"]
# lengths = [10, 10]              # bytes in UTF-8
# check = "luhn"                  # luhn, mod_11_2 or mod_31_3
# compacted = true                # also found with spaces and dashes in it
# in_text = true                  # also found inside longer values: numbers of 11 digits or more

examples = ["MB00012345"]         # must be found
[detector.near_misses]            # must not be found, and why
"MB0001234" = "seven digits"
"""


def skeleton(kind: str) -> str:
    """Return a TOML file to begin with."""
    return SKELETON.format(kind=kind, title=kind.replace("_", " "), words=kind.replace("_", " "))
