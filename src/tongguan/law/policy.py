"""A policy is an instrument of law as ordered rules; ``decide`` applies them to facts.

``decide`` is pure: same policy, same facts, same decision. All rules are evaluated and all are in the
reasons; the first in the file's order that holds decides. Logic is three-valued: a fact may be unknown
(``None``), and a rule that neither holds nor fails because of it stops everything behind it. What is unknown,
and what no rule covers, is ``hold``. No threshold and no article is written here: they are in the TOML files.

Units: persons are natural persons (自然人), not rows. 以上 includes the number (``at_least``), 不满 excludes
it (``below``): Civil Code, article 1259.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from msgspec import UNSET, Struct, UnsetType

from tongguan.law import words

if TYPE_CHECKING:
    from collections.abc import Iterator

Outcome: TypeAlias = Literal[
    "not_regulated", "exempt", "contract_or_certification", "security_assessment", "hold", "prohibited"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""In order of weight, lightest first. No clearance meets ``hold``: what is due is not known."""

Scenario: TypeAlias = Literal[
    "international_trade", "cross_border_transport", "academic_cooperation",  # CBDF 3
    "cross_border_manufacturing", "marketing",  # CBDF 3
    "overseas_origin",  # CBDF 4: collected overseas, no domestic personal information or important data added
    "contract_necessity", "hr_management", "emergency",  # CBDF 5(1)(1)-(3)
    "statutory_duty",  # NDSMR 35(6)
    "foreign_judicial_request",  # PIPL 41
    "other",  # nothing is claimed: the number of persons alone decides
]  # fmt: skip
SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)

ImportantData: TypeAlias = Literal["none", "suspected", "notified", "published"]
IMPORTANT_DATA: tuple[ImportantData, ...] = get_args(ImportantData)

SpecialRegime: TypeAlias = Literal[
    "none", "state_secret", "core_data", "human_genetic_resources", "surveying_secret", "permitted"
]
SPECIAL_REGIMES: tuple[SpecialRegime, ...] = get_args(SpecialRegime)[:-1]
"""Regimes outside the Provisions. ``permitted`` is a fact only: the authority of the regime has agreed."""

ListOutcome: TypeAlias = Literal["none", "exempt", "contract_or_certification", "security_assessment"]
"""What a zone's negative list (CBDF 6) asks for the data that are on it; ``none`` where none are."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about one export. ``None`` is "unknown", and what is left out is unknown.

    Counts of the year run from 1 January and stand as they would be if this export left.
    """

    ciio: bool | None = None
    """The handler operates critical information infrastructure."""
    state_organ: bool | None = None
    special_regime: SpecialRegime | None = None
    recipient_restricted: bool | None = None
    """The recipient is on the list of those who may not, or only in part, be given personal information."""
    scenario: Scenario | None = None
    evidenced: bool | None = None
    """The register names the evidence that the scenario asks for."""
    necessary: bool | None = None
    """Every kind found is one that the declared purpose needs."""
    domestic_added: bool | None = None
    """Personal information from inside the border was added to what had been collected overseas."""
    statutory_duty_exempts: bool | None = None
    """The handler reads NDSMR 35(6) so that a statutory duty needs none of the three mechanisms."""
    off_list: bool | None = None
    """A zone's negative list applies (CBDF 6) and the items are not on it."""
    list_outcome: ListOutcome | None = None
    """What a zone's negative list asks for the items that are on it."""
    gba_contract: bool | None = None
    """A Greater Bay Area standard contract on file covers this export."""
    important_data: ImportantData | None = None
    persons: int | None = None
    """Natural persons of whom this export holds any personal information."""
    processed_persons: int | None = None
    """Natural persons whose personal information the handler processes in all."""
    all_persons: int | None = None
    general_persons: int | None = None
    sensitive_persons: int | None = None

    def __post_init__(self) -> None:
        """Refuse a negative count: it would be below every line."""
        if any((getattr(self, name) or 0) < 0 for name in COUNTS):
            raise ValueError("a number of persons is negative")


COUNTS = ("persons", "processed_persons", "all_persons", "general_persons", "sensitive_persons")
"""The facts that are numbers of natural persons."""


class Bounds(Struct, frozen=True, forbid_unknown_fields=True):
    """A range of persons: ``at_least`` (以上) is inside it, ``below`` (不满) is not."""

    at_least: int = 0
    below: int | None = None


