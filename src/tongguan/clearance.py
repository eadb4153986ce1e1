"""What a handler holds that lets personal information leave: an assessment, a filed contract, a certificate.

A clearance opens the gate only for what it was given for: its recipients, kinds, sensitivity, number of
persons and dates (NDSMR 38: purpose, manner, scope, kinds and scale of a passed assessment are not exceeded).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

from tongguan.law.words import CLEARANCES, OUTCOMES, Because

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tongguan.law.policy import Outcome

ClearanceType: TypeAlias = Literal[
    "standard_contract", "gba_standard_contract", "certification", "security_assessment"
]
_Whole: TypeAlias = Annotated[int, Meta(ge=0)]

CLEARANCE_TYPES: tuple[ClearanceType, ...] = get_args(ClearanceType)

NO_TERM_OF_ITS_OWN = frozenset({"standard_contract", "gba_standard_contract"})
"""Types whose last day the law does not set: a contract lasts as long as its parties agreed."""


class Clearance(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One clearance on file, as the register states it. First and last day are days on which it is valid."""

    id: str
    type: ClearanceType
    recipients: tuple[str, ...]
    """Ids of recipients in the register."""
    kinds: tuple[str, ...]
    sensitive: bool
    """It was given for sensitive personal information too."""
    important_data: bool = False
    """It was given for important data too: only an assessment can be."""
    persons_max: _Whole | None = None
    """Persons with general items of a calendar year it was given for; ``None`` if it names no number. Where
    it names none of sensitive persons, those are no more either."""
    sensitive_persons_max: _Whole | None = None
    effective: date
    """The day of the assessment's result or of the certificate, or on which the contract takes effect."""
    expires: date | None = None
    """The last day. Left out, an assessment and a certificate last as long as the law says."""
    filed: date | None = None
    """The day a contract was filed with the provincial cyberspace administration (SCCM 7)."""
    extension_requested: date | None = None
    """The day an extension of an assessment was asked for (CBDF 9)."""
    reference: str = ""


def is_of_important_data(clearance: Clearance, since: date | None) -> bool:
    """Tell whether *clearance* was given for data that are important, after they were called so (*since*).

    What was assessed before was not assessed as such; where the day is not stated, nobody can tell.
    """
    return clearance.important_data and since is not None and clearance.effective >= since


def clearance_covers(
    clearance: Clearance,
    *,
    outcome: Outcome,
    recipients: Collection[str],
    kinds: Collection[str],
    general_persons: int | None,
    sensitive_persons: int | None,
    sends_sensitive: bool,
    on: date,
    important_data: bool = False,
    important_since: date | None = None,
    last_day: date | None = None,
    file_by: date | None = None,
) -> tuple[Because, ...]:
    """Return the reasons why *clearance* does not cover an export; an empty tuple if it does.

    *recipients* are ids in the register: who is given the data, and whom they give it to. *kinds* are those
    found, *on* is the day of leaving in Shanghai. Persons are those it would have let go this year, this
    export included; ``None`` (unknown) is uncovered. *sends_sensitive*: this export holds sensitive
    information. *important_data*: it holds data that are, since *important_since*, important. *last_day* is
    the last on which it is valid; *file_by* the last on which a contract may still be unfiled, ``None`` where
    none has to be filed.
    """
    return (
        *_type_short_of(clearance, outcome),
        *_outside_scope(clearance, recipients, kinds, sends_sensitive=sends_sensitive),
        *(_not_for_important(clearance, important_since) if important_data else ()),
        *_beyond("general", general_persons, clearance.persons_max),
        *_beyond("sensitive", sensitive_persons, _most_sensitive(clearance)),
        *_out_of_date(clearance, on, last_day),
        *_unfiled(clearance, on, file_by),
    )


def _type_short_of(clearance: Clearance, outcome: Outcome) -> Iterator[Because]:
    if outcome in {"hold", "prohibited"}:
        yield Because(
            f"no clearance meets the outcome {outcome}", f"“{OUTCOMES[outcome]}”不因持有任何手续而改变"
        )
    elif outcome == "security_assessment" and clearance.type != "security_assessment":
        yield Because(
            f"a security assessment is needed, this is a {clearance.type.replace('_', ' ')}",
            f"需要通过数据出境安全评估，此为{CLEARANCES[clearance.type]}",
        )


def _outside_scope(
    clearance: Clearance, recipients: Collection[str], kinds: Collection[str], *, sends_sensitive: bool
) -> Iterator[Because]:
    for recipient in recipients:
        if recipient not in clearance.recipients:
            yield Because(f"it was not given for the recipient {recipient}", f"不包括境外接收方{recipient}")
    if uncovered := sorted(set(kinds) - set(clearance.kinds)):
        yield Because(f"it was not given for {', '.join(uncovered)}", f"不包括{'、'.join(uncovered)}")
    if sends_sensitive and not clearance.sensitive:
        yield Because("it was not given for sensitive personal information", "不包括敏感个人信息")


def _not_for_important(clearance: Clearance, since: date | None) -> Iterator[Because]:
    if not clearance.important_data:
        yield Because("it was not given for important data", "不包括重要数据")
    elif not is_of_important_data(clearance, since):
        yield Because(
            "it is older than the day on which the data became important, or that day is not stated",
            "早于被告知或公布为重要数据之日，或者未填写 important_since",
        )


def _most_sensitive(clearance: Clearance) -> int | None:
    return (
        clearance.persons_max if clearance.sensitive_persons_max is None else clearance.sensitive_persons_max
    )


def _beyond(which: str, persons: int | None, most: int | None) -> Iterator[Because]:
    called = {"general": "个人信息", "sensitive": "敏感个人信息"}[which]
    if persons is None:
        yield Because(f"the number of {which} persons is unknown", f"{called}人数不明")
    elif most is not None and persons > most:
        yield Because(
            f"it was given for {most:,} {which} persons, these are {persons:,}",
            f"适用于{called}{most:,}人，实为{persons:,}人",
        )


def _out_of_date(clearance: Clearance, on: date, last: date | None) -> Iterator[Because]:
    if on < clearance.effective:
        day = f"{clearance.effective:%Y-%m-%d}"
        yield Because(f"it takes effect on {day}", f"{day}起生效")
    if last is None:
        yield Because("how long it lasts is not known: write `expires`", "有效期不明，请填写 expires")
    elif on > last:
        yield Because(f"it expired on {last:%Y-%m-%d}", f"已于{last:%Y-%m-%d}到期")


def _unfiled(clearance: Clearance, on: date, file_by: date | None) -> Iterator[Because]:
    unfiled = clearance.filed is None or clearance.filed > on
    if file_by is not None and unfiled and on > file_by:
        day = f"{file_by:%Y-%m-%d}"
        yield Because(f"it had to be filed by {day}, and was not by then", f"至迟应于{day}备案，届时尚未备案")
