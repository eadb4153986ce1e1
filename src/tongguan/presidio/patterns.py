r"""A Presidio recogniser for each detector whose values can be told in the middle of a text.

A match of the detector's pattern counts if the detector itself finds it, check digit included. Around it
there must be no letter or digit of ASCII: Chinese characters may stand right beside it, where ``\b`` would
see no boundary. The score follows from chance, which one value in a text cannot outweigh: 0.15 + 0.2 for
each power of ten. Kinds that need a header, or company, start at 0.15: a context word lifts them to 0.5.

Left out are kinds without a pattern, kinds whose values are any words (occupation, diagnosis): nothing
tells where in a text they begin; kinds that fill whole documents (vectors, tracks); and names, addresses
and organisations, which the tagger finds (:mod:`tongguan.presidio.entities`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyarrow as pa
import regex
from presidio_analyzer import Pattern, PatternRecognizer

from tongguan.errors import UsageError
from tongguan.kernels.tidy import compact, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongguan.detector import Detector

ENTITIES = {
    "person_name": "PERSON",
    "address": "LOCATION",
    "org_name": "ORGANIZATION",
    "email": "EMAIL_ADDRESS",
    "bank_card": "CREDIT_CARD",
    "ip_address": "IP_ADDRESS",
}
"""Presidio's own names; every other kind is called like itself, in capitals."""

LOW, BY_POWER, HIGH = 0.15, 0.2, 0.95
_BY_TAGGER = frozenset({"person_name", "address", "org_name"})
_LONGEST = 600
# Kinds whose pattern takes these take anything.
_ANYTHING = ("我们昨天去了那家公司，他说很好", "A1今天天气不错，我们去公园", "abc 我们")
_APART = ("(?<![0-9A-Za-z])", "(?![0-9A-Za-z])")
# A number written with spaces, dashes, brackets or full-width digits, before it is made compact.
_DIRTY = r"[+(＋（]?[0-9０-９][0-9０-９ ()（）\-－]{5,30}[0-9０-９XxＸｘ]"
_RE2_ESCAPE = regex.compile(r"\\x\{([0-9A-Fa-f]+)\}")


def entity(kind: str) -> str:
    """Return what Presidio calls a *kind*."""
    return ENTITIES.get(kind, kind.upper())


def pattern_recognizers(detectors: Iterable[Detector], language: str) -> list[PatternRecognizer]:
    """Return a recogniser for each of *detectors* that can be told in text."""
    return [DetectorRecognizer(detector, language) for detector in detectors if told_in_text(detector)]


def told_in_text(detector: Detector) -> bool:
    """Tell whether a value of this kind has a beginning and an end in a text."""
    if not detector.pattern or detector.id in _BY_TAGGER or detector.lengths[1] > _LONGEST:
        return False
    whole = _compiled(detector)
    return not any(whole.fullmatch(words) for words in _ANYTHING)


class DetectorRecognizer(PatternRecognizer):
    """Finds in text what a detector finds in cells."""

    def __init__(self, detector: Detector, language: str) -> None:
        self.detector = detector
        before, after = _APART
        # A kind that any word could be shows itself by a number only.
        begin = "(?=[0-9A-Za-z])" if detector.needs_header else ""
        score = base_score(detector)
        patterns = [Pattern(detector.id, f"{before}{begin}(?:{_in_text(detector)}){after}", score)]
        if detector.compacted:
            patterns.append(Pattern(f"{detector.id} with separators", f"{before}{_DIRTY}{after}", score))
        super().__init__(
            supported_entity=entity(detector.id),
            name=f"Tongguan {detector.id}",
            supported_language=language,
            patterns=patterns,
            context=_context(detector),
        )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Return None, which leaves the score as it is, for what the detector finds; False for all else."""
        if self.detector.needs_header and not any(c.isdigit() for c in pattern_text):
            return False
        value = tidy(pa.array([pattern_text], type=pa.string()))
        if self.detector.compacted:
            value = compact(value)
        return None if self.detector.find(value)[0] else False


def base_score(detector: Detector) -> float:
    """Return the score of a value with nothing beside it."""
    beside_others = detector.role == "attribute" and detector.chance > 0
    if detector.needs_header or detector.needs_company or detector.of_persons or beside_others:
        return LOW
    if detector.chance <= 0:
        return HIGH
    return round(min(HIGH, LOW + BY_POWER * -math.log10(detector.chance)), 2)


def _context(detector: Detector) -> list[str]:
    """Return the header words that may stand in a text: no initials, which are parts of other words."""
    return [word for word in detector.headers if " " not in word and (not word.isascii() or len(word) > 3)]


def _in_text(detector: Detector) -> str:
    pattern: str = _RE2_ESCAPE.sub(lambda found: regex.escape(chr(int(found[1], 16))), detector.pattern)
    # A Chinese domain would take in the words behind the address.
    return pattern.replace(r"\p{Han}", "") if detector.id == "email" else pattern


def _compiled(detector: Detector) -> regex.Pattern[str]:
    try:
        return regex.compile(_in_text(detector))
    except regex.error:
        raise UsageError(
            f"tongguan.presidio: the pattern of {detector.id} is RE2, but not what the regex module reads.",
            hint="Write it without escapes that only RE2 has.",
        ) from None
