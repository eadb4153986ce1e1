"""How near the year is to each line of the law, and about when it reaches it.

The forecast is two straight lines from today: one at the pace of the whole year, one at the pace of the last
90 days; the sooner is ``early``, the other ``late``. Nothing finer would be true. Persons who come again add
nothing, so of a limited population fewer are new each time: the curve of different persons bends down, and a
straight line errs early. It errs late where more begins to be sent, or persons come in few large exports; for
the second, ``one_more`` tells whether one more export like the largest so far is enough.

The lines are the policy's. Pure: entries, counts and the day are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from tongguan.law.lines import lines
from tongguan.law.words import FACTS, Because
from tongguan.ledger.entry import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tongguan.law.lines import Counted, Line
    from tongguan.law.policy import Policy
    from tongguan.ledger.entry import Entry
    from tongguan.ledger.year import Change

WARN_AT = (50, 80, 95)
"""Percent of a line at which to warn. No text asks for it."""

RECENT_DAYS = 90
DAYS_LEAST = 3
"""On fewer different days nothing is said of a pace."""

Pace: TypeAlias = Literal["reached", "expected", "not_this_year", "too_few"]

_CALLED: Mapping[Counted, str] = {
    "all": "persons",
    "general": "general persons",
    "sensitive": "sensitive persons",
}
_FACT: Mapping[Counted, str] = {
    "all": "all_persons",
    "general": "general_persons",
    "sensitive": "sensitive_persons",
}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """How near the year is to one line.

    Attributes:
        line: the line, and what is asked for at it.
        count: natural persons of its class in the year.
        percent: the highest of 50, 80 and 95 that is reached; 100 at the line and past it; else 0.
        pace: whether the line is ``reached``, ``expected`` this year, ``not_this_year``, or ``too_few``
            exports on different days tell.
        early, late: from when to when it is expected, in Asia/Shanghai; ``late`` is None where by the slower
            pace it is not reached this year.
        one_more: one more export that adds as many as the largest so far reaches it.
        text, text_en: all of it in a sentence.
    """

    line: Line
    count: int
    percent: int
    pace: Pace
    early: date | None
    late: date | None
    one_more: bool
    text: str
    text_en: str

    @property
    def warns(self) -> bool:
        """Tell whether it is worth saying: the line is near, or expected this year, or one export away."""
        near = WARN_AT[0] <= self.percent < 100
        return near or self.pace == "expected" or self.one_more

    def to_json(self) -> dict[str, object]:
        """Return the fields, days as ISO 8601."""
        line = self.line
        return {
            "persons": line.counted,
            "line": line.at,
            "outcome": line.outcome,
            "article": line.article,
            "article_zh": line.article_zh,
            "count": self.count,
            "percent": self.percent,
            "pace": self.pace,
            "early": None if self.early is None else self.early.isoformat(),
            "late": None if self.late is None else self.late.isoformat(),
            "one_more": self.one_more,
            "text": self.text,
            "text_en": self.text_en,
        }


@dataclass(frozen=True)
class _Step:
    """What one export added to the year."""

    day: date
    added: int


def forecast(
    policy: Policy,
    counts: Mapping[Counted, int],
    entries: Iterable[Entry],
    on: date,
    *,
    handler: str,
    ciio: bool | None = None,
) -> tuple[Outlook, ...]:
    """Return how near the year of *on* is to each line of *policy*, lines in the order of class and number.

    *counts* are the handler's persons by class, of the year so far or with an export that is about to leave;
    *entries* are of the ledger, other handlers' among them. A line at one person is left out: there is no
    half of it. So is every line of a policy that counts the year before too, as *entries* are of one year.
    """
    if policy.window != "this_year":
        return ()
    own = [each for each in entries if each.handler == handler and each.year == on.year]
    counted = [each for each in live(own) if each.counted and each.leaves_on <= on]
    return tuple(
        _outlook(line, counts[line.counted], _steps(counted, line.counted), on)
        for line in lines(policy, ciio=ciio)
        if line.at > 1
    )


def _steps(counted: Sequence[Entry], of: Counted) -> tuple[_Step, ...]:
    """Return what each export added to the class *of*: persons that were not in the year before it."""
    found = ((entry.leaves_on, _change(entry, of)) for entry in counted)
    return tuple(
        _Step(day, max(0, change.after - change.before)) for day, change in found if change is not None
    )


def _change(entry: Entry, of: Counted) -> Change | None:
    if entry.totals is None:
        return None
    totals = entry.totals
    return {"all": totals.everybody, "general": totals.general, "sensitive": totals.sensitive}[of]


def _outlook(line: Line, count: int, steps: Sequence[_Step], on: date) -> Outlook:
    pace, early, late = _pace(line.at - count, count, steps, on)
    largest = max((step.added for step in steps), default=0)
    one_more = count < line.at <= count + largest
    percent = max((p for p in (*WARN_AT, 100) if 100 * count >= p * line.at), default=0)
    text = _text(line, count, percent, pace, early, late, one_more=one_more)
    return Outlook(
        line=line,
        count=count,
        percent=percent,
        pace=pace,
        early=early,
        late=late,
        one_more=one_more,
        text=text.zh,
        text_en=text.en,
    )


def _pace(
    missing: int, count: int, steps: Sequence[_Step], on: date
) -> tuple[Pace, date | None, date | None]:
    """Return when so many persons more are reached: at the year's pace, and at that of the last 90 days."""
    if missing <= 0:
        return "reached", None, None
    if len({step.day for step in steps}) < DAYS_LEAST:
        return "too_few", None, None
    passed = (on - date(on.year, 1, 1)).days + 1
    recent = min(passed, RECENT_DAYS)
    before = sum(step.added for step in steps if step.day <= on - timedelta(days=recent))
    end = date(on.year, 12, 31)
    days = [
        (end - on).days + 1 if gained <= 0 else -(-missing * span // gained)
        for gained, span in ((count, passed), (count - before, recent))
    ]
    early, late = (on + timedelta(days=n) if n <= (end - on).days else None for n in sorted(days))
    return ("not_this_year" if early is None else "expected"), early, late


def _text(
    line: Line,
    count: int,
    percent: int,
    pace: Pace,
    early: date | None,
    late: date | None,
    *,
    one_more: bool,
) -> Because:
    en = f"{_CALLED[line.counted]}: {count:,} of {line.at:,} ({line.article})"
    zh = f"{FACTS[_FACT[line.counted]]}：{count:,}人，界限{line.at:,}人（{line.article_zh}）"
    if pace == "reached":
        return Because(f"{en}, the line is reached", f"{zh}，已达到")
    en += f", {line.at - count:,} to go" + (f", {percent}% is reached" if percent else "")
    zh += f"，尚余{line.at - count:,}人" + (f"，已达{percent}%" if percent else "")
    when = _when(pace, early, late)
    en, zh = f"{en}; {when.en}", f"{zh}；{when.zh}"
    if one_more:
        en += "; one more export that adds as many as the largest so far reaches it"
        zh += "；再有一次新增人数与迄今最大一次相当的出境即达到"
    return Because(en, zh)


def _when(pace: Pace, early: date | None, late: date | None) -> Because:
    if pace == "too_few":
        return Because(
            f"exports on fewer than {DAYS_LEAST} days: too few for a forecast",
            f"出境日期少于{DAYS_LEAST}天，不足以预测",
        )
    if early is None:
        return Because("not this year at the pace so far", "按目前进度，当年不会达到")
    first = f"{early:%Y-%m-%d}"
    if late is None:
        return Because(
            f"at the pace so far from {first} on, or not this year",
            f"按目前进度，最早{first}达到，也可能当年不会达到",
        )
    if early == late:
        return Because(f"at the pace so far about {first}", f"按目前进度，约{first}达到")
    last = f"{late:%Y-%m-%d}"
    return Because(
        f"at the pace so far between {first} and {last}", f"按目前进度，预计{first}至{last}之间达到"
    )
