"""What a column is, decided across competing kinds.

Evidence is added up as decimal logarithms of odds: how many values pass a kind's check, and how
surprising that would be by chance; what the header says for and against. The kind with the best
odds wins. Beside it stands the second question, whether any person is in the column at all, whose
answer does not depend on the first: one phone number among ten million remarks is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongguan.ner import NAMES_FROM
from tongguan.scanning.headers import HASHED, against, match, may_be_papers, reads_initials, says, told_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tongguan.detector import Detector
    from tongguan.scanning.profile import Profile
    from tongguan.scanning.sample import Sample

# Returns the share of a sample's cells that read as personal names.
NameShare = Callable[["Sample"], float]

# Most columns are of no kind: the odds before anything is seen.
_PRIOR = -0.8
_HEADER_FOR = 2.0
_HEADER_AGAINST = -2.0
# Values agree with each other more than independent draws do, so a million count no more than a dozen.
_VALUES_THAT_COUNT = 12
# Of real columns of a kind, this share of values is clean.
_CLEAN = 0.97
# What chance explains: half as much again as expected (numbers in use are not drawn at random), and
# four standard deviations.
_SLACK = 1.5
_DEVIATIONS = 4.0
_ENOUGH_CELLS = 50
_ENOUGH_INSIDE = 5
_OFTEN = 0.05  # a chance that harmless numbers meet every day
_SELDOM = 0.01

_SURE = 0.9
# What a header alone is worth: it carries a kind, for a person to look at.
_HEADER_ONLY = 0.6
_SHORTEST_MEANING = 4  # bytes; flags and codes under a header like "mobile" are shorter
_HEADER_NEVER_ENOUGH = frozenset({"ip_address", "mac_address", "uscc", "org_name"})

_BIRTH = "date_of_birth"
_NAME = "person_name"
_RESIDENT_ID = "cn_resident_id"
_MASKED = "masked_id"
_LIFETIME = 110
_CHILDHOOD = 10
_NO_YEARS = frozenset({0, 1, 1900, 1970, 9999})
_HALF = 0.5
_MIXED = 0.8
_LONGEST_NAMES = 24  # bytes on average


@dataclass(frozen=True)
class Finding:
    """What one column is. ``kinds`` are all kinds whose values in it identify, the main one first."""

    kind: str | None
    likelihood: float
    why: tuple[str, ...]
    alternates: tuple[tuple[str, float], ...]
    kinds: tuple[str, ...]
    mentions: tuple[str, ...]
    review: bool


def classify_rows(
    seen: Mapping[str, Profile],
    detectors: Mapping[str, Detector],
    on: date,
    read_as_names: NameShare | None = None,
) -> dict[str, Finding]:
    """Decide what each column of a row set is, its neighbours considered.

    Dates spread over a lifetime are birthdays, and codes of a letter and eight digits passports,
    beside columns that show persons; alone, and under a header that does not say so, they may be
    anything's. *read_as_names* is asked where only reading tells names from brands and places.
    """
    judge = _Judge(detectors, on, reads_initials(seen, detectors), read_as_names)
    findings = {name: judge.finding(name, profile) for name, profile in seen.items()}
    company = any(
        detectors[kind].role in {"identifier", "name", "trait"} and not detectors[kind].needs_company
        for finding in findings.values()
        for kind in finding.kinds
    )

    def stands(name: str, finding: Finding) -> bool:
        if company or finding.kind is None:
            return True
        detector = detectors[finding.kind]
        if detector.of_persons:
            return False
        # Under a header that says nothing or speaks of papers, codes that passports have may be some.
        alone = detector.identifies and may_be_papers(name)
        return not detector.needs_company or judge.told(detector, name) or alone

    return {
        name: finding if stands(name, finding) else _of_nothing(finding) for name, finding in findings.items()
    }


def _of_nothing(finding: Finding) -> Finding:
    alternates = ((finding.kind or "", finding.likelihood), *finding.alternates)
    return Finding(None, _HEADER_ONLY, (), alternates, (), finding.mentions, review=False)


def classify(name: str, seen: Profile, detectors: Mapping[str, Detector], on: date) -> Finding:
    """Decide what the column called *name* is from what was *seen* of it alone, on the day *on*."""
    return _Judge(detectors, on, True, None).finding(name, seen)


@dataclass(frozen=True)
class _Judge:
    """What is the same for all columns of a row set."""

    detectors: Mapping[str, Detector]
    on: date
    initials: bool
    read_as_names: NameShare | None

    def finding(self, name: str, seen: Profile) -> Finding:
        """Decide what one column is."""
        detectors = self.detectors
        told = told_by(name, detectors, initials=self.initials)
        odds = {kind: self._odds(detector, name, seen, told) for kind, detector in detectors.items()}
        if _NAME in odds:
            odds[_NAME] = self._read(odds, name, seen)
        ranked = sorted(odds, key=lambda kind: (-odds[kind], kind))
        best, likelihood = ranked[0], _likelihood(odds[ranked[0]])
        alternates = tuple(
            (kind, round(_likelihood(odds[kind]), 3))
            for kind in ranked[1:4]
            if _likelihood(odds[kind]) >= 0.01
        )
        real = tuple(kind for kind in ranked if _in_cells(detectors[kind], seen))
        mentioned = tuple(
            kind
            for kind in sorted(seen.mentions)
            if detectors[kind].role != "organisation" and _inside(detectors[kind], seen)
        )

        def others(kind: str) -> tuple[str, ...]:
            return (
                kind,
                *(k for k in real if k != kind and (k == _MASKED or _identifies(detectors[k], seen))),
            )

        if self._ruined(name, seen):
            return self._of_ruined(name, seen, alternates, others(_RESIDENT_ID), mentioned)
        if likelihood >= _HALF:
            why = self._why(detectors[best], name, seen)
            review = likelihood < _SURE
            return Finding(best, round(likelihood, 3), why, alternates, others(best), mentioned, review)
        mixed = _mixed(seen, detectors)
        if mixed is not None:
            why = (*self._why(mixed, name, seen), "most of the others are numbers of persons of other kinds")
            return Finding(mixed.id, _HEADER_ONLY, why, alternates, others(mixed.id), mentioned, review=True)
        by_header = self._by_header(name, seen)
        if by_header is not None:
            why = (
                *self._why(by_header, name, seen),
                "the header alone: few values look like it, so a person should look",
            )
            kinds = others(by_header.id)
            return Finding(by_header.id, _HEADER_ONLY, why, alternates, kinds, mentioned, review=True)
        # No kind: whole cells that are somebody's number are mentions like any other.
        strays = tuple(
            kind
            for kind in real
            if detectors[kind].by_form
            or (detectors[kind].stands_alone and _identifies(detectors[kind], seen))
        )
        rest = tuple(kind for kind in mentioned if kind not in strays)
        alternates = ((best, round(likelihood, 3)), *alternates)
        return Finding(None, round(1 - likelihood, 3), (), alternates, (), strays + rest, review=False)

    def told(self, detector: Detector, name: str) -> bool:
        """Tell whether the header names this kind."""
        return match(name, detector.headers, initials=self.initials) is not None

    def _odds(self, detector: Detector, name: str, seen: Profile, told: frozenset[str]) -> float:
        found = seen.found.get(detector.id, 0)
        if detector.needs_header and detector.id not in told:
            detector = detector.by_value()
        header = _HEADER_FOR if detector.id in told else self._header(detector, name)
        if found == 0 or seen.checked == 0 or self._ruled_out(detector, header, name, told):
            return -math.inf
        share, chance = found / seen.checked, max(detector.chance, 1e-4)
        if detector.id == _BIRTH:
            return _PRIOR + header + _birthdays(seen, self.on, named=header > 0)
        if share < _HALF and (header <= 0 or detector.id in told):
            return -math.inf  # what is in a text now and then is a mention
        agreeing = share * math.log10(_CLEAN / chance)
        failing = (1 - share) * math.log10((1 - _CLEAN) / (1 - chance))
        return _PRIOR + header + min(seen.checked, _VALUES_THAT_COUNT) * (agreeing + failing)

    def _ruled_out(self, detector: Detector, header: float, name: str, told: frozenset[str]) -> bool:
        """Tell whether the header leaves no room for this kind."""
        if detector.needs_header and detector.id not in told and not detector.telling:
            return True
        if detector.role in {"attribute", "trait"} and header < 0:
            return True  # a version is written like an IP address, a shop has an address too
        common = detector.needs_company and detector.chance >= _OFTEN
        return common and header <= 0 and self._of_something_else(name, told)

    def _header(self, detector: Detector, name: str) -> float:
        if against(detector, name) is not None:
            return _HEADER_AGAINST
        return _HEADER_FOR if self.told(detector, name) else 0.0

    def _of_something_else(self, name: str, told: frozenset[str]) -> bool:
        """Tell whether the header says what a column is that has a common shape, and it is something else.

        E12345678 under ``c1`` beside phone numbers may be a passport; under ``model_no`` or ``member_no``
        it is what the header says.
        """
        return bool(told - {HASHED}) or not may_be_papers(name)

    def _read(self, odds: Mapping[str, float], name: str, seen: Profile) -> float:
        """Return the odds of personal names, where the values themselves were read.

        A surname and a character or two are also a brand, a shop or a place. Reading tells them apart
        where nothing else decides; a header that says names needs none.
        """
        own = odds[_NAME]
        detector = self.detectors[_NAME]
        header = self._header(detector, name)
        rival = max((odds[kind] for kind in odds if kind != _NAME), default=-math.inf)
        if (
            self.read_as_names is None
            or header > 0
            or not seen.sample.values
            or seen.size > _LONGEST_NAMES * seen.checked
            or rival > max(own, 1.0)
        ):
            return own
        share = self.read_as_names(seen.sample)
        if share < NAMES_FROM:
            return -math.inf
        read = math.log10(share / (1.001 - share)) + _HEADER_FOR + header
        return max(own, _PRIOR + min(seen.checked, _VALUES_THAT_COUNT) / _VALUES_THAT_COUNT * read)

    def _by_header(self, name: str, seen: Profile) -> Detector | None:
        if seen.checked == 0 or seen.type == "bool":
            return None
        named = [
            (word, detector)
            for detector in self.detectors.values()
            if detector.id not in _HEADER_NEVER_ENOUGH
            and says(detector, name, initials=self.initials)
            and (word := match(name, detector.headers, initials=self.initials)) is not None
            and (detector.role == "attribute" or detector.id == _BIRTH or _says_something(seen))
            and (not detector.under_header or seen.found.get(detector.id, 0) >= _HALF * seen.checked)
        ]
        return max(named, key=lambda pair: len(pair[0]), default=(None, None))[1]

    def _ruined(self, name: str, seen: Profile) -> bool:
        if seen.ruined < _HALF * seen.checked or seen.ruined == 0 or _RESIDENT_ID not in self.detectors:
            return False
        # The digits of a floating-point number still show a birthday; of a text in powers of ten, nothing.
        return "float" in seen.type or "double" in seen.type or says(self.detectors[_RESIDENT_ID], name)

    def _of_ruined(
        self,
        name: str,
        seen: Profile,
        alternates: tuple[tuple[str, float], ...],
        kinds: tuple[str, ...],
        mentioned: tuple[str, ...],
    ) -> Finding:
        ruined = (
            f"values: {seen.ruined:,} of {seen.checked:,} are resident ID numbers stored as floating point; "
            "their last digits are lost, so each row counts as another person"
        )
        why = (ruined, *self._why(self.detectors[_RESIDENT_ID], name, seen)[1:])
        return Finding(_RESIDENT_ID, _HEADER_ONLY, why, alternates, kinds, mentioned, review=True)

    def _why(self, detector: Detector, name: str, seen: Profile) -> tuple[str, ...]:
        found = seen.found.get(detector.id, 0)
        lines = [f"values: {found:,} of {seen.checked:,} are {detector.title.lower()}s by form and check"]
        if detector.needs_header:
            lines = [f"values: {found:,} of {seen.checked:,} have the form of {detector.title.lower()}"]
        if detector.id == _BIRTH and seen.years:
            lines = [f"values: {found:,} of {seen.checked:,} are dates"]
        word = match(name, detector.headers, initials=self.initials)
        opposed = against(detector, name)
        if word is not None:
            lines.append(f"header: {word}")
        if opposed is not None:
            lines.append(f"header against: {opposed}")
        if detector.chance >= 0.001 and found:
            lines.append(f"chance: {detector.chance:g} of random values would pass")
        return tuple(lines)


def by_chance(
    detector: Detector,
    hits: Mapping[tuple[str, int], int],
    failed: Mapping[tuple[str, int], int],
    numbers: Sequence[int],
    few: int,
) -> bool:
    """Tell whether chance explains the *hits*, by (kind, length), among so many *numbers* by length.

    Of a million order numbers of eighteen digits, some pass as ID numbers. Where there is a check digit,
    those of the right shape that *failed* it tell how many passed by chance, whatever the numbers begin
    with; where there is none, all numbers of that length do. With *few* numbers or less, chance explains
    nothing.
    """
    lengths = [n for n in range(len(numbers)) if hits.get((detector.id, n), 0)]
    # Numbers with separators in them are no runs of digits: then at least those of the shape are there.
    shaped = {n: hits[detector.id, n] + failed.get((detector.id, n), 0) for n in lengths}
    if not detector.stands_alone or sum(max(numbers[n], shaped[n]) for n in lengths) < few:
        return False
    expected = sum(_expected(detector, n, failed.get((detector.id, n), 0), numbers[n]) for n in lengths)
    return sum(hits[detector.id, n] for n in lengths) <= _SLACK * expected + _DEVIATIONS * math.sqrt(expected)


def _expected(detector: Detector, length: int, failed: int, numbers: int) -> float:
    """Return how many values of a *length* pass by chance."""
    pass_ = detector.check_chance.get(length, 0.0)
    if pass_:
        return failed * pass_ / (1 - pass_)
    return numbers * detector.chance_at.get(length, detector.chance)


def _in_cells(detector: Detector, seen: Profile) -> bool:
    """Tell whether cells hold a value of this kind, and not by chance."""
    return seen.found.get(detector.id, 0) > 0 and not by_chance(
        detector, seen.found_at, seen.failed, seen.tokens, _ENOUGH_CELLS
    )


def _inside(detector: Detector, seen: Profile) -> bool:
    """Tell whether longer values hold one. Inside a text nearly every number that passes is one."""
    if not seen.mentions.get(detector.id, 0):
        return False
    lengths = [length for kind, length in seen.mentions_at if kind == detector.id]
    common = lengths and all(detector.chance_at.get(n, detector.chance) >= _OFTEN for n in lengths)
    return not common or not by_chance(
        detector, seen.mentions_at, seen.failed_inside, seen.inside, _ENOUGH_INSIDE
    )


def _birthdays(seen: Profile, on: date, *, named: bool) -> float:
    """Weigh how the years of a column of dates are spread: over a lifetime, or around today.

    Years that programs write where nobody said anything (0001, 1900, 1970, 9999) say nothing.
    """
    years = {year: n for year, n in seen.years.items() if year not in _NO_YEARS}
    dates = sum(years.values())
    alive = sum(n for year, n in years.items() if on.year - _LIFETIME <= year <= on.year)
    long_ago = sum(n for year, n in years.items() if year <= on.year - _CHILDHOOD)
    if not named and alive < 0.9 * seen.checked:
        return -6.0
    spread = len(years) >= min(20, max(3, dates // 4))
    return 2.0 if spread and long_ago >= _HALF * dates else -0.9


def _mixed(seen: Profile, detectors: Mapping[str, Detector]) -> Detector | None:
    """Return the most frequent of several kinds that only together make a column about persons.

    Half mobile numbers and half landlines: none of them has the column, and every row is somebody.
    """
    shares = {
        kind: seen.found.get(kind, 0) / max(seen.checked, 1)
        for kind, detector in detectors.items()
        if detector.role in {"identifier", "trait"} and not detector.needs_company
        if _in_cells(detector, seen)
    }
    if len(shares) < 2 or sum(shares.values()) < _MIXED:
        return None
    return detectors[max(shares, key=lambda kind: shares[kind])]


def _says_something(seen: Profile) -> bool:
    textual = "string" in seen.type or sum(seen.tokens) > 0
    return textual and seen.size >= _SHORTEST_MEANING * seen.checked


def _identifies(detector: Detector, seen: Profile) -> bool:
    """Tell whether single cells of this kind are somebody's.

    A shape that many harmless codes have says nothing, unless most cells of the shape pass its check.
    """
    if not detector.identifies:
        return False
    if detector.in_text or detector.chance < _SELDOM:
        return True
    failed = sum(n for (kind, _), n in seen.failed.items() if kind == detector.id)
    return bool(detector.check_chance) and seen.found.get(detector.id, 0) > failed


def _likelihood(odds: float) -> float:
    return 1 / (1 + 10 ** -max(min(odds, 12.0), -12.0))
