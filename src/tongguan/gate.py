"""The gate: scan, count against the year, decide, compare with what the handler declared and holds.

The only module that knows ledger and law both. ``judge`` is pure; ``check`` reads, ``gate`` also
reserves. Whatever is unread or unsure is never open.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from tongguan.clearance import clearance_covers
from tongguan.contract import verdict_from_record, verdict_record
from tongguan.engine.local import Progress, scan
from tongguan.errors import UsageError
from tongguan.law.catalogue import Catalogue, load_catalogue
from tongguan.law.loading import load_policy
from tongguan.law.policy import Facts, Policy, Reason, decide, duties
from tongguan.ledger.clock import leaving_date
from tongguan.ledger.entry import Judgement, Reservation
from tongguan.ledger.pepper import key_id
from tongguan.ledger.year import Totals, tally
from tongguan.register import NO_PERSONAL_INFORMATION, Export, Register
from tongguan.review import IDENTIFY, SUSPECTED, Approved, Basis, approvals
from tongguan.scanning.important import Volumes, hints
from tongguan.scanning.scan import Detectors
from tongguan.verdict import (
    DECLARATION,
    HINT,
    STATED,
    UNREAD,
    Counting,
    Recorded,
    Remedy,
    Status,
    Verdict,
    YearCount,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from tongguan.ledger.ledger import Ledger
    from tongguan.persons.people import People
    from tongguan.persons.reading import Reading
    from tongguan.reading import Source
    from tongguan.register import Settings
    from tongguan.scanning.plan import LeaveOut
    from tongguan.scanning.scan import Column, Important, Scan
    from tongguan.scanning.statement import Statement

OnShut = Literal["block", "tag"]

# What the purpose needs is the measure of what may be sent (necessity).
_NECESSITY = ("CAC Q&A 2025-04 Q4", "数据出境安全管理政策问答（2025年4月）四")

_MINORS = ("PIPL 28", "个人信息保护法第二十八条")

# What is about nobody in particular is no personal information.
_ABOUT_NOBODY = ("PIPL 4", "个人信息保护法第四条")


@dataclass(frozen=True)
class Case:
    """One export as declared, and the law it is judged by: all that is known before the file is opened."""

    register: Register
    export: Export
    policy: Policy
    catalogue: Catalogue
    on: date
    approved: Approved | None = None

    @classmethod
    def of(cls, register: Register, export_id: str, on: date) -> Case:
        """Look up the export, and the policy and catalogue in force on the day *on*."""
        return cls(
            register,
            register.export(export_id),
            load_policy(on),
            load_catalogue(register.settings.profile, on),
            on,
        )

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the register says of single columns of this export."""
        return self.register.statements(self.export.id)

    @property
    def reading(self) -> Reading:
        """Under which reading of the law persons become numbers."""
        return self.register.settings.reading

    @property
    def basis(self) -> Basis:
        """What the export is judged by."""
        register = self.register
        return Basis(register.sha256, self.policy.sha256, self.catalogue.sha256, register.detectors.sha256)

    @property
    def declared(self) -> frozenset[str] | None:
        """The kinds the export may hold; None where nothing is declared of them."""
        if self.export.kinds is not None:
            return frozenset(self.export.kinds)
        return frozenset() if self.export.scenario in NO_PERSONAL_INFORMATION else None

    def leave_outs(self) -> Mapping[str, LeaveOut]:
        """Return the what-ifs that are counted along with the scan, for the remedies."""
        declared = self.declared
        undeclared = (
            (lambda kind, level: level != "none" and kind not in declared) if declared is not None else None
        )
        rules: dict[str, LeaveOut] = {"sensitive": lambda _, level: level == "sensitive"}
        if undeclared is not None:
            rules["undeclared"] = undeclared
            rules["undeclared or sensitive"] = lambda kind, level: (
                level == "sensitive" or undeclared(kind, level)
            )
        rules["all"] = lambda _, level: level != "none"
        return rules


@dataclass(frozen=True)
class Contents:
    """What is in an export, as far as judging it goes."""

    known: bool
    kinds: frozenset[str]
    persons: int
    minors: int
    totals: Totals
    hints: tuple[Important, ...] = field(default=())


