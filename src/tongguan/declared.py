"""What an export is declared to be, held against what was found in it; what no scan can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.law import words
from tongguan.law.policy import Reason
from tongguan.law.zones import negative_list
from tongguan.register import DOMESTIC, NEEDS_KINDS
from tongguan.verdict import DOMESTIC as DOMESTIC_FOUND
from tongguan.verdict import EVIDENCE, LEVEL, ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tongguan.case import Case, Contents
    from tongguan.law.zones import ListAnswer
    from tongguan.register import Export

_LEVEL = ("PIPL 28", "《个人信息保护法》第二十八条")

_EVIDENCED = NEEDS_KINDS | {"overseas_origin"}
"""Scenarios that nobody can see in the data: without evidence they are not claimed."""


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether any of several answers is yes; ``None`` where one that is unknown may be."""
    given = set(answers)
    return True if True in given else None if None in given else False


def off_list(export: Export) -> bool | None:
    """Return what is declared of a list; that data are off it is claimed like a scenario, with evidence."""
    return export.off_list if export.evidenced or not export.off_list else False


def zone_answer(case: Case, contents: Contents) -> ListAnswer | None:
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


def domestic(case: Case, contents: Contents) -> list[str]:
    """Return the kinds found that people in China have, where an export of overseas origin names them not.

    Collected overseas, a Chinese mobile is possible: then it is one of the export's declared ``kinds``.
    """
    if case.export.scenario != "overseas_origin" or case.policy.cites.overseas is None:
        return []
    return sorted(contents.kinds & DOMESTIC - (case.declared or frozenset()))


def otherwise(case: Case, contents: Contents) -> Iterator[Reason]:
    """Say where what is declared is not claimed, or not what was found; the rules say what follows of it."""
    export = case.export
    if (export.scenario in _EVIDENCED or export.off_list) and not export.evidenced:
        claimed = f"scenario {export.scenario}" if export.scenario in _EVIDENCED else "`off_list`"
        zh = f"场景“{words.SCENARIOS[export.scenario]}”" if export.scenario in _EVIDENCED else "负面清单外"
        because = f"{claimed} is declared without `evidence`, so it is not claimed"
        zh = f"声明了{zh}但未列明证据，故不予主张"
        yield Reason(EVIDENCE, *case.cite("necessity"), holds=False, because=because, because_zh=zh)
    if told := domestic(case, contents):
        because = (
            f"found {', '.join(told)}, as people in China have; if they were collected overseas, "
            "list them in `kinds` and name the evidence"
        )
        zh = f"发现{'、'.join(told)}，通常为境内个人所有；确系境外收集的，请列入 kinds 并列明证据"
        yield Reason(DOMESTIC_FOUND, *case.cite("overseas"), holds=None, because=because, because_zh=zh)
    if (zone := zone_answer(case, contents)) is not None:
        for answer in zone.reasons:
            yield Reason(ZONE, *case.cite("zone"), answer.holds, answer.because, answer.because_zh)
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
