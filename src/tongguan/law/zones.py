"""Whether a zone's negative list takes an export out of the tiers (CBDF 6), and what it asks for.

Pure. An export *claims* a list, a sector and a scenario in it. The list applies if it is in force, the
handler is registered where it counts and may use it, evidence is named, and the rows supplied cover sector
and scenario. Then industry, scenario and field decide together: kinds found that are fields of these rows are
on the list, and the strictest of their tiers is asked for; if none is found the data are off the list.

A wrong "off the list" would let data go that may not. So what may be on the list is taken to be on it: a
field that Tongguan has no kind for and the claim does not state absent; where a hash or a mask was found that
is on no row, every field. Not known, and held, is what is asked where

- the scan does not know every kind;
- the file has not all rows, unless a row of what was found asks for an assessment, the most there is;
- the number is not known that a row counts and its tiers differ, unless another row asks for an assessment.

Among sets of kinds and numbers of persons that are known (or not known before and after), claim, rows and
place the same, more never makes a known answer lighter, in this order: off the list, exempt, contract or
certification, assessment. It may make it unknown. An unknown one it makes known only as an assessment: what
is held with less is never exempt, nor open under a contract, with more.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tongguan.law.places import same
from tongguan.law.strict_toml import shown
from tongguan.law.words import OUTCOMES, Because
from tongguan.law.zone_lists import is_in
from tongguan.law.zone_rows import ASKED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tongguan.law.policy import ListOutcome
    from tongguan.law.zone_lists import ZoneList
    from tongguan.law.zone_rows import Asked, Counts, ListRows, Row, ZoneLists

VEILED = frozenset({"hashed_id", "masked_id"})
"""Kinds that say that something was made unreadable, and not what it was: any field of a list may be it."""

_ALMOST = 0.8


class Claim(Protocol):
    """What an export declares: ``[exports.x.negative_list]`` of the register."""

    @property
    def list(self) -> str:
        """The id of the list."""

    @property
    def sector(self) -> str:
        """The industry, as the rows call it."""

    @property
    def scenario(self) -> str:
        """The scenario, as the rows call it."""

    @property
    def evidence(self) -> Collection[str]:
        """What shows registration, place of export, and any filing the list asks for."""


class ListReason(NamedTuple):
    """One condition, whether it holds (``None``: not known), and why. No value, no label of a list."""

    holds: bool | None
    because: str
    because_zh: str


@dataclass(frozen=True)
class ListAnswer:
    """What a negative list does for an export; ``None`` is "not known", and nothing opens on it."""

    applies: bool | None
    """The list is the export's measure. If it is not, the national tiers are."""
    off_list: bool | None
    """Nothing is on the list, or may be. ``False`` where something is, or is taken to be."""
    outcome: ListOutcome | None
    """What is asked for the data on the list; ``none`` where none are, or the list does not apply."""
    reasons: tuple[ListReason, ...]


def negative_list(
    lists: ZoneLists,
    claim: Claim,
    *,
    place: str,
    ciio: bool | None,
    kinds: frozenset[str] | None,
    persons: Mapping[Counts, int | None],
    on: date,
    absent_fields: Collection[str] = (),
) -> ListAnswer:
    """Return what the claimed list says of *kinds* of personal information and *persons* of the year.

    *kinds* are all that were found in any column, an organisation's too and those that the register takes
    out of the count; ``None`` where the scan does not know them all. *persons* are those of the year, as it
    is counted, if the export left: exports that a list's tiers decided add to that year, also those exempt by
    a tier; what is exempt under CBDF 3, 4, 5(1)(1)-(3) or off the list does not, unless the register says so
    (``count_exempt_exports``). *on* is the day of leaving (Asia/Shanghai). *absent_fields* are fields of the
    list, by name, that the handler states are not sent; they settle only what no scan can see.
    """
    found = lists.known.get(claim.list)
    if found is None:
        told = f"no negative list {shown(claim.list)} is known", "未知的负面清单"
        return ListAnswer(None, None, None, (ListReason(None, *told),))
    rows = lists.rows.get(found.id)
    conditions = (
        _evidenced(claim),
        *_in_force(found, rows, lists, on),
        _registered(place, found, lists),
        _open_to(ciio, found),
        *_covered(claim, found, rows),
    )
    if any(reason.holds is False for reason in conditions):
        return ListAnswer(False, False, "none", conditions)
    if rows is None or any(reason.holds is None for reason in conditions):
        return ListAnswer(None, None, None, conditions)
    off_list, outcome, reasons = _weighed(_of_claim(claim, rows), rows, kinds, persons, absent_fields)
    return ListAnswer(True, off_list, outcome, (*conditions, *reasons))


def _evidenced(claim: Claim) -> ListReason:
    if not claim.evidence:
        return ListReason(False, "the claim names no evidence", "未列明适用清单的证据")
    return ListReason(True, "the claim names its evidence", "已列明适用清单的证据")


