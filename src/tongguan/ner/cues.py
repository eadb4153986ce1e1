"""Where names stand in a text: the words around them (``tables/cues.txt``), and the numbers beside them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tongguan.detectors._tables import entries

if TYPE_CHECKING:
    from collections.abc import Iterable

HAN = "㐀-鿿\U00020000-\U000323af"
ANY_HAN = re.compile(f"[{HAN}]")


def either(words: Iterable[str]) -> str:
    """Return an alternation of *words*, the longer first."""
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


def _table() -> dict[str, list[str]]:
    text = (files("tongguan.ner") / "tables" / "cues.txt").read_text(encoding="utf-8")
    table: dict[str, list[str]] = {}
    for sort, *words in (line.split() for line in text.splitlines() if not line.startswith("#")):
        table.setdefault(sort, []).extend(words)
    return table


_WORDS = _table()
OF_ANYTHING = frozenset(_WORDS["anything"])
"""Fields that hold the name of a person or of anything else."""
NOBODY = frozenset({"康师傅", "钱大妈"})
"""Brands that look like a surname with a title."""

# 周总结, 王工作, 李姐妹: one character is a title only where no word goes on with it.
_GOES_ON = "结是共计数额体的之部监要会统作程厂业事资艺具序妹弟理长面分务"
_LONG_TITLES = either(title for title in _WORDS["title"] if len(title) > 1)
_SHORT_TITLES = "".join(title for title in _WORDS["title"] if len(title) == 1)
_TITLE = rf"(?:{_LONG_TITLES}|[{_SHORT_TITLES}](?![{_GOES_ON}]))"
TITLE_AT_END = re.compile(rf"(?:{either(_WORDS['title'])})$")
# 张伟女士来电 tells of somebody, 张小泉女士剪刀 and 红姐花店 of goods and a shop: behind a title the clause
# ends, or something is said or done.
_AFTER_TITLE = (
    r"(?=$|[^㐀-鿿]|[您你来的说要在已反致打请问和与及让给是不投预购签收到于去想需也很拨报称表对本将为从向未又还"
    r"因通就把被手电身住转代同批审定决答应确认可能会])"
)
TITLE_BEHIND = re.compile(rf"[ ]?{_TITLE}{_AFTER_TITLE}")

_FILL = r"[\s\"'“”‘’:：=，,（(【\[是为]{0,4}"
_CHINESE, _LATIN = _WORDS["field"], either(_WORDS["latin"])
CUE_BEFORE = re.compile(
    rf"(?:{either([*_CHINESE, *_WORDS['before']])}|(?<![A-Za-z])(?i:{_LATIN})){_FILL}$|@\s?$"
)
HINT = re.compile(rf"(?:{either(word for word in _WORDS['before'] if len(word) > 1)})(?P<han>[{HAN}]{{2,4}})")

_HAN_VALUE = rf"(?P<han>[{HAN}]{{2,15}}(?:[·•‧・．.][{HAN}]{{1,8}}){{0,3}})"
_LATIN_VALUE = r"(?P<latin>[A-Z][A-Za-z'’-]+(?:[ ][A-Z][A-Za-z'’.-]*){1,3})"
_FIELD_WORD = (
    # Forms spread a word out: 姓  名.
    rf"(?:{either('[ ]{0,2}'.join(word) for word in _CHINESE)}"
    rf"|(?<![A-Za-z])(?i:(?P<latin_field>{_LATIN}|{either(OF_ANYTHING)})))"
)
_SEPARATOR = r"(?:[\"'”’\]】）)]{0,2}\s{0,3}[:：=]\s{0,3}[\"'“‘「]?|(?P<space>\s{0,3}))"
FIELD = re.compile(rf"{_FIELD_WORD}{_SEPARATOR}(?:{_HAN_VALUE}|{_LATIN_VALUE})")

NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+?86[- ]?)?1[3-9][0-9](?:[0-9*]{8}|[- ][0-9*]{4}[- ][0-9*]{4})"
    r"|[1-9][0-9]{5}[0-9*]{11}[0-9Xx]|0[0-9]{2,3}[- ]?[0-9]{7,8})(?![0-9])"
)
"""A telephone number or an ID number, or a masked one; anything that looks like it."""
BESIDE = re.compile(rf"(?P<han>[{HAN}]{{2,9}})[\s,，:：/（(]{{0,3}}$")
BEHIND = re.compile(rf"[\s,，:：/（(]{{0,3}}(?P<han>[{HAN}]{{2,8}})(?![{HAN}])")
AND = re.compile(r"[ ]?[、,，/&和与及跟][ ]?")


@cache
def partial_names() -> re.Pattern[str]:
    """Find a surname with a mask (张**), and one with a title where no other character stands before."""
    surnames = entries("surnames.txt")
    mask = rf"[*＊×○●]{{1,3}}(?:[{HAN}](?![{HAN}]))?|[xX]{{2}}(?![0-9A-Za-z])|某{{1,2}}"
    double = either(name for name in surnames if len(name) > 1)
    alone = rf"(?<![{HAN}])(?!{either(NOBODY)})(?:{either(surnames)})"
    return re.compile(rf"(?:{either(surnames)})(?:{mask})|(?:{double}|{alone})(?={_TITLE}{_AFTER_TITLE})")


@cache
def names_of_parts() -> re.Pattern[str]:
    """Find names of two or three parts as those of minorities have them (扎西次仁), without a dot."""
    lines = (line.split() for line in entries("minority_names.txt"))
    parts = either(part for kind, *words in lines if kind == "part" for part in words if len(part) > 1)
    return re.compile(f"(?:{parts}){{2,3}}")
