"""By when what is due is due, and until when what is held lasts: every day of a register, soonest first.

Days come from the register and from the terms of the policy in force; nothing here opens or shuts the gate.
Pure: the day is handed in. How days are counted is said in :mod:`tongguan.law.terms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tongguan.clearance import is_of_important_data
from tongguan.law.terms import FILED, extension, filing, last_day, legal_last_day, term_ends
from tongguan.law.words import CLEARANCES, Because
from tongguan.law.workdays import WorkingDay, known_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tongguan.clearance import Clearance
    from tongguan.law.policy import Cite, Policy
    from tongguan.register import Export, Register

What: TypeAlias = Literal["end", "extension", "filing", "impact_assessment", "important_data"]
State: TypeAlias = Literal["met", "late", "ahead", "soon", "overdue", "expired"]

SOON_DAYS = 90
"""So many days before, ``ahead`` becomes ``soon``. No text says so: it is about the time an application takes
to prepare."""

PRESSING = frozenset({"overdue", "expired"})
"""States in which something is to be done at once."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day of the register, and how it stands.

    Attributes:
        what: the ``end`` of a clearance; by when an ``extension`` is asked for; the ``filing`` of a contract;
            until when an ``impact_assessment`` serves a filing; by when ``important_data`` are declared.
        day: the last day in time.
        state: ``met``; ``late``, which is met after the day; ``ahead``; ``soon``; ``overdue``; ``expired``.
        clearance, export: ids in the register of what it is about.
        provisional: the calendar of the year is not published: the day may be later.
        text, text_en: what to do, and what the day rests on; ids, dates and numbers only.
    """

    day: date
    what: What
    clearance: str | None
    export: str | None
    state: State
    article: str
    article_zh: str
    text: str
    text_en: str
    provisional: bool = False

    @property
    def about(self) -> str:
        """The id of what it is about."""
        return self.clearance or self.export or ""

    @property
    def pressing(self) -> bool:
        """Tell whether something is to be done at once."""
        return self.state in PRESSING

    def to_json(self) -> dict[str, object]:
        """Return the fields, the day as ISO 8601."""
        return {
            "day": self.day.isoformat(),
            "what": self.what,
            "clearance": self.clearance,
            "export": self.export,
            "state": self.state,
            "article": self.article,
            "article_zh": self.article_zh,
            "text": self.text,
            "text_en": self.text_en,
            "provisional": self.provisional,
        }


def deadlines(register: Register, policy: Policy, on: date) -> tuple[Deadline, ...]:
    """Return the days of *register* under *policy*, as they stand on the day *on*, soonest first."""
    found = [
        *(day for each in register.clearances.values() for day in _of_clearance(each, register, policy, on)),
        *(day for each in register.exports.values() for day in _of_export(each, register, policy, on)),
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.what, each.about, each.clearance or "")))


def _of_clearance(clearance: Clearance, register: Register, policy: Policy, on: date) -> Iterator[Deadline]:
    last = last_day(clearance, policy.validity)
    next_one = _followed_by(clearance, register, policy)
    if last is not None:
        yield _end(clearance, policy, last, next_one, on)
    ended = last is not None and on > last
    if not ended and (due := extension(clearance, policy.validity)) is not None:
        yield _extension(clearance, policy, due, next_one, on)
    if not ended and (due := filing(clearance, policy.validity)) is not None:
        yield _filing(clearance, policy, due, on)


def _of_export(export: Export, register: Register, policy: Policy, on: date) -> Iterator[Deadline]:
    unfiled = any(
        clearance.type in FILED
        and export.recipient in clearance.recipients
        and not _done(clearance.filed, on)
        for clearance in register.clearances.values()
    )
    finished, months = export.duties.impact_assessment, policy.validity.impact_assessment_months
    if unfiled and _done(finished, on) and finished is not None and months is not None:
        yield _impact_assessment(export, policy, term_ends(finished, months), on)
    since, months = export.important_since, policy.validity.important_data_months
    if export.important_data in {"notified", "published"} and since is not None and months is not None:
        yield _important_data(export, register, policy, term_ends(since, months), on)


def _end(clearance: Clearance, policy: Policy, last: date, next_one: str | None, on: date) -> Deadline:
    by_law = legal_last_day(clearance, policy.validity)
    called = clearance.type.replace("_", " ")
    text = Because(f"the {called} lasts until then", f"{CLEARANCES[clearance.type]}有效至该日")
    if by_law is not None and last > by_law:
        text = Because(
            f"the {called} lasts until then as the register says; by its term alone until {by_law:%Y-%m-%d}",
            f"登记册填写{CLEARANCES[clearance.type]}有效至该日；仅按法定期限则至{by_law:%Y-%m-%d}",
        )
    if next_one is not None:
        text = Because(f"{text.en}; {next_one} follows it", f"{text.zh}；由{next_one}接续")
    state: State = "expired" if on > last else _open(last, on)
    cites = {
        "security_assessment": policy.cites.assessment_years,
        "certification": policy.cites.certificate_years,
    }
    cite = cites.get(clearance.type, ("contract", "合同约定"))
    state = "met" if next_one is not None else state
    return _deadline("end", last, state, _cited(policy, cite), text, clearance=clearance.id)


def _extension(
    clearance: Clearance, policy: Policy, due: WorkingDay, next_one: str | None, on: date
) -> Deadline:
    workdays, percent = policy.validity.extension_workdays, policy.validity.extension_growth_percent
    en = (
        f"ask to extend the assessment: {workdays} working days before it ends. “前{workdays}个工作日内” may "
        f"also mean within the last {workdays}"
    )
    zh = (
        f"申请延长评估结果有效期：届满前第{workdays}个工作日。“届满前{workdays}个工作日内”亦可理解为最后"
        f"{workdays}个工作日之内"
    )
    if not due.provisional:
        en, zh = f"{en}: asked on that very day, it is in time either way", f"{zh}；当日申请，两种理解均可"
    if percent is not None:
        article, article_zh = _cited(policy, policy.cites.extension_growth_percent)
        en += f". At most {percent}% more persons over the years to come ({article})"
        zh += f"。此后年度自然人数量增幅不超过{percent}%（{article_zh}）"
    if next_one is not None:
        en, zh = f"{en}; {next_one} follows it", f"{zh}；由{next_one}接续"
    state = "met" if next_one is not None else _settled(_asked(clearance, policy), due.day, on)
    return _deadline(
        "extension", due, state, _cited(policy, policy.cites.extension_workdays), Because(en, zh),
        clearance=clearance.id,
    )  # fmt: skip


def _asked(clearance: Clearance, policy: Policy) -> date | None:
    """Return when this term's extension was asked for: what was granted since is not asked for any more."""
    asked, by_law = clearance.extension_requested, legal_last_day(clearance, policy.validity)
    if asked is not None and by_law is not None and clearance.expires is not None:
        return None if asked <= by_law < clearance.expires else asked
    return asked


