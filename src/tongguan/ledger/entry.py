"""What is asked of the ledger, what it records, and which entry of a run may follow which.

A run is reserved, then posted (the data has left) or voided (it did not). A run that was refused or
voided has sent nothing, so it may be judged anew under the same id, as a retry does. Of what was refused
for review a person may approve or reject. What left around the gate is added by hand.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from tongguan.errors import LedgerError
from tongguan.ledger.merging import Merged
from tongguan.ledger.year import Totals
from tongguan.persons.reading import STRICT, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.persons.people import People, Unidentified

ID_CHARS_MAX = 250
FILES_MAX = 100_000
REASON_CHARS_MAX = 500
_NUMBER = re.compile(r"\d{9}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What an entry says about its run."""

    RESERVE = "reserve"
    POST = "post"
    VOID = "void"
    REFUSE = "refuse"
    APPROVE = "approve"
    REJECT = "reject"
    ADD = "add"
    FORGET = "forget"
    REKEY = "rekey"


FOLLOWS: Mapping[Kind | None, frozenset[Kind]] = {
    None: frozenset({Kind.RESERVE, Kind.REFUSE, Kind.ADD, Kind.FORGET, Kind.REKEY}),
    Kind.REFUSE: frozenset({Kind.RESERVE, Kind.REFUSE, Kind.APPROVE, Kind.REJECT}),
    Kind.APPROVE: frozenset({Kind.RESERVE, Kind.REFUSE, Kind.REJECT}),
    Kind.REJECT: frozenset(),  # a person said no: another run may be tried
    Kind.VOID: frozenset({Kind.RESERVE, Kind.REFUSE, Kind.ADD}),
    Kind.RESERVE: frozenset({Kind.POST, Kind.VOID}),
    Kind.POST: frozenset(),  # what has left does not come back
    Kind.ADD: frozenset({Kind.VOID}),
    Kind.FORGET: frozenset(),
    Kind.REKEY: frozenset(),
}

OF_PERSONS = frozenset({Kind.RESERVE, Kind.ADD})
"""Kinds of entries with persons of their own."""

OF_KEYS = frozenset({Kind.FORGET, Kind.REKEY})
"""Kinds of entries about keys, not about an export; their run id is the ledger's own."""

NONE = "-"
"""Stands in an entry about keys where another has a handler, an export or a key."""


