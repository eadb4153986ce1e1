"""What stays due for an export, exempt or not, as a checklist: what the register shows, and what it does not.

The policy says which duties there are and by which article (CBDF 10, 11); the register says where each is
shown. Nothing here opens or shuts the gate. Pure: the day is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tongguan.clearance import is_of_important_data
from tongguan.law.terms import FILED, filing, last_day, term_ends
from tongguan.law.words import Because

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from tongguan.clearance import Clearance
    from tongguan.law.policy import Duty, Policy, Validity
    from tongguan.law.workdays import WorkingDay
    from tongguan.register import Export

State: TypeAlias = Literal["shown", "missing", "overdue", "not_asked"]

IMPORTANT = frozenset({"notified", "published"})
"""Data that are important because an authority said so (CBDF 2)."""

BASES_ZH: Mapping[str, str] = {
    "consent": "个人同意",
    "contract": "订立、履行合同所必需",
    "human_resources": "人力资源管理所必需",
    "statutory_duty": "履行法定职责或者法定义务所必需",
    "emergency": "应对紧急情况所必需",
    "news_reporting": "新闻报道、舆论监督",
    "disclosed": "已合法公开的个人信息",
    "other_law": "法律、行政法规规定的其他情形",
}
"""The bases of PIPL 13(1) in Chinese."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """One duty, and how it stands.

    Attributes:
        duty: what shows it (:data:`tongguan.law.policy.ShownBy`); blank where nothing in the register does.
        article, article_zh, text, text_en: as the policy says.
        state: ``shown`` in the register, ``missing`` from it, ``overdue``, or ``not_asked`` for here.
        note, note_en: why it stands so; ids, dates and words of the vocabulary only. Blank: nothing to say.
        until: the last day to meet it, or on which it serves; None where no day is set.
        provisional: the calendar of that day's year is not published, and it may be later.
        clearance: the clearance it is about.
        evidence: what the register says, in its own words: for reports, never for the ledger.
    """

    duty: str
    article: str
    article_zh: str
    text: str
    text_en: str
    state: State
    note: str = ""
    note_en: str = ""
    until: date | None = None
    provisional: bool = False
    clearance: str | None = None
    evidence: str = ""

    def to_json(self, *, evidence: bool = False) -> dict[str, object]:
        """Return the fields, days as ISO 8601; without the register's own words unless asked for."""
        said: dict[str, object] = {
            "duty": self.duty,
            "article": self.article,
            "article_zh": self.article_zh,
            "text": self.text,
            "text_en": self.text_en,
            "state": self.state,
            "note": self.note,
            "note_en": self.note_en,
            "until": None if self.until is None else self.until.isoformat(),
            "provisional": self.provisional,
            "clearance": self.clearance,
        }
        return said | {"evidence": self.evidence} if evidence else said


_NOTHING = Because("", "")


@dataclass(frozen=True)
class _Case:
    """What a duty is held against."""

    validity: Validity
    export: Export
    clearances: tuple[Clearance, ...]
    on: date

    @property
    def contracts(self) -> Iterator[Clearance]:
        """The contracts with the recipient that have not ended."""
        for clearance in self.clearances:
            last = last_day(clearance, self.validity)
            if clearance.type in FILED and (last is None or self.on <= last):
                yield clearance

    @property
    def finished(self) -> date | None:
        """The day of the impact assessment, if it has come."""
        day = self.export.duties.impact_assessment
        return None if day is None or day > self.on else day


@dataclass(frozen=True)
class _Found:
    """How a duty stands for one export, or for one of its contracts."""

    state: State
    note: Because = _NOTHING
    evidence: str = ""
    until: date | None = None
    provisional: bool = False
    clearance: str | None = None


def checklist(
    policy: Policy, export: Export, on: date, *, personal: bool = True, clearances: Iterable[Clearance] = ()
) -> tuple[Due, ...]:
    """Return how each duty of *policy* stands for *export* on the day *on*, in the policy's order.

    *personal*: the export holds, or may hold, personal information. Of *clearances* those for another
    recipient are passed over; a duty of contracts is listed once for each contract.
    """
    held = tuple(each for each in clearances if export.recipient in each.recipients)
    case = _Case(policy.validity, export, held, on)
    return tuple(
        _due(duty, found)
        for duty in policy.duties
        if personal or duty.when == "important_data"
        for found in _stands(duty, case)
    )


def _due(duty: Duty, found: _Found) -> Due:
    return Due(
        duty=duty.shown_by or "",
        article=duty.article,
        article_zh=duty.article_zh,
        text=duty.text,
        text_en=duty.text_en,
        state=found.state,
        note=found.note.zh,
        note_en=found.note.en,
        until=found.until,
        provisional=found.provisional,
        clearance=found.clearance,
        evidence=found.evidence,
    )