Test: TypeAlias = bool | str | tuple[str, ...] | Bounds


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """The conditions of a rule, one for each fact it asks about; all must hold. An "or" is two rules."""

    ciio: bool | UnsetType = UNSET
    state_organ: bool | UnsetType = UNSET
    special_regime: SpecialRegime | tuple[SpecialRegime, ...] | UnsetType = UNSET
    recipient_restricted: bool | UnsetType = UNSET
    scenario: Scenario | tuple[Scenario, ...] | UnsetType = UNSET
    evidenced: bool | UnsetType = UNSET
    necessary: bool | UnsetType = UNSET
    domestic_added: bool | UnsetType = UNSET
    statutory_duty_exempts: bool | UnsetType = UNSET
    off_list: bool | UnsetType = UNSET
    list_outcome: ListOutcome | tuple[ListOutcome, ...] | UnsetType = UNSET
    gba_contract: bool | UnsetType = UNSET
    important_data: ImportantData | tuple[ImportantData, ...] | UnsetType = UNSET
    persons: Bounds | UnsetType = UNSET
    processed_persons: Bounds | UnsetType = UNSET
    all_persons: Bounds | UnsetType = UNSET
    general_persons: Bounds | UnsetType = UNSET
    sensitive_persons: Bounds | UnsetType = UNSET

    def tests(self) -> Iterator[tuple[str, Test]]:
        """Yield the name of each fact asked about, and what is asked of it."""
        for fact in fields(Facts):
            test = getattr(self, fact.name)
            if test is not UNSET:
                yield fact.name, test