def _in_force(found: ZoneList, rows: ListRows | None, lists: ZoneLists, on: date) -> Iterator[ListReason]:
    first, until = found.dated, None
    if rows is not None:
        first, until = max(first, rows.in_force_from or first), rows.in_force_until
    later = [each for each in lists.known.values() if found.id in each.supersedes and each.dated <= on]
    if on < first:
        yield ListReason(False, f"{found.id} is in force only from {first}", f"{found.id}自{first}起方可适用")
    elif until is not None and until < on:
        yield ListReason(False, f"{found.id} was in force until {until}", f"{found.id}适用至{until}")
    elif later:
        newer = max(later, key=lambda each: each.dated)
        because = f"{newer.id} of {newer.dated} has taken the place of {found.id}: claim that one"
        yield ListReason(False, because, f"{found.id}已由{newer.dated}的{newer.id}取代，应改用后者")
    else:
        yield ListReason(True, f"{found.id} of {first} is in force", f"{found.id}（{first}）在适用期内")


def _registered(place: str, found: ZoneList, lists: ZoneLists) -> ListReason:
    where = found.places[0]
    told = {
        True: ("the handler is registered where the list applies", "注册地属于清单适用地域"),
        False: ("the handler is registered elsewhere", "注册地不属于清单适用地域"),
        None: (
            f"whether the handler is registered where the list applies is not known (it applies in: {where})",
            f"注册地是否属于清单适用地域不明（清单适用地域：{where}）",
        ),
    }
    there = is_in(place, found, lists.known)
    return ListReason(there, *told[there])


def _open_to(ciio: bool | None, found: ZoneList) -> ListReason:
    if ciio is False or found.ciio_excluded is False:
        return ListReason(True, "the handler may use the list", "数据处理者可以适用该清单")
    if ciio and found.ciio_excluded:
        because = "the list is not open to operators of critical information infrastructure"
        return ListReason(False, because, "该清单不适用于关键信息基础设施运营者")
    because = "whether the handler may use the list depends on critical information infrastructure"
    return ListReason(None, because, "是否可以适用该清单取决于关键信息基础设施情况，尚不明确")


def _covered(claim: Claim, found: ZoneList, rows: ListRows | None) -> Iterator[ListReason]:
    """Hold sector and scenario of the claim against the rows supplied."""
    if rows is None:
        because = (
            f"the rows of {found.id} were not supplied: name their file under negative_lists in [settings]"
        )
        because_zh = f"未提供{found.id}的条目：请在[settings]的negative_lists中列出其文件"
        yield ListReason(None, because, because_zh)
        return
    in_sector = [row for row in rows.rows if same(row.sector) == same(claim.sector)]
    yield _names(claim.sector, [row.sector for row in rows.rows], ("sector", "领域"))
    if in_sector:
        yield _names(claim.scenario, [row.scenario for row in in_sector], ("scenario", "场景"))


def _names(claimed: str, known: Iterable[str], what: tuple[str, str]) -> ListReason:
    """Tell whether what is claimed is one of the *known*; what is almost one may be a slip."""
    en, zh = what
    words = {same(word) for word in known}
    if same(claimed) in words:
        return ListReason(True, f"the rows cover the {en}", f"条目涵盖该{zh}")
    if get_close_matches(same(claimed), words, n=1, cutoff=_ALMOST):
        because = f"the {en} claimed is almost, and not quite, one in the rows: write it as they do"
        return ListReason(None, because, f"所主张的{zh}与条目中的近似而不一致：请按条目写法填写")
    return ListReason(
        False, f"the rows do not cover the {en}: the national tiers apply", f"条目不涵盖该{zh}，适用全国规定"
    )


def _of_claim(claim: Claim, rows: ListRows) -> list[tuple[int, Row]]:
    """Return the rows of sector and scenario, each with its place in the file."""
    return [
        (number, row)
        for number, row in enumerate(rows.rows, 1)
        if same(row.sector) == same(claim.sector) and same(row.scenario) == same(claim.scenario)
    ]


def _weighed(
    numbered: Sequence[tuple[int, Row]],
    rows: ListRows,
    kinds: frozenset[str] | None,
    persons: Mapping[Counts, int | None],
    absent_fields: Collection[str],
) -> tuple[bool | None, ListOutcome | None, tuple[ListReason, ...]]:
    """Return whether the data are off the list, what is asked for, and why."""
    found = kinds or frozenset()
    hit = [(number, row) for number, row in numbered if row.kinds & found]
    doubts = tuple(_doubts(numbered, rows, kinds, absent_fields))
    if not hit and not doubts:
        because = "no kind found is a field of these rows: the data are off the list"
        return True, "none", (ListReason(True, because, "所发现的类型均不在相关条目之列，属于清单外数据"),)
    whole = kinds is not None and rows.complete
    if not hit and not whole:
        return None, None, tuple(doubt.reason for doubt in doubts)
    doubtful = {number for doubt in doubts for number in doubt.rows} if whole else set()
    taken = [(number, row) for number, row in numbered if number in doubtful or (number, row) in hit]
    outcome = _strictest(taken, persons, whole=whole)
    if outcome is not None and outcome == _strictest(hit, persons, whole=True):
        doubts, taken = (), hit  # what is in doubt changes nothing
    reasons = (
        *(_on_list(number, row, found, persons) for number, row in taken),
        *(doubt.reason for doubt in doubts),
    )
    if outcome is None:
        return False, None, reasons
    return False, outcome, (*reasons, _asked(outcome, found, numbered, doubted=bool(doubts)))


