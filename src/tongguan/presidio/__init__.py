"""Tongguan's detectors for users of Microsoft Presidio, and an analyzer that is ready for Chinese.

``recognizers()`` are for an analyzer of your own; ``analyzer()`` is one with all of them, segmentation by
jieba and the names of :mod:`tongguan.ner`. It needs ``pip install 'tongguan[text]'``, and no network.

    from tongguan.presidio import analyzer
    analyzer().analyze("联系人张伟，手机13812340000", language="zh")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from presidio_analyzer import AnalyzerEngine, EntityRecognizer

    from tongguan.detector import Detector

__all__ = ["analyzer", "recognizers"]


def recognizers(
    language: str = "zh", detectors: Mapping[str, Detector] | None = None
) -> list[EntityRecognizer]:
    """Return a Presidio recogniser for each of *detectors* (the built-in ones) that can be told in text.

    And one, last, for persons, places, addresses and organisations by the tagger. Entities are called like
    the kinds, in capitals, save for Presidio's own: PERSON, LOCATION, ORGANIZATION, EMAIL_ADDRESS,
    CREDIT_CARD and IP_ADDRESS.

    Raises UsageError when Presidio or spaCy is not installed.
    """
    _require()
    from tongguan.detector import builtin
    from tongguan.presidio.entities import TaggedRecognizer
    from tongguan.presidio.patterns import pattern_recognizers

    known = builtin() if detectors is None else detectors
    return [*pattern_recognizers(known.values(), language), TaggedRecognizer(supported_language=language)]


def analyzer(detectors: Mapping[str, Detector] | None = None, *, threshold: float = 0.35) -> AnalyzerEngine:
    """Return an analyzer for Chinese (``language="zh"``) with all recognisers of *detectors*.

    What scores less than *threshold* is left out: kinds that only a word beside them can show (member
    numbers, incomes) are above it only with such a word.

    Raises UsageError when Presidio or spaCy is not installed.
    """
    _require()
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from tongguan.presidio.pipeline import TongguanNlpEngine

    registry = RecognizerRegistry(recognizers=recognizers("zh", detectors), supported_languages=["zh"])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=TongguanNlpEngine(),
        supported_languages=["zh"],
        default_score_threshold=threshold,
    )


def _require() -> None:
    try:
        import presidio_analyzer
        import spacy
    except ImportError:
        raise UsageError(
            "tongguan.presidio: Presidio or spaCy is not installed.", hint="pip install 'tongguan[text]'"
        ) from None
    del presidio_analyzer, spacy
