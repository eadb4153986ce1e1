"""What a column's name says for and against a kind.

Names come as 收件人电话, ``receiver_phone``, ``receiverPhone`` or ``sjh``. English words match whole
tokens only (``tel`` is not in ``hotel``); Chinese words match anywhere, since Chinese has no
spaces; pinyin initials match only a name that is nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
_INITIALS_LENGTH = 4
_SHORTEST_PLURAL = 3


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """Split *name* at case changes, punctuation and script changes; lower case."""
    return tuple(_TOKEN.findall(_CAMEL.sub(" ", name).lower()))


def match(name: str, words: Iterable[str]) -> str | None:
    """Return the longest of *words* that *name* holds, or None."""
    return max((word for word in words if _holds(name, word)), key=len, default=None)


_ENDINGS = {"no", "num", "number", "code", "value", "str", "text"}
_CHINESE_ENDING = re.compile(r"(?:号码|号|码|[0-9一二三])*$")


def ends_with(name: str, word: str) -> bool:
    """Tell whether *word*, which *name* holds, is what the name is about: its last word.

    A ``phone_color`` is a colour, and 手机壳款式 a style; a ``phone_no_2`` and a 手机号码 are numbers.
    """
    if not word.isascii():
        return _CHINESE_ENDING.sub("", name).endswith(_CHINESE_ENDING.sub("", word))
    have = list(_singular(tokens(name)))
    while len(have) > 1 and (have[-1] in _ENDINGS or have[-1].isdigit()):
        have.pop()
    joined = "".join(have)
    want = _singular(tokens(word))
    bare = "".join(token for token in want if token not in _ENDINGS) or "".join(want)
    return joined.endswith(bare)


@lru_cache(maxsize=65536)
def _holds(name: str, word: str) -> bool:
    if not word.isascii():
        return word in name.lower()
    have, want = _singular(tokens(name)), _singular(tokens(word))
    if len(want) == 1 and len(word) <= _INITIALS_LENGTH and not _has_vowel(word):
        return have == want
    if "".join(have) == "".join(want):
        return True
    return any(have[at : at + len(want)] == want for at in range(len(have) - len(want) + 1))


def _singular(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") if len(word) > _SHORTEST_PLURAL else word for word in words)


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiou" for letter in word)