def _strictest(
    numbered: Sequence[tuple[int, Row]], persons: Mapping[Counts, int | None], *, whole: bool
) -> Asked | None:
    """Return the most that a row asks for; where the rows are not the *whole*, only an assessment is known.

    A number that is not known leaves that unknown, even if another row asks for as much as this one may: by
    that row, more kinds would turn into a contract what is held without them.
    """
    ranges = [row.range(persons.get(row.counts)) for _, row in numbered]
    least = max((low for low, _ in ranges), key=ASKED.index, default=None)
    if least == ASKED[-1] or (whole and all(low == high for low, high in ranges)):
        return least
    return None


def _asked(
    outcome: Asked, found: frozenset[str], numbered: Sequence[tuple[int, Row]], *, doubted: bool
) -> ListReason:
    free = sorted(found - _kinds(numbered) - VEILED)
    aside, aside_zh = (
        (f"; on no row: {', '.join(free)}", f"；清单外：{'、'.join(free)}") if free else ("", "")
    )
    because, because_zh = "the data are on the list, which asks for", "属于清单内数据"
    if doubted:
        because = "what may be on the list is taken to be on it, and the list asks for"
        because_zh = "可能属于清单内的数据按清单内处理"
    return ListReason(
        True, f"{because}: {outcome}{aside}", f"{because_zh}，清单要求：{OUTCOMES[outcome]}{aside_zh}"
    )


def _kinds(numbered: Sequence[tuple[int, Row]]) -> frozenset[str]:
    return frozenset(kind for _, row in numbered for kind in row.kinds)


_WHOSE: Mapping[Counts, Because] = MappingProxyType(
    {
        "all": Because("any items", "任何个人信息"),
        "general": Because("general items", "一般个人信息"),
        "sensitive": Because("sensitive items", "敏感个人信息"),
    }
)
"""What the persons have that a row counts."""


def _on_list(
    number: int, row: Row, found: frozenset[str], persons: Mapping[Counts, int | None]
) -> ListReason:
    """Say what the row asks for; one of which nothing was found may be hit all the same."""
    known, whose = persons.get(row.counts), _WHOSE[row.counts]
    low, high = row.range(known)
    if has := sorted(row.kinds & found):
        holds, which = True, Because(f"has {', '.join(has)}", f"包含{'、'.join(has)}")
    else:
        holds, which = None, Because("may apply", "可能适用")
    asks = Because(low, OUTCOMES[low])
    if low != high:
        holds, asks = None, Because(f"{low} to {high}", f"{OUTCOMES[low]}至{OUTCOMES[high]}")
    if known is None:
        of = Because(f"how many persons with {whose.en} is unknown", f"人数（{whose.zh}）不明")
    else:
        of = Because(f"{known:,} persons with {whose.en}", f"{known:,}人（{whose.zh}）")
    because = f"row {number} {which.en}; {of.en}: {asks.en}"
    return ListReason(holds, because, f"第{number}条{which.zh}；{of.zh}：{asks.zh}")


class _Doubt(NamedTuple):
    """Why more may be on the list than was found, and on which rows."""

    reason: ListReason
    rows: tuple[int, ...]


def _doubts(
    numbered: Sequence[tuple[int, Row]],
    rows: ListRows,
    kinds: frozenset[str] | None,
    absent_fields: Collection[str],
) -> Iterator[_Doubt]:
    every = tuple(number for number, _ in numbered)
    if kinds is None:
        told = "not every kind in the export is known", "出境数据的类型尚未全部查明"
        yield _Doubt(ListReason(None, *told), every)
    if not rows.complete:
        told = "not all rows of the scenario were supplied", "该场景的条目未全部提供"
        yield _Doubt(ListReason(None, *told), every)
    absent = {same(name) for name in absent_fields}
    unseen = [number for number, row in numbered if any(same(name) not in absent for name in row.unseen)]
    if unseen:
        where = ", ".join(map(str, unseen))
        because = (
            f"rows {where} have fields of no kind, which no scan finds: state in absent_fields those not sent"
        )
        because_zh = f"条目{where}有扫描无法发现的字段：请在absent_fields中写明未出境的字段"
        yield _Doubt(ListReason(None, because, because_zh), tuple(unseen))
    veiled = ", ".join(sorted((kinds or frozenset()) & VEILED - _kinds(numbered)))
    if veiled:
        because = f"found {veiled}, which may be any field made unreadable"
        yield _Doubt(ListReason(None, because, f"发现{veiled}，可能是任一经处理的字段"), every)
