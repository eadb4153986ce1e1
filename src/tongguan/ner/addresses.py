"""Addresses down to the door in free text.

The tagger says where places are; places side by side, with the numbers between and behind them, make a
candidate, and the detector of addresses decides. Where the tagger sees no place, what stands behind a word
for an address (地址, 送到) is held against the detector.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tongguan.ner.lac import tag
from tongguan.ner.names import found_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tongguan.ner.lac import Span

_N = r"[0-9０-９A-Za-z一二三四五六七八九十甲乙丙丁]"
_UNITS = "号號栋棟幢座楼樓层層弄段院组組社队隊室房户戶"
# No door without a number; most texts have none and are not looked at.
_DOOR = re.compile(rf"{_N}[ -]?(?:[{_UNITS}巷排]|单元|單元)|[路街巷道园苑区庭城府里弄段][ ]?[0-9０-９]")
_CLAUSE = re.compile(r"[^。！？!?；;，,\n\t\"“”{}|]+")
_MARKS = r"[ 　、/\-—－#]"
_BETWEEN = re.compile(rf"(?:{_MARKS}|{_N}|[{_UNITS}村近内东西南北中门]){{0,12}}")
_TAIL = re.compile(rf"(?:{_MARKS}|{_N}|单元|單元|[{_UNITS}附东西南北中门]){{0,24}}")
_CUE = re.compile(
    r"(?:地址|住址|住在|住于|家住|现住|居住|送到|送至|寄到|寄往|寄至|发到|位于|收货|收件)"
    r"(?:是|为|到|在|[:：])?[ ]?"
)


def addresses_in(texts: Sequence[str], spans: Sequence[Sequence[Span]] | None = None) -> list[int]:
    """Return how many addresses down to the door each of *texts* holds; see :func:`address_spans`."""
    return [len(found) for found in address_spans(texts, spans)]


def address_spans(
    texts: Sequence[str], spans: Sequence[Sequence[Span]] | None = None
) -> list[list[tuple[int, int]]]:
    """Return where in each of *texts* the addresses down to the door are.

    *spans* is what :func:`tongguan.ner.lac.tag` returned for *texts*, if that is at hand.
    """
    numbered = [_DOOR.search(text) is not None for text in texts]
    if spans is None:
        spans = tag([text if yes else "" for text, yes in zip(texts, numbered, strict=True)])
    candidates = [
        (place, start, end)
        for place, (text, some, yes) in enumerate(zip(texts, spans, numbered, strict=True))
        if yes
        for start, end in _candidates(text, some)
    ]
    if not candidates:
        return [[] for _ in texts]
    from tongguan.detectors.address import DETECTOR

    good = found_by(DETECTOR, [texts[place][start:end] for place, start, end in candidates])
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    for place, start, end in (candidate for candidate, yes in zip(candidates, good, strict=True) if yes):
        found[place].append((start, start + len(texts[place][start:end].rstrip())))
    return found


def _candidates(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Give out stretches of *text* that may be an address, none of which overlap."""
    places = [span for span in spans if span.label in {"LOC", "ORG"}]
    for clause in _CLAUSE.finditer(text):
        runs: list[tuple[int, int]] = []
        for span in places:
            if not clause.start() <= span.start < clause.end():
                continue
            if runs and _BETWEEN.fullmatch(text, runs[-1][1], span.start):
                runs[-1] = (runs[-1][0], span.end)
            else:
                runs.append((span.start, span.end))
        for start, end in runs:
            tail = _TAIL.match(text, end, max(end, clause.end()))
            yield start, tail.end() if tail else end
        cue = None if runs else _CUE.search(text, clause.start(), clause.end())
        if cue:
            yield cue.end(), clause.end()
