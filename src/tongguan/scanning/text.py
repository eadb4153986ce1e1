"""Names and addresses in free text, and names as cells, where only reading finds them.

Reading costs about a thousand times what a pattern does, so it is done on the different values of a
sample (:mod:`tongguan.scanning.sample`): on all of them where they are few, and otherwise with a bound.
Numbers and mail addresses in texts are not its business: they are looked for in every row.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tongguan.scanning.sample import Sample

_CELLS = 256
_LONGEST_CELL = 30  # characters
_SHORTEST_TEXT = 4  # characters
_CONFIDENCE = 0.99
# A share of sentences with a name that nothing around it confirms, above which they are believed: reviews, in
# which nobody is named, reach 0.06. Titles of goods, shops and ships are no sentences, and reach 0.44.
_BELIEVED = 0.25
_HALF = 0.5
_STOPS = re.compile(r"[，。！？；,!?;]")


def share_of_names(sample: Sample) -> float:
    """Return the share of the cells of *sample* that read as personal names."""
    from tongguan.ner import name_scores

    lowest = sorted(sample.values, key=lambda value: sample.values[value].fingerprint)[:_CELLS]
    cells = sorted(value for value in lowest if len(value) <= _LONGEST_CELL)
    return float((name_scores(cells) >= 0.5).sum()) / len(lowest) if cells else 0.0


@dataclass(frozen=True)
class InTexts:
    """What reading found in the texts of a column.

    ``names`` and ``addresses`` count occurrences in the texts that were read; ``persons`` is the number
    of persons named in all of them, at most, save those that other columns name in the same row; those
    are in ``with_own`` too, which counts where such a column is left out. ``why`` says how it was come by.
    """

    names: int
    addresses: int
    persons: int
    with_own: int
    why: tuple[str, ...]


def read_texts(sample: Sample) -> InTexts:
    """Read the texts of *sample*."""
    from tongguan.ner import addresses_in, persons_in, tag

    texts = sorted(value for value in sample.values if len(value) >= _SHORTEST_TEXT)
    spans = tag(texts)
    sure, possible, every = [], [], []
    for text, mentions in zip(texts, persons_in(texts, spans), strict=True):
        own = sample.values[text].names
        new = [m for m in mentions if not _is_own(text[m.start : m.end], own, partial=m.partial)]
        sure.append(sum(1 for mention in new if mention.tier == "sure"))
        possible.append(len(new) - sure[-1])
        every.append(len(mentions))
    sentences = _share_above_zero([_STOPS.search(text) is not None for text in texts], len(texts)) >= _HALF
    believed = sentences and _share_above_zero(possible, len(texts)) >= _BELIEVED
    counts = [s + (p if believed else 0) for s, p in zip(sure, possible, strict=True)]
    times = [sample.values[text].times for text in texts]
    houses = [min(n, 1) for n in addresses_in(texts, spans)]
    return InTexts(
        names=_weighted(counts, times),
        addresses=_weighted(houses, times),
        persons=_persons(counts, times, sample),
        with_own=_persons(every, times, sample),
        why=_why(counts, sample),
    )


def _is_own(name: str, own: Iterable[str], *, partial: bool) -> bool:
    """Tell whether *name* is one that another column says in the same row; 张先生 may be 张伟."""
    return any(name == other or (partial and other.startswith(name[0])) for other in own)


def _weighted(counts: Sequence[int], times: Sequence[int]) -> int:
    return sum(count * time for count, time in zip(counts, times, strict=True))


def _share_above_zero(counts: Sequence[int], of: int) -> float:
    return sum(1 for count in counts if count) / of if of else 0.0


def _persons(counts: Sequence[int], times: Sequence[int], sample: Sample) -> int:
    """Return how many persons all texts name, at most: those read exactly, the others by the upper bound."""
    read = _weighted(counts, times)
    if sample.complete or read == 0:
        return read
    naming = [count for count in counts if count]
    bound = upper_bound(len(naming), len(sample.values), _CONFIDENCE)
    unread = max(sample.rows - sum(seen.times for seen in sample.values.values()), 0)
    return read + math.ceil(bound * unread * sum(naming) / len(naming))


def _why(counts: Sequence[int], sample: Sample) -> tuple[str, ...]:
    naming = sum(1 for count in counts if count)
    if sample.complete:
        return (
            (f"texts: names in {naming:,} of {len(sample.values):,} different texts, all of them read",)
            if naming
            else ()
        )
    bound = upper_bound(naming, len(sample.values), _CONFIDENCE)
    read = f"{len(sample.values):,} different texts that were read, of {sample.rows:,} rows"
    looked_at = f"texts: names in {naming:,} of {read}"
    return (
        f"{looked_at}; with {_CONFIDENCE:.0%} confidence in no more than {bound:.2%} of all different texts",
    )


def upper_bound(hits: int, tries: int, confidence: float) -> float:
    """Return the share that is not exceeded with *confidence*, after *hits* in so many independent *tries*.

    The inverse of Chernoff's bound in the form of Hoeffding (1963, theorem 1): tries × KL(hits/tries, p) =
    ln(1/(1-confidence)). Never below the exact (Clopper-Pearson) bound.
    """
    if tries == 0:
        return 1.0
    share, enough = hits / tries, math.log(1 / (1 - confidence)) / tries
    low, high = share, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _divergence(share, middle) < enough else (low, middle)
    return high


def _divergence(share: float, other: float) -> float:
    """Return the Kullback-Leibler divergence of two coins, in nats."""
    heads = share * math.log(share / other) if share > 0 else 0.0
    tails = (1 - share) * math.log((1 - share) / (1 - other)) if share < 1 and other < 1 else 0.0
    return heads + tails if other < 1 or share == 1 else math.inf
