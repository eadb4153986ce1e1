"""Named entities in Chinese text: who, where, which organisation, when.

Baidu's LAC-small (BiGRU-CRF over characters; Z. Jiao, S. Sun, K. Sun, "Chinese Lexical Analysis with Deep
Bi-GRU-CRF Network", 2018), with the weights that jieba ships, run offline by NumPy. Words with the tags
PER, LOC, ORG and TIME are what is looked for; nr, ns, nt and t are the same at low confidence (``sure``
is false).

A text longer than ``LONGEST`` is read piece by piece, each with some of its neighbours in view.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tongguan.ner import network
from tongguan.ner.characters import numbers
from tongguan.ner.weights import Weights, weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

Label = Literal["PER", "LOC", "ORG", "TIME"]

LONGEST = 200
"""Characters read at once."""
_VIEW = 20
_STEPS = 1024
_ENDS = frozenset("。！？；!?;\n\r，,、 \t")
_LABELS: dict[str, tuple[Label, bool]] = {
    "PER": ("PER", True), "LOC": ("LOC", True), "ORG": ("ORG", True), "TIME": ("TIME", True),
    "nr": ("PER", False), "ns": ("LOC", False), "nt": ("ORG", False), "t": ("TIME", False),
}  # fmt: skip


class Span(NamedTuple):
    """A named entity: characters ``start`` to ``end`` of a text."""

    start: int
    end: int
    label: Label
    sure: bool = True


def tag(texts: Sequence[str]) -> list[list[Span]]:
    """Return the named entities of each of *texts*, in order; none overlap.

    Raises UsageError when jieba's weights cannot be used.
    """
    found: list[list[Span]] = [[] for _ in texts]
    pieces = [piece for place, text in enumerate(texts) for piece in _pieces(place, text)]
    model = weights()
    for some in _batches(pieces):
        batch = network.Batch.of([numbers(piece.text) for piece in some])
        path = network.viterbi(network.emissions(batch, model), batch.lengths, model)
        for row, piece in enumerate(some):
            found[piece.place] += piece.own(_spans(path[: len(piece.text), row], model))
    return [
        _apart(sorted(_trimmed(span, text) for span in spans))
        for text, spans in zip(texts, found, strict=True)
    ]


def name_odds(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the log-odds, shape (n,), that each of *texts* is, from end to end, one personal name.

    By the CRF's own probabilities of the two taggings PER and nr. For short texts: of more than
    ``LONGEST`` characters, or none, the odds are nought (-inf).
    """
    odds = np.full(len(texts), -np.inf)
    pieces = [
        _Piece(place, 0, 0, len(text), text) for place, text in enumerate(texts) if 0 < len(text) <= LONGEST
    ]
    model = weights()
    names = [(model.tags.index(f"{name}-B"), model.tags.index(f"{name}-I")) for name in ("PER", "nr")]
    for some in _batches(pieces):
        batch = network.Batch.of([numbers(piece.text) for piece in some])
        scores = network.emissions(batch, model)
        per, nr = (network.log_path(scores, batch.lengths, tags, model) for tags in names)
        chance = np.minimum(np.logaddexp(per, nr) - network.log_total(scores, batch.lengths, model), -1e-12)
        odds[[piece.place for piece in some]] = (chance - np.log(-np.expm1(chance)))[: len(some)]
    return odds


class _Piece(NamedTuple):
    """A stretch of the text number ``place`` from ``offset``, of which ``begin`` to ``end`` is its own."""

    place: int
    offset: int
    begin: int
    end: int
    text: str

    def own(self, spans: list[Span]) -> list[Span]:
        """Return the *spans* that begin in what is its own, at their places in the whole text."""
        at = self.offset
        return [
            span._replace(start=span.start + at, end=span.end + at)
            for span in spans
            if self.begin <= span.start + at < self.end
        ]


def _pieces(place: int, text: str) -> Iterator[_Piece]:
    if len(text) <= LONGEST:
        if text:
            yield _Piece(place, 0, 0, len(text), text)
        return
    begin = 0
    while begin < len(text):
        end = min(begin + LONGEST - 2 * _VIEW, len(text))
        if end < len(text):
            # Behind punctuation, if there is some in the second half.
            end = next(
                (at for at in range(end, begin + LONGEST // 2 - _VIEW, -1) if text[at - 1] in _ENDS), end
            )
        low, high = max(begin - _VIEW, 0), min(end + _VIEW, len(text))
        yield _Piece(place, low, begin, end, text[low:high])
        begin = end


def _batches(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Give out *pieces*, longest first, so many at a time that they make no more than ``_STEPS`` steps."""
    left = sorted(pieces, key=lambda piece: -len(piece.text))
    start = 0
    while start < len(left):
        rows = max(_STEPS // len(left[start].text) // network.TILE, 1) * network.TILE
        yield left[start : start + rows]
        start += rows


def _spans(path: NDArray[np.uint8], model: Weights) -> list[Span]:
    """Return the named entities of one text's tags.

    A word goes on to the next tag that begins one (-B), or to an O after another tag; its first tag
    says what it is.
    """
    opens, label_of = _tables(model.tags)
    starts = opens[path]
    starts[0] = True
    outside = len(model.tags) - 1
    starts[1:] |= (path[1:] == outside) & (path[:-1] != outside)
    places = np.flatnonzero(starts)
    if not any(label_of[path[place]] for place in places):
        return []
    edges = [*places.tolist(), len(path)]
    return [
        Span(start, end, *label)
        for start, end in pairwise(edges)
        if (label := label_of[path[start]]) is not None
    ]


@cache
def _tables(tags: tuple[str, ...]) -> tuple[NDArray[np.bool_], list[tuple[Label, bool] | None]]:
    return np.array([name.endswith("-B") for name in tags]), [
        _LABELS.get(name.split("-")[0]) for name in tags
    ]


def _trimmed(span: Span, text: str) -> Span:
    """Take off the spaces that the tagger counts among the word before them."""
    word = text[span.start : span.end]
    start = span.start + len(word) - len(word.lstrip())
    return span._replace(start=start, end=max(start, span.end - len(word) + len(word.rstrip())))


def _apart(spans: list[Span]) -> list[Span]:
    """Leave out what overlaps the one before it: two pieces may see the same words differently."""
    kept: list[Span] = []
    for span in spans:
        if span.end > span.start and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept
