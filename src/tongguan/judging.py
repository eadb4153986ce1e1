"""What is decided about one export: facts from register and scan, the law's outcome, what is held. Pure.

``judge`` is handed all it needs: the case (what the handler declared, the policy, the day), what was found.
No file, database or clock is in it, so that every verdict can be reproduced from what the ledger keeps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongguan import declared
from tongguan.held import clearance_for, greater_bay
from tongguan.law.policy import Facts, Reason, decide, duties
from tongguan.review import SUSPECTED
from tongguan.verdict import DECLARATION, HINT, UNREAD, Counting, Verdict, YearCount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.case import Case, Contents
    from tongguan.register import Settings
    from tongguan.verdict import Status

_MINORS = ("PIPL 28", "《个人信息保护法》第二十八条")

_NOBODY_COUNTED = "personal information was found, and nobody was counted"


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
        zh = f"可能属于重要数据的线索 {hint.hint}" + ("" if holds else "，已处理")
        reasons.append(
            Reason(f"{HINT}{hint.hint}", *case.cite("identify"), holds=holds, because=because, because_zh=zh)
        )
    return reasons, unsettled


def judge(case: Case, contents: Contents, unsure: Sequence[str] = ()) -> Verdict:
    """Decide about *contents*; pure, and without remedies."""
    if contents.known and contents.kinds and not contents.persons:
        # Whatever led to it: an export with personal information and nobody in it is not understood.
        contents, unsure = replace(contents, known=False), (*unsure, _NOBODY_COUNTED)
    hinted, unsettled = _hinted(case, contents)
    facts = _facts(case, contents)
    if case.approved is not None and SUSPECTED in case.approved.hints and facts.important_data == "suspected":
        facts = replace(facts, important_data="none")
    if unsettled and facts.important_data == "none":
        facts = replace(facts, important_data="suspected")
    decision = decide(case.policy, facts)
    undeclared = sorted(contents.kinds - case.declared) if case.declared is not None else []
    clearance, refused = clearance_for(case, contents, decision.outcome)
    outcome, articles, status = decision.outcome, decision.articles, _status(decision.outcome, clearance)
    reasons = [*decision.reasons, *hinted, *refused, *declared.otherwise(case, contents)]
    if unsettled and outcome == "hold":
        articles = (*articles, case.cite("identify")[0])
    if undeclared:
        necessity = case.cite("necessity")
        because = (
            f"found {', '.join(undeclared)}, which the purpose of export {case.export.id} "
            "is not declared to need"
        )
        zh = f"发现{'、'.join(undeclared)}，出境项目{case.export.id}的目的未声明需要"
        reasons.insert(0, Reason(DECLARATION, *necessity, holds=True, because=because, because_zh=zh))
        articles = (necessity[0], *articles)
        status = "shut" if status == "open" else status
    if contents.minors:
        because = f"{contents.minors:,} of the persons are under 14: every item of theirs is sensitive"
        zh = f"其中{contents.minors:,}人不满十四周岁：其全部个人信息均为敏感个人信息"
        reasons.append(Reason("minors", *_MINORS, holds=True, because=because, because_zh=zh))
    if not contents.known:
        if outcome != "prohibited":  # what may never leave is not opened by reading it
            outcome, status = "hold", "review"
        zh = "有内容未读取，或者无法判断是否涉及个人"
        reasons = [
            Reason(UNREAD, *case.cite("identify"), holds=True, because=because, because_zh=zh)
            for because in unsure
        ] + reasons
    # What is shut leaves only with a mark, and then its persons are sent like any others.
    counted = _counted(case, decision.decided_by) or outcome == "hold" or status != "open"
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
        lists_sha256=case.register.lists.sha256,
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
    totals, before, recipients = contents.totals, case.last_year, case.register.recipients
    zone = declared.zone_answer(case, contents)
    known = contents.known
    necessary = None if case.declared is None or not known else not contents.kinds - case.declared
    return Facts(
        ciio=handler.ciio,
        state_organ=handler.state_organ,
        special_regime="permitted" if export.permitted else export.special_regime,
        recipient_restricted=declared.any_of(recipients[party].restricted for party in case.parties),
        scenario=export.scenario,
        evidenced=export.evidenced,
        necessary=necessary,
        domestic_added=None if not known or declared.domestic(case, contents) else False,
        statutory_duty_exempts=case.register.settings.statutory_duty_exempts,
        off_list=declared.off_list(export) if zone is None else zone.off_list,
        list_outcome="none" if zone is None else zone.outcome,
        gba_contract=greater_bay(case, contents),
        important_data=export.important_data,
        persons=contents.persons if known else None,
        processed_persons=handler.processed_persons,
        all_persons=totals.everybody.after + before.all if known else None,
        general_persons=totals.general.after + before.general if known else None,
        sensitive_persons=totals.sensitive.after + before.sensitive if known else None,
    )


def _status(outcome: str, clearance: str | None) -> Status:
    if outcome in {"not_regulated", "exempt"}:
        return "open"
    if outcome == "hold":
        return "review"
    return "open" if clearance is not None else "shut"


# What a list asks for its items goes by the number of persons, too.
_ASKS_FOR_NUMBERS = frozenset({"all_persons", "general_persons", "sensitive_persons", "list_outcome"})


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
    return any(fact in _ASKS_FOR_NUMBERS for fact, _ in rule.when.tests())
