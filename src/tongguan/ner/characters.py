"""From characters to the tagger's numbers, one for one, so that places in the text stay what they are.

The tagger was trained on half-width, lower-case text with Western punctuation; fed anything else, it
tags a good deal worse. Traditional characters become simplified ones (``tables/simplified.txt``).
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from tongguan.ner.weights import OOV, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PUNCTUATION = {
    ",": "、", ".": "。…", "<": "〈《", ">": "〉》", "'": "「」‘’", '"': "『』“”〝〞", "(": "〔", ")": "〕",
    "[": "【〖", "]": "】〗", "-": "—–―", "~": "～", ":": "∶", "·": "•‧・．",
}  # fmt: skip
_WIDE = range(0xFF01, 0xFF5F)


@cache
def simplified() -> dict[str, str]:
    """Return the simplified form by traditional character."""
    text = (files("tongguan.ner") / "tables" / "simplified.txt").read_text(encoding="utf-8")
    return {line[0]: line[1] for line in text.splitlines() if not line.startswith("#")}


@cache
def _simpler() -> dict[int, str]:
    return {ord(a): b for a, b in simplified().items()}


def simplify(text: str) -> str:
    """Return *text* with simplified characters; as long as before."""
    return text.translate(_simpler())


@cache
def _numbers() -> NDArray[np.uint16]:
    """Return the tagger's number by code point."""
    known = weights().numbers
    table = np.full(sys.maxunicode + 1, OOV, dtype=np.uint16)
    for character, number in known.items():
        table[ord(character)] = number
    forms = {code: chr(code - 0xFEE0) for code in _WIDE} | {0x3000: " "}
    forms |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    forms |= {code: chr(code - 0xFEE0).lower() for code in _WIDE}
    forms |= _simpler() | {ord(a): b for b, marks in _PUNCTUATION.items() for a in marks}
    for code, form in forms.items():
        table[code] = known.get(form, OOV)
    return table


def numbers(text: str) -> NDArray[np.uint16]:
    """Return the tagger's number of each character of *text*."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.asarray(_numbers()[codes])
