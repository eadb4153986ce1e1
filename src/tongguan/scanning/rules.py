"""What counting needs to know, the same for all batches: keys, strengths and classes of kinds."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.kernels.siphash import KEY_LENGTH, siphash128
from tongguan.persons.flags import GENERAL, LOOSE, SENSITIVE
from tongguan.persons.groups import KINDS_TOLD_APART
from tongguan.scanning.headers import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.detector import Detector
    from tongguan.kernels.keys import Keys
    from tongguan.scanning.plan import Levels

NAME, ADDRESS, BIRTHDAY, LANDLINE = "person_name", "address", "date_of_birth", "cn_landline"

# From here on upwards a number is an identity document's.
_OF_A_DOCUMENT = 80


@dataclass(frozen=True)
class Rules:
    """What counting needs to know, the same for all batches.

    ``key`` is the year's secret; ``born_after`` is the date (yyyymmdd) after which a person was born
    who is under 14 on the day of the export. ``scope`` names what gave out numbers that only one system
    knows: member 12345 of one export is not member 12345 of another. ``name_with`` are the kinds, birthday
    or address, with which a name identifies somebody.
    """

    key: bytes
    detectors: Mapping[str, Detector]
    levels: Levels
    born_after: int
    scope: str = ""
    name_with: frozenset[str] = frozenset()

    def tokens(self, kind: str, values: pa.Array) -> Keys:
        """Return the person keys of canonical *values* of one kind.

        Each kind has a key of its own, so that a bank card and a waybill with the same digits are
        not one person; a driving licence bears the number of the resident ID, and has its key.
        """
        detector, numbers = self.detectors.get(kind), self.numbers(kind)
        if detector is None or not detector.local:
            return self._keyed(numbers, values)
        keys = self._keyed(f"{kind}\0{self.scope}", values)
        if detector.numbered_as:
            # A pupil's national number is the resident ID's everywhere, a school's own is the school's.
            shared = self.detectors[numbers].find(values)
            keys[shared] = self._keyed(numbers, values.filter(pa.array(shared)))
        return keys

    def _keyed(self, numbers: str, values: pa.Array) -> Keys:
        return siphash128(values, hmac.digest(self.key, numbers.encode(), hashlib.sha256)[:KEY_LENGTH])

    def numbers(self, kind: str) -> str:
        """Return the kind whose numbers those of *kind* are."""
        detector = self.detectors.get(kind)
        return kind if detector is None else detector.numbered_as or kind

    def strength(self, column: str, kind: str) -> int:
        """Return how well values of *kind* in *column* stand for persons: 0 for not at all.

        A shape that many codes share stands for somebody only where nothing better does, unless the
        header names it: a product code taken for a permit would make one person of all who bought it.
        Nor does what many share, as nicknames are.
        """
        detector = self.detectors[kind]
        if not detector.identifies or match(column, detector.shared_under) is not None:
            return 0
        if detector.needs_company and match(column, detector.headers) is None:
            return 1
        return max(detector.strength, 1)

    def flag(self, kind: str) -> int:
        """Return the class flag of an item of *kind*."""
        return {"none": 0, "general": GENERAL, "sensitive": SENSITIVE}[self.levels[kind]]

    def number(self, kind: str) -> int:
        """Return the number of *kind* that tells kinds apart which stood beside one identifier; from 1.

        It is in what a year keeps, so it must not depend on which kinds there are. Two kinds may have the
        same: then of both together is counted how many stood beside it, which only errs on the safe side.
        """
        digest = hashlib.sha256(self.numbers(kind).encode()).digest()
        return 1 + digest[0] % (KINDS_TOLD_APART - 1)

    def loose(self, column: str, kind: str) -> int:
        """Return the flag of numbers that may be several persons', 0 for those of identity documents."""
        return 0 if self.strength(column, kind) >= _OF_A_DOCUMENT else LOOSE

    def names(self, texts: pa.Array) -> pa.Array:
        """Return names written one way: without spaces between characters, one between words, no case."""
        one = pc.utf8_lower(pc.replace_substring_regex(texts, r"[\s\p{Z}]+", " "))
        return pc.replace_substring_regex(one, r"(\p{Han}) ", r"\1")
