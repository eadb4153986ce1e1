"""Until when what a handler holds is valid, and by when what is due is due.

A term of years or months ends on the day before its date comes round again: a term "自…之日起" (CBDF 9) is
taken to include the day it begins on. By the Civil Code (201, 202) that day is not counted, and the term
would end a day later; so nothing is ever taken for valid, or for in time, a day too long. Terms of working
days leave the day of the event out (:mod:`tongguan.law.workdays`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tongguan.law.workdays import WorkingDay, working_day_after, working_day_before

if TYPE_CHECKING:
    from tongguan.clearance import Clearance
    from tongguan.law.policy import Validity

FILED = frozenset({"standard_contract", "gba_standard_contract"})
"""Types that are filed with the provincial cyberspace administration (SCCM 7)."""


def last_day(clearance: Clearance, validity: Validity) -> date | None:
    """Return the last day on which *clearance* is valid; ``None`` where neither register nor law says.

    The register may name an earlier day, and of an assessment that was extended (CBDF 9) one that is as much
    later as a term is long; no later one is believed.
    """
    legal, years = legal_last_day(clearance, validity), validity.assessment_years
    if clearance.expires is None or legal is None:
        return clearance.expires or legal
    if clearance.type == "security_assessment" and years is not None:
        legal = term_ends(clearance.effective, 24 * years)
    return min(clearance.expires, legal)


def legal_last_day(clearance: Clearance, validity: Validity) -> date | None:
    """Return the last day by the law alone, whatever the register says; ``None`` where the law sets none."""
    years = {
        "security_assessment": validity.assessment_years,
        "certification": validity.certificate_years,
    }.get(clearance.type)
    return None if years is None else term_ends(clearance.effective, 12 * years)


def filing(clearance: Clearance, validity: Validity) -> WorkingDay | None:
    """Return the day by which a contract is filed (SCCM 7); ``None`` for what is not filed."""
    if clearance.type not in FILED or validity.filing_workdays is None:
        return None
    return working_day_after(clearance.effective, validity.filing_workdays)


def file_by(clearance: Clearance, validity: Validity) -> date | None:
    """Return the last day to file a contract (SCCM 7); ``None`` for what is not filed."""
    due = filing(clearance, validity)
    return None if due is None else due.day


def extension(clearance: Clearance, validity: Validity) -> WorkingDay | None:
    """Return the day by which an extension of an assessment is asked for; ``None`` for what is not extended.

    "有效期届满前60个工作日内" (CBDF 9) may mean sixty working days before the end at the latest, or within
    the last sixty. That day is in time under both.
    """
    last = last_day(clearance, validity)
    if clearance.type != "security_assessment" or last is None or validity.extension_workdays is None:
        return None
    return working_day_before(last, validity.extension_workdays)


def term_ends(day: date, months: int) -> date:
    """Return the last day of a term of so many months from *day* on; the last there is, past the calendar."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) - timedelta(days=1)