Confidence: TypeAlias = Literal["V", "V~", "S", "M"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""How a text is known: a copy of the official one (V), part of one (V~), secondary ones (S), memory (M)."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """If all of ``when`` holds, the law asks for ``outcome``. ``means`` paraphrases the text it rests on."""

    id: str
    article: str
    article_zh: str
    see: tuple[str, ...] = ()
    """Further articles that say the same; in Chinese they stand in ``article_zh``."""
    confidence: Confidence | None = None
    """``None`` where a user's own policy does not say; the shipped ones do."""
    means: str
    means_en: str
    outcome: Outcome
    when: When


ShownBy: TypeAlias = Literal[
    "notice", "separate_consent", "impact_assessment", "records", "security", "incidents",  # keys of `duties`
    "impact_window",  # the impact assessment's day, against that of the filing
    "filing",  # a contract's `filed`
    "important_data",  # `important_since`, and an assessment held
]  # fmt: skip
"""What in the register shows that a duty was met."""


class Duty(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What remains to be done for an export, exempt or not."""

    article: str
    article_zh: str
    confidence: Confidence | None = None
    text: str
    text_en: str
    when: Literal["any_pi", "contract", "important_data"]
    """For personal information; for a standard contract with its recipient; for important data."""
    shown_by: ShownBy | None = None
    """``None`` where nothing in the register shows it: then it stays open."""


class Validity(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long what a handler holds lasts, and by when what is due is due. What is left out, no text says."""

    assessment_years: int | None = None
    """A passed assessment lasts so many years, from the day of its result (CBDF 9; SAM 14)."""
    certificate_years: int | None = None
    extension_workdays: int | None = None
    """An extension is asked for so many working days before the assessment expires (CBDF 9)."""
    filing_workdays: int | None = None
    """A contract is filed within so many working days of taking effect (SCCM 7)."""
    impact_assessment_months: int | None = None
    """An impact assessment is finished within so many months before a contract is filed."""
    important_data_months: int | None = None
    """An assessment is declared within so many months of data being notified or published as important."""
    extension_growth_percent: int | None = None
    """An assessment is extended for so many percent more persons at most (CAC Q&A 2026-07)."""


Cite: TypeAlias = tuple[str, str]
"""An article, as ``CBDF 9``, and in Chinese."""


class Cites(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the terms of :class:`Validity` stand, key by key, and what else has no rule of its own."""

    assessment_years: Cite | None = None
    certificate_years: Cite | None = None
    extension_workdays: Cite | None = None
    filing_workdays: Cite | None = None
    gba_filing_workdays: Cite | None = None
    impact_assessment_months: Cite | None = None
    important_data_months: Cite | None = None
    extension_growth_percent: Cite | None = None
    splitting: Cite | None = None
    """That numbers are not split so as to stay below a line (SCCM 4)."""
    necessity: Cite | None = None
    """That no more goes than the purpose needs, and that a scenario is shown."""
    scope: Cite | None = None
    """That what was assessed, filed or certified covers no more than was named in it."""
    identify: Cite | None = None
    """That important data are looked for."""
    overseas: Cite | None = None
    """That nothing from inside the border is added to what was collected overseas (CBDF 4)."""
    zone: Cite | None = None
    """That a free-trade zone may have a list of its own (CBDF 6)."""


class GreaterBay(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the parties of a Greater Bay Area standard contract have to be."""

    cities: tuple[str, ...]
    """Of the handler, in Chinese and in English."""
    countries: tuple[str, ...]
    """Of the recipient and of those it gives the data to, ISO 3166."""


Window: TypeAlias = Literal["this_year", "last_year_too"]
"""Since when persons add up: 1 January of the current year, or of the one before."""


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One instrument, and the digest of the very bytes it was read from."""

    id: str
    title: str
    in_force_from: date
    in_force_until: date | None = None
    """The last day in force."""
    source: str
    rules: tuple[Rule, ...]
    duties: tuple[Duty, ...] = ()
    window: Window = "this_year"
    validity: Validity = Validity()
    cites: Cites = Cites()
    greater_bay: GreaterBay | None = None
    sha256: str

    def in_force(self, on: date) -> bool:
        """Say whether the instrument applies on that day (Asia/Shanghai)."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)


@dataclass(frozen=True)
class Reason:
    """One rule held against the facts; ``holds`` is ``None`` where a fact it needs is unknown."""

    rule: str
    article: str
    article_zh: str
    holds: bool | None
    because: str
    """Facts and what was asked of them. Numbers of persons and words of the vocabulary, never a value."""
    because_zh: str = ""
    """The same in Chinese; blank where nobody has put it into Chinese."""


@dataclass(frozen=True)
class Decision:
    """What the law asks, by which articles, and how every rule stood. Anybody can reproduce it."""

    outcome: Outcome
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]
    decided_by: str | None
    """The rule that decided; ``None`` if facts are unknown or no rule covers them."""
    policy_id: str
    policy_sha256: str


def decide(policy: Policy, facts: Facts) -> Decision:
    """Return the outcome of the first rule that holds; ``hold`` if one before it may hold, or none does."""
    reasons = tuple(_weigh(rule, facts) for rule in policy.rules)
    open_rules: list[Reason] = []
    for rule, reason in zip(policy.rules, reasons, strict=True):
        if reason.holds is None:
            open_rules.append(reason)
        elif reason.holds:
            if open_rules:
                break
            return _decision(policy, rule.outcome, (reason,), reasons, decided_by=rule.id)
    if not open_rules:
        because, zh = "no rule of this policy covers these facts", "本政策没有规则适用于这些事实"
        uncovered = Reason("no-rule", policy.id, policy.title, holds=True, because=because, because_zh=zh)
        return _decision(policy, "hold", (uncovered,), (*reasons, uncovered), decided_by=None)
    return _decision(policy, "hold", tuple(open_rules), reasons, decided_by=None)


def duties(policy: Policy, facts: Facts) -> tuple[Duty, ...]:
    """Return what stays due for personal information, whatever the outcome; an unknown number is some."""
    return () if facts.persons == 0 else tuple(duty for duty in policy.duties if duty.when == "any_pi")


def _decision(
    policy: Policy,
    outcome: Outcome,
    cited: tuple[Reason, ...],
    reasons: tuple[Reason, ...],
    *,
    decided_by: str | None,
) -> Decision:
    articles = tuple(dict.fromkeys(reason.article for reason in cited))  # in order, each once
    return Decision(outcome, articles, reasons, decided_by, policy.id, policy.sha256)


def _weigh(rule: Rule, facts: Facts) -> Reason:
    """Hold one rule against the facts. A condition that fails settles it, whatever else is unknown."""
    found = [(fact, test, getattr(facts, fact)) for fact, test in rule.when.tests()]
    answers = [_meets(test, value) for _, test, value in found]
    holds = False if False in answers else None if None in answers else True
    telling = [each for each, answer in zip(found, answers, strict=True) if answer is holds]
    met = holds is True
    because = "; ".join(_sentence(*each, met=met) for each in telling)
    because_zh = "；".join(_sentence_zh(*each, met=met) for each in telling)
    return Reason(rule.id, rule.article, rule.article_zh, holds, because, because_zh)


def _meets(test: Test, value: bool | int | str | None) -> bool | None:
    if value is None:
        return None
    if isinstance(test, Bounds):
        return test.at_least <= int(value) and (test.below is None or int(value) < test.below)
    return value in test if isinstance(test, tuple) else value == test


def _sentence(fact: str, test: Test, value: bool | int | str | None, *, met: bool) -> str:
    """Return "sensitive_persons 10,214 (needs at least 10,000)", or the like for words and switches."""
    if isinstance(test, Bounds):
        limits = [f"at least {test.at_least:,}"] if test.at_least else []
        limits += [f"below {test.below:,}"] if test.below is not None else []
        state = "is unknown" if value is None else f"{value:,}"
        return f"{fact} {state} (needs {' and '.join(limits)})"
    state = "unknown" if value is None else _word(value)
    needs = " or ".join(map(_word, test)) if isinstance(test, tuple) else _word(test)
    return f"{fact} is {state}" if met else f"{fact} is {state} (needs {needs})"


def _sentence_zh(fact: str, test: Test, value: bool | int | str | None, *, met: bool) -> str:
    """Return "累计出境敏感个人信息人数 10,214（要求：10,000以上）", or the like for words and switches."""
    if isinstance(test, Bounds):
        limits = [f"{test.at_least:,}以上"] if test.at_least else []
        limits += [f"不满{test.below:,}"] if test.below is not None else []
        state = words.WORDS["unknown"] if value is None else f"{value:,}"
        return f"{words.FACTS[fact]} {state}（要求：{'、'.join(limits)}）"
    state = words.WORDS["unknown" if value is None else _word(value)]
    needs = "或".join(words.WORDS[_word(each)] for each in (test if isinstance(test, tuple) else (test,)))
    return f"{words.FACTS[fact]}：{state}" if met else f"{words.FACTS[fact]}：{state}（要求：{needs}）"


def _word(value: bool | int | str) -> str:
    return str(value).lower()
