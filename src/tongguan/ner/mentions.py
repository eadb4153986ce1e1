"""Persons named in free text, each with how sure it is that somebody is named.

The tagger says where a name may be. ``sure`` is one that is also written like a name (a surname and one to
three characters, or with a dot, or of the parts that names of minorities have) and has something beside it
that only persons have: a word that introduces one (联系人, 患者, 我叫), a title (先生, 主任), a telephone or
ID number, or another person that is sure. All others are ``possible``: brands and titles of films are
tagged as persons as well.

What the tagger misses is found by where it stands: in a field for a name (联系人：…, ``"receiver":"…"``) or
right beside a number.

A surname with a title (张先生), with a mask (张**) or without a name (李某某) is somebody too: ``partial``.
A title alone (师傅, 老板, 亲) is nobody.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from tongguan.ner import cues
from tongguan.ner.characters import simplify
from tongguan.ner.lac import tag
from tongguan.ner.names import by_parts, is_surname, name_scores, surname_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tongguan.ner.lac import Span

Tier = Literal["sure", "possible"]


class Mention(NamedTuple):
    """A person named by the characters ``start`` to ``end`` of a text, title left out."""

    start: int
    end: int
    tier: Tier
    partial: bool = False


class _Place(NamedTuple):
    """What may be a name because of where it stands, and the score it needs for that.

    A ``guess`` is where nothing says how far the name goes: of several, the likeliest.
    """

    start: int
    end: int
    need: float
    tier: Tier = "sure"
    guess: bool = False


_REACH = 12
_MASK = re.compile("[某*＊×○●]")
_HALF_WIDTH = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
_IN_FIELD, _BY_NUMBER, _ANYWHERE, _HINTED = 0.2, 0.3, 0.5, 0.8


_STOPPED = 9  # characters: longer with a full stop in it, it is two sentences and no name


def persons_in(texts: Sequence[str], spans: Sequence[Sequence[Span]] | None = None) -> list[list[Mention]]:
    """Return the persons that each of *texts* names, in order; none overlap.

    *spans* is what :func:`tongguan.ner.lac.tag` returned for *texts*, if that is at hand.
    """
    if spans is None:
        spans = tag([text if cues.ANY_HAN.search(text) else "" for text in texts])
    # As long as before, so that places are the same.
    texts = [simplify(text) for text in texts]
    tagged = [
        [
            *(_core(text, span.start, span.end) for span in found if span.label == "PER"),
            *(parts.span() for parts in cues.names_of_parts().finditer(text)),
        ]
        for text, found in zip(texts, spans, strict=True)
    ]
    places = [list(_places(text)) for text in texts]
    known = _Known(_words_of(texts, tagged), _words_of(texts, places))
    return [
        _decided(text, some, these, known) for text, some, these in zip(texts, tagged, places, strict=True)
    ]


def _words_of(texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int] | _Place]]) -> list[str]:
    """Return, once each, what stands at *spans*, titles taken off."""
    untitled = (
        text[slice(*_untitled(text, span[0], span[1]))]
        for text, some in zip(texts, spans, strict=True)
        for span in some
    )
    return list(dict.fromkeys(untitled))


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off what the tagger counts among a name though it is not Chinese: a number behind it, an @."""
    han = [found.start() for found in cues.ANY_HAN.finditer(text, start, end)]
    return (han[0], han[-1] + 1) if han else (start, start)


def _decided(text: str, spans: list[tuple[int, int]], places: list[_Place], known: _Known) -> list[Mention]:
    found = _apart([*_judged(text, spans, known), *_accepted(text, places, known), *_partial(text)])
    return _vouched(text, _guessed(text, found, places, known))


class _Known:
    """What is known of words that may be names: asked once for all texts."""

    def __init__(self, tagged: list[str], placed: list[str]) -> None:
        self.score = dict(zip(placed, name_scores(placed).tolist(), strict=True))
        self._by_parts = {word for word, yes in zip(tagged, by_parts(tagged), strict=True) if yes}

    def named(self, word: str) -> bool:
        """Tell whether *word*, which the tagger found, is written like a whole name."""
        return surname_length(word) > 0 or word in self._by_parts


def _judged(text: str, spans: Iterable[tuple[int, int]], known: _Known) -> Iterator[Mention]:
    """Turn what the tagger found into mentions, titles taken off."""
    numbers = _numbers(text)
    for span in spans:
        start, end = _untitled(text, *span)
        name = text[start:end]
        bare = re.sub("^[小老阿]", "", name)
        titled = cues.TITLE_BEHIND.match(text, end) is not None
        partial = is_surname(bare) or _MASK.search(name) is not None
        beside = titled or _introduced(text, start) or any(_near(start, end, number) for number in numbers)
        if not name or text[slice(*span)] in cues.NOBODY or (len(name) == 1 and not (partial and beside)):
            continue
        sure = (
            beside
            and not ("." in name and len(name) > _STOPPED)
            and (partial or known.named(name.replace(" ", "")))
        )
        yield Mention(start, end, "sure" if sure else "possible", partial)


