"""What a verdict does not decide, and its reader should know: duties, lines that are near, split exports.

It is of today and of the year as it is, so it is worked out for every answer and never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongguan.duties import Due, checklist
from tongguan.forecast import Outlook, forecast
from tongguan.splitting import Split, splits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tongguan.law.policy import Policy
    from tongguan.ledger.entry import Entry
    from tongguan.register import Export, Register


@dataclass(frozen=True)
class Advice:
    """How each duty stands, which lines of the year are near, and what looks like splitting."""

    checklist: tuple[Due, ...] = ()
    outlook: tuple[Outlook, ...] = ()
    splits: tuple[Split, ...] = ()


def advise(
    register: Register,
    export: Export,
    policy: Policy,
    on: date,
    *,
    persons: int | None,
    year: Mapping[str, int],
    entries: Sequence[Entry],
) -> Advice:
    """Return what there is to say of one export.

    *persons* are those in it, ``None`` where that is unknown; *year* the handler's persons by class (``all``,
    ``general``, ``sensitive``), as they would be if it left; *entries* those of the ledger.
    """
    near = forecast(
        policy,
        {"all": year["all"], "general": year["general"], "sensitive": year["sensitive"]},
        entries,
        on,
        handler=register.handler.uscc,
        ciio=register.handler.ciio,
    )
    return Advice(
        checklist(policy, export, on, personal=persons != 0, clearances=register.clearances.values()),
        tuple(outlook for outlook in near if outlook.warns),
        splits(register, entries, policy, on),
    )
