"""What a handler holds that lets personal information leave: an assessment, a filed contract, a certificate.

A clearance opens the gate only for what it was given for: its recipients, kinds, sensitivity, number of
persons and dates (NDSMR 38: purpose, manner, scope, kinds and scale of a passed assessment are not exceeded).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tongguan.law.policy import Outcome

ClearanceType: TypeAlias = Literal["standard_contract", "certification", "security_assessment"]
_Whole: TypeAlias = Annotated[int, Meta(ge=0)]

CLEARANCE_TYPES: tuple[ClearanceType, ...] = get_args(ClearanceType)


class Clearance(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One clearance on file, as the register states it. Both dates are days on which it is valid."""

    id: str
    type: ClearanceType
    recipients: tuple[str, ...]
    """Ids of recipients in the register."""
    kinds: tuple[str, ...]
    sensitive: bool
    """It was given for sensitive personal information too."""
    persons_max: _Whole | None = None
    """Persons with general items it was given for; ``None`` if it names no number."""
    sensitive_persons_max: _Whole | None = None
    effective: date
    expires: date
    filed: date | None = None
    reference: str = ""


def clearance_covers(
    clearance: Clearance,
    *,
    outcome: Outcome,
    recipient: str,
    kinds: Collection[str],
    general_persons: int | None,
    sensitive_persons: int | None,
    on: date,
) -> tuple[str, ...]:
    """Return the reasons why *clearance* does not cover an export; an empty tuple if it does.

    *recipient* is its id in the register, *kinds* are those found, *on* is the day of leaving in Shanghai.
    Persons are those it would have let go, this export included; ``None`` (unknown) is uncovered.
    """
    return (
        *_type_short_of(clearance, outcome),
        *_outside_scope(clearance, recipient, kinds, sensitive_persons),
        *_beyond("general", general_persons, clearance.persons_max),
        *_beyond("sensitive", sensitive_persons, clearance.sensitive_persons_max),
        *_out_of_date(clearance, on),
    )


def _type_short_of(clearance: Clearance, outcome: Outcome) -> Iterator[str]:
    if outcome in {"hold", "prohibited"}:
        yield f"no clearance meets the outcome {outcome}"
    elif outcome == "security_assessment" and clearance.type != "security_assessment":
        yield f"a security assessment is needed, this is a {clearance.type.replace('_', ' ')}"


def _outside_scope(
    clearance: Clearance, recipient: str, kinds: Collection[str], sensitive_persons: int | None
) -> Iterator[str]:
    if recipient not in clearance.recipients:
        yield f"it was not given for the recipient {recipient}"
    if uncovered := sorted(set(kinds) - set(clearance.kinds)):
        yield f"it was not given for {', '.join(uncovered)}"
    if sensitive_persons and not clearance.sensitive:
        yield "it was not given for sensitive personal information"


def _beyond(which: str, persons: int | None, most: int | None) -> Iterator[str]:
    if persons is None:
        yield f"the number of {which} persons is unknown"
    elif most is not None and persons > most:
        yield f"it was given for {most:,} {which} persons, these are {persons:,}"


def _out_of_date(clearance: Clearance, on: date) -> Iterator[str]:
    if on < clearance.effective:
        yield f"it takes effect on {clearance.effective:%Y-%m-%d}"
    if on > clearance.expires:
        yield f"it expired on {clearance.expires:%Y-%m-%d}"
