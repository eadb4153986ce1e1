"""Persons, places, addresses and organisations as :mod:`tongguan.ner` finds them, for spaCy and Presidio.

spaCy's entities are made of whole tokens, and a segmenter may put a name and the word behind it into one.
So the places that :mod:`tongguan.ner` found are kept beside them, character by character, and the
recogniser reads those: Presidio finds the same persons as everything else here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from presidio_analyzer import RecognizerResult
from presidio_analyzer.predefined_recognizers import SpacyRecognizer

from tongguan.ner import address_spans, persons_in, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from presidio_analyzer.nlp_engine import NlpArtifacts

USER_DATA = "tongguan"
LABELS = {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION", "TIME": "DATE_TIME"}
SURE, LIKELY, POSSIBLE = 0.85, 0.6, 0.5


class Entity(NamedTuple):
    """What stands at the characters ``start`` to ``end``; ``label`` as spaCy's models have it."""

    start: int
    end: int
    label: str
    score: float


def entities(texts: Sequence[str]) -> list[list[Entity]]:
    """Return what :mod:`tongguan.ner` finds in each of *texts*, in order."""
    spans = tag(texts)
    found = []
    for some, persons, addresses in zip(
        spans, persons_in(texts, spans), address_spans(texts, spans), strict=True
    ):
        places = [Entity(*at, "LOC", SURE) for at in addresses]
        names = [Entity(m.start, m.end, "PER", SURE if m.tier == "sure" else POSSIBLE) for m in persons]
        taken = [*places, *names]
        others = (
            Entity(span.start, span.end, span.label, LIKELY if span.sure else POSSIBLE)
            for span in some
            if span.label != "PER"
        )
        free = [one for one in others if all(one.end <= t.start or one.start >= t.end for t in taken)]
        found.append(sorted([*taken, *free]))
    return found


class TaggedRecognizer(SpacyRecognizer):
    """Reads what the pipeline of :mod:`tongguan.presidio.pipeline` left; with any other, it looks itself."""

    name: str

    def __init__(self, supported_language: str = "zh") -> None:
        super().__init__(
            supported_language=supported_language,
            supported_entities=["PERSON", "LOCATION", "ORGANIZATION"],
            name="Tongguan names and places",
        )

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Return the persons, places and organisations in *text*."""
        return [
            self._result(one)
            for one in _kept(text, nlp_artifacts)
            if LABELS[one.label] in entities and LABELS[one.label] in self.supported_entities
        ]

    def _result(self, one: Entity) -> RecognizerResult:
        return RecognizerResult(
            entity_type=LABELS[one.label],
            start=one.start,
            end=one.end,
            score=one.score,
            analysis_explanation=self.build_explanation(one.score, f"tongguan.ner: {one.label}"),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def _kept(text: str, artifacts: NlpArtifacts | None) -> list[Entity]:
    doc: Any = getattr(artifacts, "tokens", None)
    kept = getattr(doc, "user_data", {}).get(USER_DATA)
    return entities([text])[0] if kept is None else [Entity(*one) for one in kept]
