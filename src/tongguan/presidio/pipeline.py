"""A spaCy pipeline for Chinese without a model to download, and the Presidio engine around it.

``spacy.blank("zh")`` with jieba's segmenter; ``tongguan_lemma``, for Presidio compares context words with
lemmas, which a blank pipeline leaves empty; and ``tongguan_lac``, the entities of :mod:`tongguan.ner`.
"""

from __future__ import annotations

import logging
import tempfile
from itertools import islice
from typing import TYPE_CHECKING

import spacy
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
from spacy.language import Language
from spacy.util import filter_spans

from tongguan.presidio.entities import LABELS, USER_DATA, Entity, entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

_BATCH = 256


@Language.component("tongguan_lemma")
def lemma(doc: Doc) -> Doc:
    """Make each token its own lemma, in lower case: Chinese words have no other."""
    for token in doc:
        token.lemma_ = token.lower_
    return doc


@Language.factory("tongguan_lac")
class Tagger:
    """Sets the entities of a document; ``user_data["tongguan"]`` keeps where they are to the character."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Tag one document."""
        return _set(doc, entities([doc.text])[0])

    def pipe(self, stream: Iterable[Doc], batch_size: int = _BATCH) -> Iterator[Doc]:
        """Tag documents many at a time."""
        documents = iter(stream)
        while some := list(islice(documents, max(batch_size, _BATCH))):
            for doc, found in zip(some, entities([doc.text for doc in some]), strict=True):
                yield _set(doc, found)


def _set(doc: Doc, found: list[Entity]) -> Doc:
    doc.user_data[USER_DATA] = [tuple(one) for one in found]
    spans = [doc.char_span(one.start, one.end, label=one.label, alignment_mode="expand") for one in found]
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
    return doc


def pipeline() -> Language:
    """Return the spaCy pipeline."""
    _prepare_jieba()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("tongguan_lemma")
    nlp.add_pipe("tongguan_lac")
    return nlp


def _prepare_jieba() -> None:
    """Let jieba read its dictionary, quietly, and without the cache that it shares with all users in /tmp.

    What it finds there it would load as code objects are loaded, whoever wrote it.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as private:
        before, jieba.dt.tmp_dir = jieba.dt.tmp_dir, private
        try:
            jieba.initialize()
        finally:
            jieba.dt.tmp_dir = before


class TongguanNlpEngine(SpacyNlpEngine):
    """Presidio's engine for spaCy, with :func:`pipeline` for Chinese instead of a downloaded model."""

    def __init__(self) -> None:
        super().__init__(
            models=[{"lang_code": "zh", "model_name": "tongguan"}],
            ner_model_configuration=NerModelConfiguration(
                model_to_presidio_entity_mapping=dict(LABELS), labels_to_ignore=[], low_score_entity_names=[]
            ),
        )

    def load(self) -> None:
        """Make the pipeline; nothing is downloaded."""
        self.nlp = {"zh": pipeline()}  # type: ignore[assignment]  # the base class begins with None
