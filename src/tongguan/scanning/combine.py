"""What a table is more than its columns are: combinations of the catalogue, which raise a kind's level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.scanning.headers import match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.law.catalogue import Combination
    from tongguan.scanning.classify import Finding
    from tongguan.scanning.plan import Levels

# A column of times is one of no kind (a birthday is one) that has their type, or is called like them.
_TYPES = ("timestamp", "time32", "time64", "date32", "date64")
_WORDS = ("时间", "时刻", "日期", "time", "timestamp", "datetime", "ts", "date", "shijian")


def is_timed(findings: Mapping[str, Finding], types: Mapping[str, str]) -> bool:
    """Tell whether one of the columns, by name, holds times."""
    return any(
        finding.kind is None and (types[name].startswith(_TYPES) or match(name, _WORDS) is not None)
        for name, finding in findings.items()
    )


def met(combinations: Iterable[Combination], kinds: frozenset[str], *, timed: bool) -> list[Combination]:
    """Return the *combinations* that a table of those *kinds* is."""
    return [each for each in combinations if each.met_by(kinds, timed=timed)]


def raised(levels: Levels, combinations: Iterable[Combination]) -> Levels:
    """Return *levels* as they are in a table that is each of *combinations*.

    What a person took for no personal information, with a reason, stays so.
    """
    of = {kind: each.level for each in combinations for kind in each.kinds if levels[kind] == "general"}
    return {**levels, **of} if of else levels
