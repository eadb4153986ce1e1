"""What Airflow is told of a verdict: a summary for XCom and assets, a mark to travel along, a refusal to log.

All of it is kept by Airflow and read by many, so no value from the data is in it, and no name of a
column either: a file without a header may have somebody's name where a column's should be. Columns
are told by their kinds.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tongguan.airflow.transfer import manifest
from tongguan.contract import verdict_record
from tongguan.review import may_be_approved
from tongguan.verdict import UNREAD, Remedy, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tongguan.scanning.scan import ScannedSource

SUMMARY = "tongguan.summary/1"
MARK = "tongguan.mark/1"

Json = dict[str, Any]

_GATE = {"open": "is open", "shut": "is shut", "review": "stays shut until somebody has looked"}


def summary(verdict: Verdict) -> Json:
    """Return *verdict* as ``tongguan.summary/1``, small enough for XCom and an asset event.

    ``files`` are those that were judged, by the digest of the very bytes, and ``manifest`` is one digest
    of their names and digests, which a transfer compares; ``counts`` are natural persons.
    """
    return {
        "schema": SUMMARY,
        "status": verdict.status,
        "tagged": verdict.tagged,
        "outcome": verdict.outcome,
        "articles": list(verdict.articles),
        "export": verdict.export,
        "run": verdict.run,
        "on": verdict.on,
        "counts": {
            name: {"before": c.before, "new": c.new, "after": c.after} for name, c in verdict.counts.items()
        },
        "clearance": verdict.clearance,
        "policy": {"id": verdict.policy_id, "sha256": verdict.policy_sha256},
        "ledger": _ledger(verdict),
        "approval": None if verdict.approval is None else asdict(verdict.approval),
        "files": _files(verdict),
        "manifest": manifest([(s.name, s.sha256) for s in _sources(verdict)]),
    }


def mark(verdict: Verdict) -> Json:
    """Return *verdict* as ``tongguan.mark/1``, which travels with the files: the whole decision."""
    record = verdict_record(verdict)
    return {"schema": MARK, "files": _files(verdict), "verdict": record, "ledger": _ledger(verdict)}


def _ledger(verdict: Verdict) -> Json | None:
    """Return the ledger's entry and its head as it was then: kept elsewhere, it proves what was recorded."""
    return None if verdict.recorded is None else asdict(verdict.recorded)


def without_values(name: str) -> str:
    """Return the name of a file without what the folders of a partitioned dataset say of its rows.

    >>> without_values("region=华东/day=2026-01-01/part-0.parquet")
    'region=…/day=…/part-0.parquet'
    """
    *folders, file = name.split("/")
    return "/".join([*(f"{folder.split('=')[0]}=…" if "=" in folder else folder for folder in folders), file])


def refusal(verdict: Verdict) -> str:
    """Say why the export does not leave, by which article, and what would let it."""
    lines = [
        f"Export {verdict.export}: the gate {_GATE[verdict.status]}, {decision(verdict)}. It must not leave.",
        f"Persons in {verdict.year}: {counts(verdict)}.",
        *(f"Because of {because}." for because in _because(verdict)),
        *(f"Remedy: {_remedy(remedy, verdict)}." for remedy in verdict.remedies),
    ]
    if may_be_approved(verdict):
        lines.append(
            f"Remedy: let a person look. If none of it is important data: tongguan approve {verdict.run} "
            "--reason …, and clear this task."
        )
    elif verdict.status == "review":
        lines.append(
            "Remedy: look at the export with `tongguan check`, and state in the register what is unknown."
        )
    return "\n".join(lines)


def decision(verdict: Verdict) -> str:
    """Return the outcome and its articles: "exempt under CBDF 5(1)(4)"."""
    return f"{verdict.outcome} under {', '.join(verdict.articles)}"


def counts(verdict: Verdict) -> str:
    """Return what the export does, or would do, to the year's numbers of persons."""
    return "; ".join(
        f"{name} {c.before:,} before, {c.new:,} in this export, {c.after:,} if it leaves"
        for name, c in verdict.counts.items()
    )


def _files(verdict: Verdict) -> list[Json]:
    return [{"name": without_values(s.name), "sha256": s.sha256, "bytes": s.bytes} for s in _sources(verdict)]


def _sources(verdict: Verdict) -> Sequence[ScannedSource]:
    return verdict.scan.sources if verdict.scan is not None else ()


def _because(verdict: Verdict) -> Iterator[str]:
    """Yield the reasons that decided: those that hold, those that may, and clearances that fall short."""
    for reason in verdict.reasons:
        if reason.rule == UNREAD:
            yield f"{reason.article}: something was not read, or does not tell whether anybody is meant"
        elif reason.holds or reason.holds is None or reason.rule.startswith("clearance "):
            yield f"{reason.article}: {reason.because}"


def _remedy(remedy: Remedy, verdict: Verdict) -> str:
    then = f"{remedy.outcome} under {', '.join(remedy.articles)}"
    if remedy.obtain is not None:
        return f"obtain what the law asks for ({remedy.obtain}) and enter it in the register: then {then}"
    steps = [
        f"{what} {len(columns)} column(s) of {', '.join(_kinds(columns, verdict))}"
        for what, columns in (("leave out", remedy.leave_out), ("mask", remedy.mask))
        if columns
    ]
    if remedy.without_minors:
        steps.append("leave out the rows of persons under 14")
    lighter = "" if remedy.status == "open" else ", lighter but not held"
    return f"{' and '.join(steps)}: then {then}{lighter}"


def _kinds(names: Collection[str], verdict: Verdict) -> list[str]:
    columns = verdict.scan.columns if verdict.scan is not None else ()
    found: set[str] = set()
    for column in columns:
        if column.column in names:
            found |= set(column.mentions) | ({column.kind} if column.kind else set())
    return sorted(found)


def event_extra(told: Mapping[str, Any]) -> Json:
    """Return what an asset's event carries of a summary: consumers look at ``tongguan.tagged``."""
    return {"tongguan": dict(told)}