def _untitled(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the title off a name; 王总结 has none."""
    title = cues.TITLE_AT_END.search(text, start, end)
    if title and (len(title.group()) > 1 or cues.TITLE_BEHIND.match(text, title.start())):
        end = title.start()
    return start, end


def _introduced(text: str, start: int) -> bool:
    return cues.CUE_BEFORE.search(text[max(start - 24, 0) : start]) is not None


def _numbers(text: str) -> list[tuple[int, int]]:
    return [number.span() for number in cues.NUMBER.finditer(text.translate(_HALF_WIDTH))]


def _near(start: int, end: int, number: tuple[int, int]) -> bool:
    return start - number[1] <= _REACH and number[0] - end <= _REACH


def _places(text: str) -> Iterator[_Place]:
    """Give out what may be a name because of where it stands."""
    for field in cues.FIELD.finditer(text):
        start, end = field.span("han")
        english = (field["latin_field"] or "").lower()
        if field["latin"]:
            if english not in cues.OF_ANYTHING and field["space"] != "":
                yield _Place(*field.span("latin"), 0.0)
        else:
            vague = english in cues.OF_ANYTHING or field["space"] == ""
            yield _Place(start, end, _ANYWHERE if vague else _IN_FIELD)
            yield from _guesses(start, end, "sure")
    for begin, close in _numbers(text):
        before = cues.BESIDE.search(text, max(begin - 12, 0), begin)
        behind = cues.BEHIND.match(text, close)
        for found, at_end in ((before, True), (behind, False)):
            if found:
                yield _Place(*found.span("han"), _BY_NUMBER)
                yield from _guesses(*found.span("han"), "sure", at_end=at_end)
    for cue in cues.HINT.finditer(text):
        yield from _guesses(*cue.span("han"), "possible", need=_HINTED)


def _guesses(
    start: int, end: int, tier: Tier, need: float = _ANYWHERE, *, at_end: bool = False
) -> Iterator[_Place]:
    """Give out the first, or the last, two to four characters of a run."""
    for length in (2, 3, 4):
        if length <= end - start:
            yield _Place(
                *((end - length, end) if at_end else (start, start + length)), need, tier, guess=True
            )


def _accepted(text: str, places: Iterable[_Place], known: _Known) -> Iterator[Mention]:
    for place in places:
        start, end = _untitled(text, place.start, place.end)
        name = text[start:end]
        partial = end < place.end and is_surname(name)
        if not place.guess and (partial or place.need == 0.0 or known.score.get(name, 0.0) >= place.need):
            yield Mention(start, end, place.tier, partial)


def _guessed(text: str, mentions: list[Mention], places: Iterable[_Place], known: _Known) -> list[Mention]:
    """Add guesses, the likeliest first, where nothing is found yet."""
    guesses = [
        (known.score.get(text[place.start : place.end], 0.0), place)
        for place in places
        if place.guess and surname_length(text[place.start : place.end])
    ]
    good = [(score, place) for score, place in guesses if score >= place.need]
    found = mentions
    for _, place in sorted(good, key=lambda pair: (pair[1].tier != "sure", -pair[0])):
        if all(place.end <= other.start or place.start >= other.end for other in found):
            found = [*found, Mention(place.start, place.end, place.tier)]
    return sorted(found)


def _partial(text: str) -> Iterator[Mention]:
    """Find surnames with a mask, and with a title where no other character stands before."""
    for found in cues.partial_names().finditer(text):
        yield Mention(*found.span(), "sure", partial=True)


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Leave one mention where several overlap: the sure before the possible, then the longer."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.tier != "sure", m.start - m.end, m.start)):
        alone = all(mention.end <= other.start or mention.start >= other.end for other in kept)
        if alone:
            kept.append(mention)
    return sorted(kept)


def _vouched(text: str, mentions: list[Mention]) -> list[Mention]:
    """Let a person that is sure vouch for the next of a list (张三、李四)."""
    for place, (before, mention) in enumerate(pairwise(mentions), 1):
        if mentions[place - 1].tier == "sure" and cues.AND.fullmatch(text, before.end, mention.start):
            mentions[place] = mention._replace(tier="sure")
    return mentions
