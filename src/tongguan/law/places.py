"""Where a handler is registered, as a register writes it, and whether that is in a place of the law."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEVERAL = re.compile(r"[,、;]")
# Says nothing: every list is for a place in it.
_COUNTRY = frozenset({"中国", "中华人民共和国", "china", "prc"})
# A city or a province may begin an address: 北京市朝阳区 is in Beijing, 北京东路 need not be. A district or a
# street must follow, and not begin with what joins two names (北京市和南京鼓楼区) or makes 市 or 省 part of
# another word (北京市场街, 北京市政路). What is refused so is not known, and nothing opens on it.
_FIRST = r"(?![和与及或暨兼驻场政民府委道会立])市?[^\W\d_市省路街号]{1,6}?"
_AFTER = MappingProxyType(
    {
        "市": re.compile(_FIRST + "(?:区|县|旗|乡|镇|路|街|大道)"),
        "省": re.compile(_FIRST + "(?:市|州|盟|区|县|旗|乡|镇|路|街|大道)"),
    }
)


def names_in(place: str) -> tuple[str, ...]:
    """Return the names in *place* ("天津，天津自贸试验区"), each once; that of the country says nothing."""
    words = map(same, _SEVERAL.split(unicodedata.normalize("NFKC", place)))
    return tuple(dict.fromkeys(name for name in words if name and name not in _COUNTRY))


def same(words: str) -> str:
    """Return *words* in the form in which two that read alike are equal: width, case and spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def is_named(name: str, places: Iterable[str]) -> bool:
    """Tell whether *name*, as :func:`names_in` gives it, is one of *places* or an address in one."""
    return any(name == place or _is_address(name, place) for place in map(same, places))


def _is_address(name: str, place: str) -> bool:
    """Tell whether *name* is an address in *place*, a city or a province."""
    if not (place.endswith(("市", "省", "自治区")) and name.startswith(place)):
        return False
    after = _AFTER["市" if place.endswith("市") else "省"]
    return after.match(name, len(place)) is not None