def check(
    sources: Sequence[Source], case: Case, ledger: Ledger, *, progress: Progress | None = None
) -> Verdict:
    """Return the verdict on *sources*; nothing is recorded.

    Raises Unreadable when a source cannot be read to its end, and the ledger's errors.
    """
    found, before = _scan(sources, case, ledger, create=False, progress=progress)
    return _judged(case, found, before, tally(before, found.people, case.reading)).with_scan(found)


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
    return replace(verdict, recorded=Recorded(entry.seq, entry.digest)).with_scan(found)


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
        progress=progress,
    )
    found = replace(
        found,
        important=_hints(case, found.columns, found.people, None),
        detectors=Detectors(known.sha256, known.titles),
    )
    return found, ledger.year(handler, case.on.year)


def _judged(case: Case, found: Scan, before: People, totals: Totals) -> Verdict:
    known = found.complete and not found.unsure
    contents = _contents(
        known, found.kinds, found.people, totals, _hints(case, found.columns, found.people, totals)
    )
    verdict = judge(case, contents, found.unsure)
    verdict = replace(verdict, reasons=(*verdict.reasons, *_stated(found.columns)))
    if verdict.status == "open":
        return verdict
    return replace(verdict, remedies=tuple(_remedies(case, found, before, verdict)))


def _contents(
    known: bool, kinds: frozenset[str], people: People, totals: Totals, important: tuple[Important, ...]
) -> Contents:
    return Contents(known, kinds, people.high("all"), people.high("minors"), totals, important)


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
    """Say which findings the register takes out of the count. No column is named: this is recorded."""
    for column in columns:
        if column.stated is not None and column.stated.acquits and column.kind is not None:
            because = f"{column.kind} was found in a column, and {column.stated}"
            yield Reason(STATED, *_ABOUT_NOBODY, holds=False, because=because)


def _hinted(case: Case, contents: Contents) -> tuple[list[Reason], bool]:
    """Return a reason for each hint, and whether one is left that nobody has settled.

    What a department has notified or published is decided by that, hints or not.
    """
    decided = case.export.important_data in {"notified", "published"}
    approved = case.approved
    reasons, unsettled = [], False
    for hint in contents.hints:
        settled = case.export.settled_hints.get(hint.hint)
        because = f"possible important data, {hint.hint}, {hint.why}"
        if settled is not None:
            because += f"; the register settles it: {settled}"
        elif approved is not None and hint.hint in approved.hints:
            settled = approved.approval.reason
            because += f"; {approved.approval.by} settled it, entry {approved.approval.entry}: {settled}"
        holds = settled is None and not decided
        unsettled |= holds
        reasons.append(Reason(f"{HINT}{hint.hint}", *IDENTIFY, holds=holds, because=because))
    return reasons, unsettled


def judge(case: Case, contents: Contents, unsure: Sequence[str] = ()) -> Verdict:
    """Decide about *contents*; pure, and without remedies."""
    hinted, unsettled = _hinted(case, contents)
    facts = _facts(case, contents)
    if case.approved is not None and SUSPECTED in case.approved.hints and facts.important_data == "suspected":
        facts = replace(facts, important_data="none")
    if unsettled and facts.important_data == "none":
        facts = replace(facts, important_data="suspected")
    decision = decide(case.policy, facts)
    undeclared = sorted(contents.kinds - case.declared) if case.declared is not None else []
    clearance, refused = _clearance(case, contents, decision.outcome)
    outcome, articles, status = decision.outcome, decision.articles, _status(decision.outcome, clearance)
    reasons = [*decision.reasons, *hinted, *refused]
    if unsettled and outcome == "hold":
        articles = (*articles, IDENTIFY[0])
    if undeclared:
        found = ", ".join(undeclared)
        because = f"found {found}, which the purpose of export {case.export.id} is not declared to need"
        reasons.insert(0, Reason(DECLARATION, *_NECESSITY, holds=True, because=because))
        articles = (_NECESSITY[0], *articles)
        status = "shut" if status == "open" else status
    if contents.minors:
        because = f"{contents.minors:,} of the persons are under 14: every item of theirs is sensitive"
        reasons.append(Reason("minors", *_MINORS, holds=True, because=because))
    if not contents.known:
        if outcome != "prohibited":  # what may never leave is not opened by reading it
            outcome, status = "hold", "review"
        reasons = [
            Reason(UNREAD, "CBDF 2", "第二条", holds=True, because=because) for because in unsure
        ] + reasons
    counted = _counted(case, decision.decided_by) or outcome == "hold"
    return Verdict(
        status=status,
        outcome=outcome,
        articles=articles,
        reasons=tuple(reasons),
        year=case.on.year,
        counts={
            name: YearCount(c.before, c.new, c.after if counted else c.before)
            for name, c in (
                ("all", contents.totals.everybody),
                ("general", contents.totals.general),
                ("sensitive", contents.totals.sensitive),
            )
        },
        counted=counted,
        clearance=clearance,
        remedies=(),
        duties=tuple(f"{duty.article}: {duty.text_en}" for duty in duties(case.policy, facts)),
        policy_id=decision.policy_id,
        policy_sha256=decision.policy_sha256,
        catalogue_sha256=case.catalogue.sha256,
        register_sha256=case.register.sha256,
        profile=case.catalogue.profile,
        export=case.export.id,
        on=case.on.isoformat(),
        detectors_sha256=case.register.detectors.sha256,
        counting=_counting(case.register.settings),
        approval=None if case.approved is None else case.approved.approval,
    )