def _stands(duty: Duty, case: _Case) -> Iterator[_Found]:
    if duty.when == "important_data" and case.export.important_data not in IMPORTANT:
        return
    if duty.when == "contract" and not any(case.contracts):
        return
    by = duty.shown_by
    if by is None:
        yield _Found("missing", Because("no key of the register shows it", "登记册没有对应的键"))
    elif by in _OF_CONTRACTS:
        yield from (_OF_CONTRACTS[by](case, contract) for contract in case.contracts)
    elif by in _OF_EXPORTS:
        yield _OF_EXPORTS[by](case)
    else:
        yield _said(by, getattr(case.export.duties, by))


def _said(key: str, words: str) -> _Found:
    return _Found("shown", evidence=words.strip()) if words.strip() else _missing(key)


def _missing(key: str) -> _Found:
    return _Found("missing", Because(f"the register does not say: {key}", f"登记册未写明：{key}"))


def _separate_consent(case: _Case) -> _Found:
    """Consent is asked for only where it is the basis (CAC Q&A 2026-07); notice is never waived."""
    said = case.export.duties
    if said.separate_consent.strip():
        return _said("separate_consent", said.separate_consent)
    if said.basis is None:
        return _missing("basis")
    if said.basis == "consent":
        return _missing("separate_consent")
    because = Because(
        f"the basis is {said.basis}, not consent; notice stays due",
        f"处理依据为{BASES_ZH[said.basis]}，不以同意为依据；仍须告知",
    )
    return _Found("not_asked", because)


def _impact_assessment(case: _Case) -> _Found:
    said = case.export.duties
    if said.impact_assessment is None:
        return _missing("impact_assessment")
    if case.finished is None:
        day = f"{said.impact_assessment:%Y-%m-%d}"
        return _Found("missing", Because(f"to be finished on {day}", f"计划于{day}完成"))
    words = f"{case.finished:%Y-%m-%d} {said.impact_assessment_report.strip()}"
    return _Found("shown", evidence=words.strip())


def _impact_window(case: _Case, contract: Clearance) -> _Found:
    """Hold the assessment against the filing: it was finished so many months before at most."""
    finished, months, filed = case.finished, case.validity.impact_assessment_months, _filed(case, contract)
    if finished is None:
        return _of(contract, _missing("impact_assessment"))
    day = f"{finished:%Y-%m-%d}"
    last = None if months is None else term_ends(finished, months)
    if filed is not None:
        if finished <= filed and (last is None or filed <= last):
            return _of(contract, _Found("shown", until=last))
        because = Because(
            f"finished on {day}, filed on {filed:%Y-%m-%d}: the assessment of that filing is another",
            f"{day}完成评估，{filed:%Y-%m-%d}备案：并非该次备案所用的评估",
        )
        return _of(contract, _Found("missing", because))
    if last is None or case.on <= last:
        return _of(contract, _Found("shown", until=last))
    because = Because(f"finished on {day}: assess anew before filing", f"{day}完成：备案前应重新评估")
    return _of(contract, _Found("overdue", because, until=last))


def _filing(case: _Case, contract: Clearance) -> _Found:
    due, filed = filing(contract, case.validity), _filed(case, contract)
    day = None if due is None else due.day
    if filed is not None:
        late = day is not None and filed > day
        because = Because(f"filed late, on {filed:%Y-%m-%d}", f"逾期备案：{filed:%Y-%m-%d}")
        note = because if late else _NOTHING
        return _of(contract, _Found("shown", note, contract.reference.strip()), due)
    overdue = day is not None and case.on > day
    note = Because("the register does not say: filed", "登记册未写明：filed")
    return _of(contract, _Found("overdue" if overdue else "missing", note), due)


def _important(case: _Case) -> _Found:
    """Ask for an assessment of them in force and younger than the notice: an older one was not about that."""
    since, months = case.export.important_since, case.validity.important_data_months
    if since is None:
        return _missing("important_since")
    for clearance in case.clearances:
        last = last_day(clearance, case.validity)
        in_force = clearance.effective <= case.on and (last is None or case.on <= last)
        of_them = clearance.type == "security_assessment" and is_of_important_data(clearance, since)
        if of_them and in_force:
            return _of(clearance, _Found("shown", evidence=clearance.reference.strip()))
    until = None if months is None else term_ends(since, months)
    because = Because(
        "no security assessment of important data since then is in the register",
        "登记册中没有此后针对重要数据的数据出境安全评估",
    )
    return _Found("overdue" if until is not None and case.on > until else "missing", because, until=until)


def _filed(case: _Case, contract: Clearance) -> date | None:
    """Return the day of the filing, if it has come."""
    return contract.filed if contract.filed is not None and contract.filed <= case.on else None


def _of(clearance: Clearance, found: _Found, due: WorkingDay | None = None) -> _Found:
    """Return *found* as of that clearance, due on that day."""
    return _Found(
        found.state,
        found.note,
        found.evidence,
        found.until if due is None else due.day,
        due is not None and due.provisional,
        clearance.id,
    )


_OF_EXPORTS: Mapping[str, Callable[[_Case], _Found]] = {
    "separate_consent": _separate_consent,
    "impact_assessment": _impact_assessment,
    "important_data": _important,
}
_OF_CONTRACTS: Mapping[str, Callable[[_Case, Clearance], _Found]] = {
    "impact_window": _impact_window,
    "filing": _filing,
}
