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
    from collections.abc import Iterable, Mapping

    from tongguan.detector import Detector

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]+")
_INITIALS_LENGTH = 4
_SHORTEST_PLURAL = 3
# 手机号（必填）, phone [home]: what stands in brackets at the end is a note.
_NOTE = re.compile(r"\s*[(（\[【<《][^()（）\[\]【】<>《》]*[)）\]】>》]\s*$")
# What was done to the values, not what they are: phone_md5, 身份证号_脱敏, enc_mobile.
_DONE = (
    "md5",
    "sha_?1",
    "sha_?224",
    "sha_?256",
    "sha_?384",
    "sha_?512",
    "sm3",
    "sm4",
    "aes",
    "hash(?:ed)?",
    "hmac",
    "digest",
    "enc(?:rypt(?:ed)?)?",
    "cipher(?:text)?",
    "mask(?:ed)?",
    "desensiti[sz]ed",
    "tokeni[sz]ed",
    "token",
    "加密",
    "密文",
    "脱敏",
    "掩码",
    "哈希",
    "摘要",
    "去标识化?",
)
_DONE_LAST = re.compile(rf"(?:[_\-. ]?(?:{'|'.join(_DONE)}))+$", re.IGNORECASE)
_DONE_FIRST = re.compile(rf"^(?:{'|'.join(_DONE)})[_\-. ]?(?=[a-z\u4e00-\u9fff])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """Return *name* without notes in brackets and without words for hashing, ciphering and masking."""
    stripped = _NOTE.sub("", name)
    stripped = _DONE_LAST.sub("", _CAMEL.sub("_", stripped) if stripped.isascii() else stripped)
    return _DONE_FIRST.sub("", stripped) or name


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """Split *name* at case changes, punctuation and script changes; lower case."""
    return tuple(_TOKEN.findall(_CAMEL.sub(" ", name).lower()))


def match(name: str, words: Iterable[str], *, initials: bool = True) -> str | None:
    """Return the longest of *words* that *name* holds, or None.

    Without *initials*, two letters of pinyin say nothing: ``xm`` is 姓名, 项目 and a model, and a
    table that has no other such names gives no reason to read it as the first.
    """
    held = (word for word in words if _holds(name, word) and (initials or not is_initials(word, 2)))
    return max(held, key=len, default=None)


def is_initials(word: str, longest: int = _INITIALS_LENGTH) -> bool:
    """Tell whether *word* may be the initials of pinyin syllables: a few letters without a vowel."""
    short = word.isascii() and len(word) <= longest and word.isalpha()
    return short and not _has_vowel(word) and word not in _ENGLISH


# Words of their own, though they have no vowel.
_ENGLISH = frozenset({"qq", "lng", "gps", "pwd", "cvv", "dns", "tls", "ssh", "snp", "dpd", "plc"})


_ENDINGS = {
    "no",
    "num",
    "nbr",
    "number",
    "code",
    "value",
    "val",
    "str",
    "text",
    "txt",
    "col",
    "column",
    "号",
    "号码",
    "码",
}
_CHINESE_ENDING = re.compile(r"(?:号码|号|码|[_\-. ]?[0-9一二三])*$")


def ends_with(name: str, word: str) -> bool:
    """Tell whether *word*, which *name* holds, is what the name is about: its last word.

    A ``phone_color`` is a colour, and 手机壳款式 a style; a ``phone_no_2`` and a 手机号码 are numbers.
    """
    name = bare(name)
    if not word.isascii():
        return _CHINESE_ENDING.sub("", name.lower()).endswith(_CHINESE_ENDING.sub("", word))
    have = list(_singular(tokens(name)))
    while len(have) > 1 and (have[-1] in _ENDINGS or have[-1].isdigit()):
        have.pop()
    joined = "".join(have)
    want = _singular(tokens(word))
    stem = "".join(token for token in want if token not in _ENDINGS) or "".join(want)
    return joined.endswith(stem)


@lru_cache(maxsize=262_144)
def _holds(name: str, word: str, *, short: bool = False) -> bool:
    """Tell whether *name* holds *word*; with *short*, also two or three letters among others."""
    name = bare(name)
    if not word.isascii():
        return word in name.lower()
    have, want = _singular(tokens(name)), _singular(tokens(word))
    if len(want) == 1 and is_initials(word) and not short:
        return have == want
    if "".join(have) == "".join(want):
        return True
    return any(have[at : at + len(want)] == want for at in range(len(have) - len(want) + 1))


@lru_cache(maxsize=65_536)
def _singular(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") if len(word) > _SHORTEST_PLURAL else word for word in words)


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiou" for letter in word)


_EMPTY = re.compile(
    r"(?:c|col|column|f|field|v|val|value|var|x|y|attr|ext|extra|extend|info|data|content|text|str|string|remark|remarks"
    r"|memo|note|notes|comment|desc|description|other|misc|tmp|temp|unnamed|reserve|reserved|key|item|detail|param|a|b|d|e|g"
    r"|列|字段|值|备注|说明|附注|其他|其它|扩展|预留|备用|内容|信息|数据|描述|变量|属性)?[\W_\d]*(?:info|data|text)?[\W_\d]*",
    re.IGNORECASE,
)


def says_nothing(name: str) -> bool:
    """Tell whether *name* says nothing of what its column holds: c1, col_17, F12, value, 备注, ext1."""
    return _EMPTY.fullmatch(_CAMEL.sub("_", name)) is not None


_PAPERS = (
    *("证件", "证照", "身份", "旅客", "乘客", "乘机人", "乘车人", "入住人", "持有人", "出行人"),
    *("document", "doc no", "doc number", "travel doc", "identity", "identification", "credential"),
    *("passenger", "traveller", "guest", "holder"),
)


def may_be_papers(name: str) -> bool:
    """Tell whether a column called *name* may hold passports: it says nothing, or speaks of papers."""
    return says_nothing(name) or match(name, _PAPERS) is not None


_SHOWS_PERSONS = frozenset({"identifier", "name", "trait"})


def against(detector: Detector, name: str) -> str | None:
    """Return the longest word in *name* that speaks against this kind, or None."""
    held = (word for word in detector.headers_against if _holds(name, word, short=True))
    return max(held, key=len, default=None)


def says(detector: Detector, name: str, *, initials: bool = True) -> bool:
    """Tell whether *name* is a name for columns of this kind, and nothing in it speaks against."""
    word = match(name, detector.headers, initials=initials)
    return word is not None and ends_with(name, word) and against(detector, name) is None


def told_by(name: str, detectors: Mapping[str, Detector], *, initials: bool = True) -> frozenset[str]:
    """Return the kinds that no value can show and that *name* says its column is.

    A hash is somebody's under the name of any column that shows persons: 手机号 over 32 hexadecimal
    digits is a hashed phone number.
    """
    told = {kind for kind, d in detectors.items() if d.needs_header and says(d, name, initials=initials)}
    hashed = detectors.get(HASHED)
    if hashed is not None and HASHED not in told and against(hashed, name) is None:
        about = (d for d in detectors.values() if d.role in _SHOWS_PERSONS)
        if any(says(d, name, initials=initials) for d in about):
            told.add(HASHED)
    return frozenset(told)


HASHED = "hashed_id"


def reads_initials(names: Iterable[str], detectors: Mapping[str, Detector]) -> bool:
    """Tell whether a table whose columns are called *names* writes them in pinyin initials.

    Three such names, of three kinds: ``xm``, ``xb`` and ``csrq`` explain each other.
    """
    initials = {word: kind for kind, d in detectors.items() for word in d.headers if is_initials(word)}
    return len({initials[name.lower()] for name in names if name.lower() in initials}) >= _FEWEST_INITIALS


_FEWEST_INITIALS = 3


def forget() -> None:
    """Forget the names that were asked about."""
    for remembering in (bare, tokens, _holds, _singular):
        remembering.cache_clear()
