"""TOML in, frozen structs out, and no mistake forgiven.

A misspelt key that is silently ignored is a rule that silently does not apply, so every key must be known.
Messages name the file, the table and the key, and the nearest right word; they never quote a value, because
a register may hold names and addresses. Sentences of other libraries pass only in forms known to hold none.
"""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.errors import UsageError

MAX_BYTES = 1 << 20
"""A policy or a register is written by hand: anything above a mebibyte is some other file."""

_CONSEQUENCE = "Nothing was scanned or recorded."
# A word people type in a configuration. An ID or phone number pasted by mistake is not one: not repeated.
_PLAIN_WORD = re.compile(r"(?!.*\d{9})[A-Za-z][\w.-]{0,63}")
_POSITION = re.compile(r"\((at [^()]*)\)\s*$")
# msgspec's own sentences about types and keys hold none of the file's values; the one about literals does.
_HOLDS_NO_VALUE = "Expected "
_MISSING, _UNKNOWN = "Object missing required field ", "Object contains unknown field "
# TOML has no null: a nullable switch is written with a word, any other nullable key is left out.
_IN_TOML = (
    (r"`str` matching regex '\\S'", "text that is not blank"),
    (r"`str` matching regex '\\w'", "text that is not blank"),
    ("`bool | null`", '`true`, `false` or `"unknown"`'),
    (" | null`", "`"),
)

_MANY = 16
"""More words than this are no hint but a list."""

_S = TypeVar("_S", bound=msgspec.Struct)


def refuse(error: type[UsageError], where: str, what: str, *, hint: str = "") -> UsageError:
    """Return (not raise) *error* in the house form: where, what, what happened, and what to do."""
    return error(f"{where}: {what}. {_CONSEQUENCE}", hint=hint)


def shown(word: object) -> str:
    """Return *word* in backquotes if it is a plain word, and otherwise only say that there is one."""
    if isinstance(word, str) and _PLAIN_WORD.fullmatch(word):
        return f"`{word}`"
    return "one that is not a plain word (not repeated here)"


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of *known*, or all of them if none is near."""
    options = sorted(known)
    near = difflib.get_close_matches(str(word), options, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    if len(options) > _MANY:
        return f"None of the {len(options)} known words is near."
    return f"Known here: {', '.join(options)}." if options else "None is known here."


def require_known(
    word: object, known: Iterable[str], *, of: str, where: str, error: type[UsageError]
) -> None:
    """Raise *error* unless *word* is one of *known*; *of* says what kind of word it is ("scenario")."""
    options = frozenset(known)
    if word not in options:
        raise refuse(error, where, f"unknown {of} {shown(word)}", hint=did_you_mean(word, options))


def parse(data: bytes, name: str, error: type[UsageError]) -> dict[str, object]:
    """Return the tables of a TOML document; *name* is the file's name in messages.

    A byte order mark is passed over: Notepad writes one, and TOML says it is not there.
    """
    if len(data) > MAX_BYTES:
        raise refuse(error, name, f"larger than {MAX_BYTES:,} bytes", hint="Is this the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise refuse(
            error, name, f"not UTF-8 (at byte {problem.start:,})", hint="Save the file as UTF-8."
        ) from None
    try:
        tables: dict[str, object] = msgspec.toml.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError) as problem:
        position = _POSITION.search(str(problem))
        place = f" ({position[1]})" if position else ""
        hint = "Strings need quotes, keys need `=`."
        raise refuse(error, name, f"not valid TOML{place}", hint=hint) from None
    return tables


def convert(table: object, struct: type[_S], *, where: str, error: type[UsageError]) -> _S:
    """Return *table* as *struct*; *where* names the file and the table in messages."""
    if not isinstance(table, dict):
        raise refuse(error, where, "should be a table", hint="Write it as a [section] of its own.")
    require_keys(table, struct.__struct_fields__, where=where, error=error)
    try:
        return msgspec.convert(table, struct, builtin_types=(date, datetime, time))
    except msgspec.ValidationError as problem:
        raise refuse(error, where, _safe(problem)) from None


def require_keys(
    table: Mapping[str, object], known: Iterable[str], *, where: str, error: type[UsageError]
) -> None:
    """Raise *error* at the first key of *table* that is not one of *known*."""
    for key in table:
        require_known(key, known, of="key", where=where, error=error)


def _safe(problem: msgspec.ValidationError) -> str:
    """Return what is wrong, in words that quote nothing but keys."""
    sentence, at, path = str(problem).partition(" - at ")
    place = f" at {path}" if at else ""
    if sentence.startswith(_MISSING):
        return f"the key {sentence.removeprefix(_MISSING)} is missing{place}"
    if sentence.startswith(_UNKNOWN):
        return f"unknown key {shown(sentence.removeprefix(_UNKNOWN).strip('`'))}{place}"
    if sentence.startswith(_HOLDS_NO_VALUE):
        for theirs, ours in _IN_TOML:
            sentence = sentence.replace(theirs, ours)
        return f"{sentence[0].lower()}{sentence[1:]}{place}"
    return f"a word that is not known{place}"