def _filing(clearance: Clearance, policy: Policy, due: WorkingDay, on: date) -> Deadline:
    workdays = policy.validity.filing_workdays
    effective = f"{clearance.effective:%Y-%m-%d}"
    text = Because(
        f"file the contract: {workdays} working days after it took effect on {effective}",
        f"备案：合同{effective}生效之日起{workdays}个工作日内",
    )
    cites = policy.cites
    cite = cites.filing_workdays if clearance.type == "standard_contract" else cites.gba_filing_workdays
    state = _settled(clearance.filed, due.day, on)
    return _deadline("filing", due, state, _cited(policy, cite), text, clearance=clearance.id)


def _impact_assessment(export: Export, policy: Policy, last: date, on: date) -> Deadline:
    months = policy.validity.impact_assessment_months
    text = Because(
        f"the impact assessment serves a filing for {months} months: file until then, or assess anew",
        f"个人信息保护影响评估应在备案之日前{months}个月内完成：逾该日备案须重新评估",
    )
    cite = _cited(policy, policy.cites.impact_assessment_months)
    return _deadline("impact_assessment", last, _settled(None, last, on), cite, text, export=export.id)


def _important_data(export: Export, register: Register, policy: Policy, last: date, on: date) -> Deadline:
    months = policy.validity.important_data_months
    text = Because(
        f"declare the important data for a security assessment: {months} months after notice or publication",
        f"申报数据出境安全评估：被告知或者公开发布为重要数据后{months}个月内",
    )
    passed = [
        clearance.effective
        for clearance in register.clearances.values()
        if clearance.type == "security_assessment"
        and export.recipient in clearance.recipients
        and is_of_important_data(clearance, export.important_since)
        and clearance.effective <= on
    ]
    state: State = "met" if passed else _settled(None, last, on)
    cite = _cited(policy, policy.cites.important_data_months)
    return _deadline("important_data", last, state, cite, text, export=export.id)


def _followed_by(clearance: Clearance, register: Register, policy: Policy) -> str | None:
    """Return the id of a clearance that goes on without a gap, for the same recipients and kinds at least."""
    last = last_day(clearance, policy.validity)
    for other in register.clearances.values():
        end = last_day(other, policy.validity)
        if (
            other.id != clearance.id
            and other.type == clearance.type
            and last is not None
            and end is not None
            and (other.effective - last).days <= 1
            and last < end
            and set(clearance.recipients) <= set(other.recipients)
            and set(clearance.kinds) <= set(other.kinds)
            and (other.sensitive or not clearance.sensitive)
        ):
            return other.id
    return None


def _settled(done: date | None, due: date, on: date) -> State:
    """Return how a day stands by which something is done: done by then, done later, or not done yet."""
    if done is not None and _done(done, on):
        return "met" if done <= due else "late"
    return "overdue" if on > due else _open(due, on)


def _open(due: date, on: date) -> State:
    return "soon" if (due - on).days <= SOON_DAYS else "ahead"


def _done(day: date | None, on: date) -> bool:
    """Tell whether that day has come: what is planned is not done."""
    return day is not None and day <= on


def _cited(policy: Policy, cite: Cite | None) -> Cite:
    """Return the article, or the policy itself where it names none."""
    return cite or (policy.id, policy.title)


def _deadline(
    what: What,
    due: date | WorkingDay,
    state: State,
    cite: Cite,
    text: Because,
    *,
    clearance: str | None = None,
    export: str | None = None,
) -> Deadline:
    provisional = isinstance(due, WorkingDay) and due.provisional
    if provisional:
        known = f"{known_until():%Y-%m-%d}"
        text = Because(
            f"{text.en}. Provisional: holidays are known up to {known}, and the day is as early as it can be",
            f"{text.zh}。暂定：已知节假日安排至{known}，该日按可能的最早日期计算",
        )
    return Deadline(
        day=due.day if isinstance(due, WorkingDay) else due,
        what=what,
        clearance=clearance,
        export=export,
        state=state,
        article=cite[0],
        article_zh=cite[1],
        text=text.zh,
        text_en=text.en,
        provisional=provisional,
    )
