"""What is decided about one export: facts from register and scan, the law's outcome, what is held. Pure.

``judge`` is handed all it needs: the case (what the handler declared, the policy, the day), what was found.
No file, database or clock is in it, so that every verdict can be reproduced from what the ledger keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import normalize

from tongguan.clearance import Clearance, clearance_covers
from tongguan.law import words
from tongguan.law.catalogue import Catalogue, load_catalogue
from tongguan.law.loading import load_policy
from tongguan.law.policy import Facts, Outcome, Policy, Reason, decide, duties
from tongguan.law.terms import file_by, last_day
from tongguan.law.words import Because
from tongguan.law.zones import ListAnswer, negative_list
from tongguan.register import DOMESTIC, NEEDS_KINDS, NO_PERSONAL_INFORMATION, Export, Register
from tongguan.review import SUSPECTED, Approved, Basis
from tongguan.verdict import (
    DECLARATION,
    EVIDENCE,
    HINT,
    LEVEL,
    UNREAD,
    ZONE,
    Counting,
    Status,
    Verdict,
    YearCount,
)
from tongguan.verdict import DOMESTIC as DOMESTIC_FOUND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tongguan.law.policy import Cite
    from tongguan.ledger.year import Totals
    from tongguan.persons.reading import Reading
    from tongguan.register import Settings
    from tongguan.scanning.plan import LeaveOut, Level
    from tongguan.scanning.scan import Important
    from tongguan.scanning.statement import Statement

_MINORS = ("PIPL 28", "《个人信息保护法》第二十八条")
_LEVEL = ("PIPL 28", "《个人信息保护法》第二十八条")

_CONTRACT: Outcome = "contract_or_certification"
_GREATER_BAY = "gba_standard_contract"
_OUTSIDE_THE_AREA = Because(
    "handler, recipient or whom it gives the data to is outside the Greater Bay Area",
    "数据处理者、境外接收方或者再提供对象不在粤港澳大湾区",
)

_NOBODY_COUNTED = "personal information was found, and nobody was counted"

_EVIDENCED = NEEDS_KINDS | {"overseas_origin"}
"""Scenarios that nobody can see in the data: without evidence they are not claimed."""


class Persons(NamedTuple):
    """Numbers of natural persons by class."""

    all: int
    general: int
    sensitive: int


NOBODY = Persons(0, 0, 0)


@dataclass(frozen=True)
class Case:
    """One export as declared, and the law it is judged by: all that is known before the file is opened."""

    register: Register
    export: Export
    policy: Policy
    catalogue: Catalogue
    on: date
    approved: Approved | None = None
    last_year: Persons = NOBODY
    """Persons of the year before, where the policy counts since then: who is in both years counts twice."""

    @classmethod
    def of(cls, register: Register, export_id: str, on: date) -> Case:
        """Look up the export, and the policy and catalogue in force on the day *on*."""
        catalogue = load_catalogue(register.settings.profile, on)
        stated = {said.kind: (said.level, said.reason) for said in register.levels}
        return cls(register, register.export(export_id), load_policy(on), catalogue.stated(stated), on)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the register says of single columns of this export."""
        return self.register.statements(self.export.id)

    @property
    def reading(self) -> Reading:
        """Under which reading of the law persons become numbers."""
        return self.register.settings.reading

    @property
    def parties(self) -> tuple[str, ...]:
        """Whom the data reach: the recipient, and those it gives them to. Ids of the register."""
        return (self.export.recipient, *self.export.onward)

    @property
    def basis(self) -> Basis:
        """What the export is judged by."""
        register = self.register
        return Basis(
            register.sha256,
            self.policy.sha256,
            self.catalogue.sha256,
            register.detectors.sha256,
            register.lists.sha256,
        )

    @property
    def declared(self) -> frozenset[str] | None:
        """The kinds the export may hold; None where nothing is declared of them."""
        if self.export.kinds is not None:
            return frozenset(self.export.kinds)
        return frozenset() if self.export.scenario in NO_PERSONAL_INFORMATION else None

    def cite(self, what: Literal["necessity", "scope", "identify", "overseas", "zone"]) -> Cite:
        """Return the text in force on that day for what is no rule of the policy; else the policy itself."""
        return getattr(self.policy.cites, what) or (self.policy.id, self.policy.title)

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
        for held in self._held_for_recipient():
            rules[f"beyond {held.id}"] = partial(_beyond, held)
        rules["all"] = lambda _, level: level != "none"
        return rules

    def _held_for_recipient(self) -> list[Clearance]:
        """Return the first clearances given for the recipient: what goes beyond them may be left out."""
        held = self.register.clearances.values()
        return [each for each in held if self.export.recipient in each.recipients][:_FEW]