class Step(Protocol):
    """As much of an entry as is needed to tell which runs are live."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def run(self) -> str: ...  # noqa: D102


_Step = TypeVar("_Step", bound=Step)


def live(steps: Iterable[_Step]) -> list[_Step]:
    """Return the steps with persons that were not voided afterwards, oldest first."""
    reserved: dict[str, _Step] = {}
    for step in steps:
        if step.kind in OF_PERSONS:
            reserved[step.run] = step
        elif step.kind == Kind.VOID:
            reserved.pop(step.run, None)
    return list(reserved.values())


def require_id(what: str, text: str) -> None:
    """Raise LedgerError unless *text* can be the id of a handler, run, export or of who said something."""
    if not text or not text.isprintable() or text != text.strip() or len(text) > ID_CHARS_MAX:
        raise LedgerError(
            f"The {what} id is empty, too long or has space at its ends. Nothing was recorded.",
            hint=f"Use 1 to {ID_CHARS_MAX} printable characters.",
        )


@dataclass(frozen=True)
class Said:
    """What a person said of a run: why, and who, as the handler knows them. It is kept as it is.

    Raises LedgerError for an empty reason, and for numbers in which somebody could be read.
    """

    reason: str
    by: str

    def __post_init__(self) -> None:
        require_id("person's", self.by)
        if not self.reason.strip() or not self.reason.isprintable() or len(self.reason) > REASON_CHARS_MAX:
            raise LedgerError(
                "The reason is empty, too long, or not one line. Nothing was recorded.",
                hint=f"Say in 1 to {REASON_CHARS_MAX} characters why.",
            )
        for what in (self.reason, self.by):
            if _NUMBER.search(what):
                raise LedgerError(
                    "The reason, or who gives it, holds a number that may be somebody's. "
                    "Nothing was recorded.",
                    hint="What is written into the ledger stays: name nobody but by role or staff number.",
                )


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """One act of providing data abroad that asks to be let out.

    Attributes:
        handler: the data handler whose year counts.
        run: the caller's id for this attempt, unique in the ledger; a retry uses it again.
        export: the export's id in the register.
        leaves_on: date in Asia/Shanghai on which the data is to leave; its year is the year counted.
        files: SHA-256 of every file, 64 lower-case hexadecimal digits each; kept sorted.
        persons: who is inside, keyed under the year key.
        key_id: id of that year key (:func:`tongguan.ledger.pepper.key_id`).
        reading: under which reading of the law the persons are counted.
    """

    handler: str
    run: str
    export: str
    leaves_on: date
    files: tuple[str, ...]
    persons: People
    key_id: str
    reading: Reading = STRICT

    def __post_init__(self) -> None:
        for what in ("handler", "run", "export"):
            require_id(what, getattr(self, what))
        if len(self.files) > FILES_MAX or not all(_SHA256.fullmatch(each) for each in self.files):
            raise LedgerError(
                "The files of the export are not given by SHA-256. Nothing was recorded.",
                hint=f"Hand in at most {FILES_MAX} digests of 64 lower-case hexadecimal digits.",
            )
        object.__setattr__(self, "files", tuple(sorted(self.files)))


@dataclass(frozen=True)
class Judgement:
    """The gate's answer to a tally.

    Attributes:
        open: whether the data may leave now.
        counted: whether its persons count towards the year; exempt exports do not (CBDF 7, 8), and are
            kept for the shadow total only.
        verdict: the verdict as JSON; without the scan, whose column and file names are not the ledger's.
    """

    open: bool
    counted: bool
    verdict: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of the ledger, never changed once written.

    Attributes:
        seq: 1, 2, 3, … without a gap.
        kind: what happened to the run.
        year: calendar year in Asia/Shanghai in which the persons count.
        recorded_at: UTC, ISO 8601, microseconds.
        leaves_on: planned date in Asia/Shanghai; on a ``post``, the date the data left.
        counted: False for exempt exports, which only the shadow total holds.
        totals: before, new, after as judged; None on ``post`` and ``void``.
        unidentified: rows that nothing identifies; None where no persons are kept.
        verdict_text: the verdict's canonical JSON; None on ``post`` and ``void``.
        segment_sha256: digest of the persons' segments; None where no persons are kept.
        reason: why it was voided, approved, rejected or added, if somebody said so.
        by: who approved, rejected or added it, as the handler knows them.
        merged: sets of persons that were merged when it was posted (:mod:`tongguan.ledger.merging`).
        previous, digest: the hash chain, hexadecimal SHA-256.
        handler, run, export, files, key_id: see :class:`Reservation`.
    """

    seq: int
    kind: Kind
    handler: str
    year: int
    run: str
    export: str
    recorded_at: str
    leaves_on: date
    files: tuple[str, ...]
    counted: bool
    key_id: str
    totals: Totals | None
    unidentified: Unidentified | None
    verdict_text: str | None
    segment_sha256: str | None
    reason: str | None
    by: str | None
    merged: tuple[Merged, ...]
    previous: str
    digest: str

    @property
    def verdict(self) -> dict[str, object] | None:
        """The verdict recorded with a ``reserve`` or ``refuse``, as a fresh object."""
        return None if self.verdict_text is None else json.loads(self.verdict_text)

    @property
    def in_review(self) -> bool:
        """Tell whether it is a refusal that a person may have to look at."""
        return self.kind is Kind.REFUSE and (self.verdict or {}).get("status") == "review"

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> Self:
        """Read a stored *row*. Raises ValueError, TypeError or KeyError where it is not an entry's."""
        said = dict(row)
        totals, unidentified = said["totals"], said["unidentified"]
        said["verdict_text"] = said.pop("verdict")
        said["kind"] = Kind(str(said["kind"]))
        said["leaves_on"] = date.fromisoformat(str(said["leaves_on"]))
        said["files"] = tuple(json.loads(str(said["files"])))
        said["totals"] = None if totals is None else Totals.from_json(json.loads(str(totals)))
        sets = json.loads(str(said["merged"] or "[]"))
        said["merged"] = tuple(Merged.from_json(int(str(said["seq"])), each) for each in sets)
        said["unidentified"] = None if unidentified is None else tuple(json.loads(str(unidentified)))
        return cls(**said)  # type: ignore[arg-type]
