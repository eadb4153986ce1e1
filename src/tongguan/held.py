"""What the handler holds for an export: which clearance covers it, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.clearance import clearance_covers
from tongguan.law.places import is_named, names_in
from tongguan.law.policy import Reason
from tongguan.law.terms import file_by, last_day
from tongguan.law.words import Because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.case import Case, Contents
    from tongguan.clearance import Clearance
    from tongguan.law.policy import Outcome

_CONTRACT: Outcome = "contract_or_certification"
_GREATER_BAY = "gba_standard_contract"
_OUTSIDE_THE_AREA = Because(
    "handler, recipient or whom it gives the data to is outside the Greater Bay Area",
    "数据处理者、境外接收方或者再提供对象不在粤港澳大湾区",
)


def clearance_for(case: Case, contents: Contents, outcome: Outcome) -> tuple[str | None, list[Reason]]:
    """Return the clearance that covers the export, and why each of the others does not."""
    if outcome not in {"contract_or_certification", "security_assessment"}:
        return None, []
    refused: list[Reason] = []
    # Where the numbers ask for an assessment, it is the Greater Bay Area contract that stands in for it.
    held = sorted(case.register.clearances.values(), key=lambda each: each.type != _GREATER_BAY)
    for clearance in held:
        short = _short_of(case, contents, clearance, outcome)
        if clearance.type == _GREATER_BAY and not _all_in_area(case):
            short = (*short, _OUTSIDE_THE_AREA)
        if not short:
            return clearance.id, []
        en, zh = ("; ".join(each.en for each in short), "；".join(each.zh for each in short))
        refused.append(
            Reason(f"clearance {clearance.id}", *case.cite("scope"), holds=False, because=en, because_zh=zh)
        )
    return None, refused


def greater_bay(case: Case, contents: Contents) -> bool:
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


def _in_area(place: str, cities: Sequence[str]) -> bool:
    """Tell whether *place* names one of *cities* or an address in it, 广东省深圳市南山区, and no other."""
    known = [*cities, *(f"{city}市" for city in cities)]
    names = [name.removeprefix("广东省").removeprefix("广东") for name in names_in(place)]
    return bool(names) and all(is_named(name, known) for name in names)


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