@dataclass(frozen=True)
class Contents:
    """What is in an export, as far as judging it goes."""

    known: bool
    kinds: frozenset[str]
    persons: int
    minors: int
    totals: Totals
    hints: tuple[Important, ...] = field(default=())
    combinations: tuple[str, ...] = ()
    every_kind: frozenset[str] | None = None
    """All kinds found, an organisation's and those taken out of the count too; ``None`` if unknown."""


_FEW = 2


def _beyond(held: Clearance, kind: str, level: Level) -> bool:
    """Tell whether a clearance was not given for a kind of that level."""
    return (level != "none" and kind not in held.kinds) or (level == "sensitive" and not held.sensitive)


def _in_area(place: str, cities: Collection[str]) -> bool:
    """Tell whether *place* names one of *cities*, and nothing but a district of it: 广东省深圳市南山区."""
    name = normalize("NFKC", place).strip().casefold().removeprefix("广东省").removeprefix("广东")
    return any(name in {city.casefold(), f"{city}市"} or name.startswith(f"{city}市") for city in cities)


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
    clearance, refused = _clearance(case, contents, decision.outcome, facts)
    outcome, articles, status = decision.outcome, decision.articles, _status(decision.outcome, clearance)
    reasons = [*decision.reasons, *hinted, *refused, *_declared_otherwise(case, contents)]
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
    totals, before = contents.totals, case.last_year
    zone = _zone(case, contents)
    known = contents.known
    necessary = None if case.declared is None or not known else not contents.kinds - case.declared
    return Facts(
        ciio=handler.ciio,
        state_organ=handler.state_organ,
        special_regime="permitted" if export.permitted else export.special_regime,
        recipient_restricted=_any(case.register.recipients[party].restricted for party in case.parties),
        scenario=export.scenario,
        evidenced=export.evidenced,
        necessary=necessary,
        domestic_added=None if not known or _domestic(case, contents) else False,
        statutory_duty_exempts=case.register.settings.statutory_duty_exempts,
        off_list=_off_list(export) if zone is None else zone.off_list,
        list_outcome="none" if zone is None else zone.outcome,
        gba_contract=_greater_bay(case, contents),
        important_data=export.important_data,
        persons=contents.persons if known else None,
        processed_persons=handler.processed_persons,
        all_persons=totals.everybody.after + before.all if known else None,
        general_persons=totals.general.after + before.general if known else None,
        sensitive_persons=totals.sensitive.after + before.sensitive if known else None,
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether any of several answers is yes; ``None`` where one that is unknown may be."""
    given = set(answers)
    return True if True in given else None if None in given else False


def _off_list(export: Export) -> bool | None:
    """Return what is declared of a list; that data are off it is claimed like a scenario, with evidence."""
    return export.off_list if export.evidenced or not export.off_list else False


def _zone(case: Case, contents: Contents) -> ListAnswer | None:
    """Return what the negative list asks that is claimed for the export; None where none is."""
    claim, totals = case.export.negative_list, contents.totals
    if claim is None or case.policy.cites.zone is None:
        return None
    return negative_list(
        case.register.lists,
        claim,
        place=case.register.handler.place,
        ciio=case.register.handler.ciio,
        kinds=contents.every_kind if contents.known else None,
        # What a list asks for adds to the year, so earlier exports under its tiers are in there.
        persons={
            "all": totals.everybody.after,
            "general": totals.general.after,
            "sensitive": totals.sensitive.after,
        },
        on=case.on,
        absent_fields=claim.absent_fields,
    )


def _domestic(case: Case, contents: Contents) -> list[str]:
    """Return the kinds found that people in China have, where an export of overseas origin names them not.

    Collected overseas, a Chinese mobile is possible: then it is one of the export's declared ``kinds``.
    """
    if case.export.scenario != "overseas_origin" or case.policy.cites.overseas is None:
        return []
    return sorted(contents.kinds & DOMESTIC - (case.declared or frozenset()))


def _greater_bay(case: Case, contents: Contents) -> bool:
    """Tell whether a Greater Bay Area contract on file covers the export, and all parties are in the area."""
    return _all_in_area(case) and any(
        clearance.type == _GREATER_BAY and not _short_of(case, contents, clearance, _CONTRACT)
        for clearance in case.register.clearances.values()
    )


def _all_in_area(case: Case) -> bool:
    """Tell whether handler and parties are in the area: no supply, storage or access outside it."""
    area, register = case.policy.greater_bay, case.register
    return (
        area is not None
        and _in_area(register.handler.place, area.cities)
        and all(register.recipients[party].country in area.countries for party in case.parties)
    )


def _declared_otherwise(case: Case, contents: Contents) -> Iterator[Reason]:
    """Say where what is declared is not claimed, or not what was found; the rules say what follows of it."""
    export = case.export
    if (export.scenario in _EVIDENCED or export.off_list) and not export.evidenced:
        claimed = f"scenario {export.scenario}" if export.scenario in _EVIDENCED else "`off_list`"
        zh = f"场景“{words.SCENARIOS[export.scenario]}”" if export.scenario in _EVIDENCED else "负面清单外"
        because = f"{claimed} is declared without `evidence`, so it is not claimed"
        zh = f"声明了{zh}但未列明证据，故不予主张"
        yield Reason(EVIDENCE, *case.cite("necessity"), holds=False, because=because, because_zh=zh)
    if domestic := _domestic(case, contents):
        because = (
            f"found {', '.join(domestic)}, as people in China have; if they were collected overseas, "
            "list them in `kinds` and name the evidence"
        )
        zh = f"发现{'、'.join(domestic)}，通常为境内个人所有；确系境外收集的，请列入 kinds 并列明证据"
        yield Reason(DOMESTIC_FOUND, *case.cite("overseas"), holds=None, because=because, because_zh=zh)
    if (zone := _zone(case, contents)) is not None:
        for told in zone.reasons:
            yield Reason(ZONE, *case.cite("zone"), told.holds, told.because, told.because_zh)
    for each in case.catalogue.combinations:
        if each.id in contents.combinations:
            because, zh = f"{each.means_en}: {each.level}", f"{each.means}：{words.LEVELS[each.level]}"
            rule = f"combination {each.id}"
            yield Reason(rule, each.article, each.article_zh, holds=True, because=because, because_zh=zh)
    for said in case.register.levels:
        if said.kind in contents.kinds:
            because = f"the register takes {said.kind} for {said.level}: {said.reason or 'stricter'}"
            zh = f"登记册将{said.kind}视为{words.LEVELS[said.level]}：{said.reason or '从严'}"
            yield Reason(f"{LEVEL}{said.kind}", *_LEVEL, holds=False, because=because, because_zh=zh)


def _status(outcome: str, clearance: str | None) -> Status:
    if outcome in {"not_regulated", "exempt"}:
        return "open"
    if outcome == "hold":
        return "review"
    return "open" if clearance is not None else "shut"


def _clearance(
    case: Case, contents: Contents, outcome: Outcome, facts: Facts
) -> tuple[str | None, list[Reason]]:
    """Return the clearance that covers the export, and why each of the others does not."""
    if outcome not in {"contract_or_certification", "security_assessment"}:
        return None, []
    refused: list[Reason] = []
    # Where the numbers ask for an assessment, it is the Greater Bay Area contract that stands in for it.
    held = sorted(case.register.clearances.values(), key=lambda each: each.type != _GREATER_BAY)
    for clearance in held:
        short = _short_of(case, contents, clearance, outcome)
        if clearance.type == _GREATER_BAY and not facts.gba_contract and not _all_in_area(case):
            short = (*short, _OUTSIDE_THE_AREA)
        if not short:
            return clearance.id, []
        en, zh = ("; ".join(each.en for each in short), "；".join(each.zh for each in short))
        refused.append(
            Reason(f"clearance {clearance.id}", *case.cite("scope"), holds=False, because=en, because_zh=zh)
        )
    return None, refused


def _short_of(case: Case, contents: Contents, clearance: Clearance, outcome: Outcome) -> tuple[Because, ...]:
    validity, totals, before = case.policy.validity, contents.totals, case.last_year
    return clearance_covers(
        clearance,
        outcome=outcome,
        recipients=case.parties,
        kinds=contents.kinds,
        general_persons=totals.general.after + before.general if contents.known else None,
        sensitive_persons=totals.sensitive.after + before.sensitive if contents.known else None,
        sends_sensitive=totals.sensitive.new > 0,
        important_data=case.export.important_data in {"notified", "published"},
        important_since=case.export.important_since,
        on=case.on,
        last_day=last_day(clearance, validity),
        file_by=file_by(clearance, validity),
    )


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
