"""Names, places and organisations in Chinese text, offline.

The tagger is one that jieba's distribution holds (:mod:`tongguan.ner.lac`). Nothing is loaded before it is
asked; nothing is downloaded ever. Results are the same whatever other texts are asked about at once.
"""

from tongguan.ner.addresses import address_spans, addresses_in
from tongguan.ner.lac import Span, tag
from tongguan.ner.mentions import Mention, persons_in
from tongguan.ner.names import NAMES_FROM, name_scores

__all__ = [
    "NAMES_FROM",
    "Mention",
    "Span",
    "address_spans",
    "addresses_in",
    "name_scores",
    "persons_in",
    "tag",
]