def _counting(settings: Settings) -> Counting:
    return Counting(
        settings.decide_on,
        settings.general_includes_sensitive_persons,
        settings.count_exempt_exports,
        tuple(sorted(settings.name_with)),
    )


def _facts(case: Case, contents: Contents) -> Facts:
    export, handler = case.export, case.register.handler
    known = contents.known
    necessary = None if case.declared is None or not known else not contents.kinds - case.declared
    return Facts(
        ciio=handler.ciio,
        state_organ=handler.state_organ,
        recipient_restricted=case.register.recipients[export.recipient].restricted,
        scenario=export.scenario,
        evidenced=export.evidenced,
        necessary=necessary,
        off_list=export.off_list,
        important_data=export.important_data,
        persons=contents.persons if known else None,
        general_persons=contents.totals.general.after if known else None,
        sensitive_persons=contents.totals.sensitive.after if known else None,
    )


def _status(outcome: str, clearance: str | None) -> Status:
    if outcome in {"not_regulated", "exempt"}:
        return "open"
    if outcome == "hold":
        return "review"
    return "open" if clearance is not None else "shut"


def _clearance(case: Case, contents: Contents, outcome: str) -> tuple[str | None, list[Reason]]:
    """Return the clearance that covers the export, and why each of the others does not."""
    if outcome not in {"contract_or_certification", "security_assessment"}:
        return None, []
    refused: list[Reason] = []
    for clearance in case.register.clearances.values():
        short = clearance_covers(
            clearance,
            outcome=outcome,  # type: ignore[arg-type]
            recipient=case.export.recipient,
            kinds=contents.kinds,
            general_persons=contents.totals.general.after,
            sensitive_persons=contents.totals.sensitive.after,
            on=case.on,
        )
        if not short:
            return clearance.id, []
        reason = Reason(
            f"clearance {clearance.id}", "NDSMR 38", "第三十八条", holds=False, because="; ".join(short)
        )
        refused.append(reason)
    return None, refused


def _counted(case: Case, decided_by: str | None) -> bool:
    """Tell whether the export's persons count towards the year.

    What is exempt without regard to numbers (CBDF 3, 4, 5(1)(1)-(3), 6) does not, unless the
    register says so: a rule that never asks for the year's persons does not add to them.
    """
    if case.register.settings.count_exempt_exports:
        return True
    rule = next((rule for rule in case.policy.rules if rule.id == decided_by), None)
    if rule is None or rule.outcome not in {"not_regulated", "exempt"}:
        return True
    return any(fact in {"general_persons", "sensitive_persons"} for fact, _ in rule.when.tests())


def _remedies(case: Case, found: Scan, before: People, verdict: Verdict) -> Iterator[Remedy]:
    offered: set[tuple[str, ...]] = set()
    for remainder in found.without.values():
        if not remainder.columns or remainder.columns in offered or not found.complete:
            continue
        offered.add(remainder.columns)
        people, totals = remainder.people, tally(before, remainder.people, case.reading)
        left = [column for column in found.columns if column.column not in remainder.columns]
        important = _hints(case, left, people, totals)
        contents = _contents(not remainder.unsure, remainder.kinds, people, totals, important)
        then = judge(case, contents)
        if then.status == "open":
            yield Remedy(remainder.columns, None, then.status, then.outcome, then.articles)
    # A clearance is no answer to kinds that the purpose does not need.
    declared = not any(reason.rule == DECLARATION for reason in verdict.reasons)
    if (
        declared
        and verdict.status == "shut"
        and verdict.outcome in {"contract_or_certification", "security_assessment"}
    ):
        yield Remedy((), verdict.outcome, "open", verdict.outcome, verdict.articles)
