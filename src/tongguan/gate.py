"""The gate: scan, count against the year, judge, and reserve what may leave.

With :mod:`tongguan.judging` the only part that knows ledger and law both. ``check`` reads, ``gate`` also
reserves. Whatever is unread or unsure is never open.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from tongguan.advice import advise
from tongguan.case import Case, Contents, Persons
from tongguan.contract import verdict_from_record, verdict_record
from tongguan.engine.local import Progress, scan
from tongguan.errors import UsageError
from tongguan.judging import judge
from tongguan.law.catalogue import LEVELS
from tongguan.law.policy import Reason
from tongguan.ledger.clock import leaving_date
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.pepper import key_id
from tongguan.ledger.year import Totals, tally
from tongguan.remedies import Remaining, Year, remedies
from tongguan.review import approvals
from tongguan.scanning.important import HintFile, Volumes, hints, shipped_hints
from tongguan.scanning.scan import Detectors
from tongguan.verdict import DECLARATION, STATED, Recorded, Remedy, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tongguan.ledger.ledger import Ledger
    from tongguan.persons.people import People
    from tongguan.reading import Source
    from tongguan.scanning.scan import Column, Important, Scan

OnShut = Literal["block", "tag"]

# What is about nobody in particular is no personal information.
_ABOUT_NOBODY = ("PIPL 4", "个人信息保护法第四条")


def check(
    sources: Sequence[Source], case: Case, ledger: Ledger, *, progress: Progress | None = None
) -> Verdict:
    """Return the verdict on *sources*; nothing is recorded.

    Raises Unreadable when a source cannot be read to its end, and the ledger's errors.
    """
    case = _with_last_year(case, ledger)
    found, before = _scan(sources, case, ledger, create=False, progress=progress)
    verdict = _judged(case, found, before, tally(before, found.people, case.reading))
    return _advised(verdict, case, found, ledger)


def gate(
    sources: Sequence[Source],
    case: Case,
    ledger: Ledger,
    *,
    run: str,
    now: datetime,
    on_shut: OnShut = "block",
    progress: Progress | None = None,
) -> Verdict:
    """Return the verdict on *sources* and, if they may leave, reserve their people under *run*.

    The count, the judgement and the record are one transaction. The same run with the same files
    gives the answer it was given before. With *on_shut* ``tag``, an export that is shut (but read
    completely, and not prohibited) leaves marked: its people are reserved all the same.
    """
    if case.on != leaving_date(now):
        raise UsageError(
            f"Run {run}: the case is of {case.on:%Y-%m-%d}, and today is another day. Nothing was recorded.",
            hint="To judge another day, use check.",
        )
    case = _with_last_year(case, ledger)
    found, before = _scan(sources, case, ledger, create=True, progress=progress)
    handler = case.register.handler.uscc
    asked = Reservation(
        handler=handler,
        run=run,
        export=case.export.id,
        leaves_on=case.on,
        files=tuple(source.sha256 for source in found.sources),
        persons=found.people,
        key_id=key_id(ledger.year_key(handler, case.on.year, create=True)),
        reading=case.reading,
    )

    said = approvals(ledger.history(run), asked, case.basis)
    case = replace(case, approved=said.applies)
    judged: list[Verdict] = []

    def judge_now(totals: Totals) -> Judgement:
        verdict = _judged(case, found, before, totals)
        verdict = replace(verdict, run=run, reasons=(*verdict.reasons, *said.reasons))
        tagged = on_shut == "tag" and verdict.status == "shut" and verdict.outcome != "prohibited"
        judged.append(replace(verdict, tagged=tagged))
        return Judgement(judged[-1].may_leave, verdict.counted, verdict_record(judged[-1]))

    entry = ledger.reserve(asked, judge_now, now)
    # Not asked to judge: the run was reserved before, and has the answer it was given then.
    verdict = judged[-1] if judged else verdict_from_record(entry.verdict or {})
    return _advised(replace(verdict, recorded=Recorded(entry.seq, entry.digest)), case, found, ledger)


def _advised(verdict: Verdict, case: Case, found: Scan, ledger: Ledger) -> Verdict:
    """Return the verdict with the scan it was about, and with what its reader should know beside it."""
    known = found.complete and not found.unsure
    advice = advise(
        case.register,
        case.export,
        case.policy,
        case.on,
        persons=found.people.high("all") if known else None,
        year={name: count.after for name, count in verdict.counts.items()},
        entries=ledger.entries(case.on.year),
    )
    return replace(verdict, advice=advice, scan=found)


def _with_last_year(case: Case, ledger: Ledger) -> Case:
    """Return the case with the persons of the year before, where its policy counts since then."""
    if case.policy.window != "last_year_too":
        return case
    people = ledger.year(case.register.handler.uscc, case.on.year - 1)
    counts = (people.count(of, case.reading) for of in ("all", "general", "sensitive"))
    return replace(case, last_year=Persons(*counts))


def _scan(
    sources: Sequence[Source], case: Case, ledger: Ledger, *, create: bool, progress: Progress | None
) -> tuple[Scan, People]:
    handler = case.register.handler.uscc
    # The key comes first: with the wrong pepper nothing is read at all.
    key = ledger.year_key(handler, case.on.year, create=create)
    known = case.register.detectors
    found = scan(
        sources,
        detectors=known.detectors,
        levels=known.levels(case.catalogue.levels()),
        profile_name=case.catalogue.profile,
        key=key,
        on=case.on,
        leave_out=case.leave_outs(),
        statements=case.statements,
        # Numbers that one system gives out are the same person's only within it.
        scope=case.export.system or case.export.id,
        name_with=frozenset(case.register.settings.name_with),
        combinations=case.catalogue.combinations,
        progress=progress,
    )
    found = replace(
        found,
        important=_hints(case, found.columns, found.people, None),
        detectors=Detectors(known.sha256, known.titles),
    )
    return found, ledger.year(handler, case.on.year)


def _judged(case: Case, found: Scan, before: People, totals: Totals) -> Verdict:
    unsaid = tuple(_unsaid(case, found.columns))
    made = frozenset(
        each.makes for each in case.catalogue.combinations if each.makes and each.id in found.combinations
    )
    contents = Contents(
        known=found.complete and not found.unsure and not unsaid,
        kinds=found.kinds | made,
        persons=found.people.high("all"),
        minors=found.people.high("minors"),
        totals=totals,
        hints=_hints(case, found.columns, found.people, totals),
        combinations=found.combinations,
        every_kind=found.every_kind | made,
    )
    verdict = judge(case, contents, (*found.unsure, *unsaid))
    verdict = replace(verdict, reasons=(*verdict.reasons, *_stated(found.columns)))
    if verdict.status == "open":
        return verdict
    return replace(verdict, remedies=tuple(_remedies(case, found, before, verdict)))


def _hints(
    case: Case, columns: Iterable[Column], people: People, totals: Totals | None
) -> tuple[Important, ...]:
    """Return the hints of possible important data; of this export, or of the year if *totals* say so."""
    volumes = Volumes(people.high("all"), people.high("general"), people.high("sensitive"))
    if totals is not None:
        volumes = Volumes(
            max(volumes.all, totals.everybody.after),
            max(volumes.general, totals.general.after),
            max(volumes.sensitive, totals.sensitive.after),
        )
    return hints(columns, volumes, ciio=case.register.handler.ciio)


def _stated(columns: Iterable[Column]) -> Iterator[Reason]:
    """Say what was found where the register says otherwise. No column is named: this is recorded."""
    for column in columns:
        if column.stated is not None and column.kind is not None:
            because = f"{column.kind} was found in a column, and {column.stated}"
            acquitted = "其不涉及任何个人" if column.stated.acquits else f"其为{column.stated.kind}"
            zh = f"某列发现{column.kind}，登记册声明{acquitted}：{column.stated.reason or '未说明理由'}"
            yield Reason(STATED, *_ABOUT_NOBODY, holds=False, because=because, because_zh=zh)


def _unsaid(case: Case, columns: Iterable[Column]) -> Iterator[str]:
    """Say where the register takes what was found for less than it is, and gives no reason."""
    levels = case.register.detectors.levels(case.catalogue.levels())
    for column in columns:
        if column.stated is None or column.stated.reason or column.kind is None:
            continue
        if LEVELS.index(column.level) < LEVELS.index(levels[column.kind]):
            yield (
                f"{column.kind} was found in a column that the register takes for "
                f"{column.stated.kind}, which the law minds less, without a `reason`"
            )


def _remedies(case: Case, found: Scan, before: People, verdict: Verdict) -> Iterator[Remedy]:
    if found.copies is not None:
        rules = [remainder.columns for remainder in found.without.values()]
        values = Counter[str]()
        for column in found.columns:
            values[column.column] += column.checked
        possible = hints(found.columns, _ALL_THERE_ARE, ciio=case.register.handler.ciio)
        known = shipped_hints()
        looked_for = HintFile({each.hint: known.hints[each.hint] for each in possible}, known.sha256)
        judged = partial(_judge_copy, case, found, looked_for)
        yield from remedies(found.copies, rules, Year(before, case.reading), judged, verdict, values)
    # A clearance is no answer to kinds that the purpose does not need.
    declared = not any(reason.rule == DECLARATION for reason in verdict.reasons)
    if (
        declared
        and verdict.status == "shut"
        and verdict.outcome in {"contract_or_certification", "security_assessment"}
    ):
        yield Remedy((), verdict.outcome, "open", verdict.outcome, verdict.articles)


# More than there are: what is not hinted at then, fewer persons and columns do not hint at either.
_ALL_THERE_ARE = Volumes(2**63, 2**63, 2**63)


def _judge_copy(case: Case, found: Scan, looked_for: HintFile, copy: Remaining) -> Verdict:
    """Judge a copy by what it would hold at most; what a masked column was is hinted at all the same."""
    totals = copy.totals
    changes = (totals.everybody, totals.general, totals.sensitive)
    volumes = Volumes(*(max(change.new, change.after) for change in changes))
    left = [column for column in found.columns if column.column not in copy.removal.leave_out]
    important = hints(left, volumes, ciio=case.register.handler.ciio, known=looked_for)
    return judge(case, Contents(copy.known, copy.kinds, copy.persons, copy.minors, totals, important))
