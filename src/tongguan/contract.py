"""The JSON that others rely on: ``tongguan.scan/1`` and ``tongguan.verdict/1``.

Fields may be added, never taken away or given another meaning. The schemas stand in
``tongguan/schema``; every number of persons in them is of natural persons.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from tongguan.law.policy import Reason
from tongguan.persons.people import CLASSES
from tongguan.verdict import UNREAD, Approval, Counting, Remedy, Verdict, YearCount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.advice import Advice
    from tongguan.ledger.ledger import YearSummary
    from tongguan.scanning.scan import Column, Scan

SCAN = "tongguan.scan/1"
VERDICT = "tongguan.verdict/1"
_SCHEMA_FILES = {SCAN: "scan-1.json", VERDICT: "verdict-1.json"}

Json = dict[str, Any]

_UNNAMED = "something was not read, or does not tell whether anybody is meant"


def schema(name: str) -> Json:
    """Return the JSON Schema called *name* (:data:`SCAN` or :data:`VERDICT`)."""
    text = resources.files("tongguan").joinpath("schema", _SCHEMA_FILES[name]).read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


def scan_json(scan: Scan) -> Json:
    """Return *scan* as ``tongguan.scan/1``."""
    return {
        "schema": SCAN,
        "complete": scan.complete,
        "rows": scan.rows,
        "profile": scan.profile,
        "sources": [
            {"name": s.name, "format": s.format, "bytes": s.bytes, "sha256": s.sha256, "rows": s.rows}
            for s in scan.sources
        ],
        "columns": [_column(column) for column in scan.columns],
        "persons": {name: {"low": scan.people.low(name), "high": scan.people.high(name)} for name in CLASSES}
        | {
            "unidentified_rows": scan.people.unidentified[0],
            "identifiers": scan.people.identifiers,
            "beside_shared": scan.people.beside_shared,
        },
        "important": [{"hint": i.hint, "column": i.column, "why": i.why} for i in scan.important],
        "combinations": list(scan.combinations),
        "warnings": list(scan.warnings),
        "unsure": list(scan.unsure),
        "detectors": None
        if scan.detectors is None
        else {"sha256": scan.detectors.sha256, "own": sorted(scan.detectors.own)},
    }


def _column(column: Column) -> Json:
    return {
        "source": column.source,
        "column": column.column,
        "type": column.type,
        "kind": column.kind,
        "level": column.level,
        "likelihood": column.likelihood,
        "why": list(column.why),
        "alternates": [{"kind": kind, "likelihood": likelihood} for kind, likelihood in column.alternates],
        "checked": column.checked,
        "found": column.found,
        "distinct": column.distinct,
        "mentions": dict(column.mentions),
        "subject": column.subject,
        "review": column.review,
        "stated": None
        if column.stated is None
        else {
            "kind": column.stated.kind,
            "nobody": column.stated.nobody,
            "subject": column.stated.subject,
            "reason": column.stated.reason,
        },
    }


def verdict_record(verdict: Verdict) -> Json:
    """Return what the ledger keeps of a verdict: nothing in which a column is named.

    A file without a header may have somebody's name where a column's should be, and what is
    written into the ledger stays.
    """
    return verdict_json(
        replace(
            verdict,
            scan=None,
            advice=None,  # of the day, and with the register's own words
            recorded=None,  # it is about to be
            remedies=tuple(remedy for remedy in verdict.remedies if not (remedy.leave_out or remedy.mask)),
            reasons=tuple(
                replace(reason, because=_UNNAMED) if reason.rule == UNREAD else reason
                for reason in verdict.reasons
            ),
        )
    )


def verdict_json(verdict: Verdict) -> Json:
    """Return *verdict* as ``tongguan.verdict/1``."""
    return {
        "schema": VERDICT,
        "status": verdict.status,
        "outcome": verdict.outcome,
        "articles": list(verdict.articles),
        "reasons": [
            {
                "rule": r.rule, "article": r.article, "article_zh": r.article_zh, "holds": r.holds,
                "because": r.because, "because_zh": r.because_zh,
            }
            for r in verdict.reasons
        ],
        "year": {"year": verdict.year}
        | {name: {"before": c.before, "new": c.new, "after": c.after} for name, c in verdict.counts.items()},
        "counted": verdict.counted,
        "clearance": verdict.clearance,
        "remedies": [
            {
                "leave_out": list(r.leave_out), "obtain": r.obtain, "status": r.status, "outcome": r.outcome,
                "articles": list(r.articles), "mask": list(r.mask), "without_minors": r.without_minors,
                "at_most": None if r.at_most is None else dict(r.at_most),
            }
            for r in verdict.remedies
        ],
        "duties": list(verdict.duties),
        **_advice(verdict.advice),
        "policy": {"id": verdict.policy_id, "sha256": verdict.policy_sha256},
        "catalogue": {"profile": verdict.profile, "sha256": verdict.catalogue_sha256},
        "register": {"sha256": verdict.register_sha256},
        "detectors": None if verdict.detectors_sha256 is None else {"sha256": verdict.detectors_sha256},
        "negative_lists": None if verdict.lists_sha256 is None else {"sha256": verdict.lists_sha256},
        "counting": asdict(verdict.counting) | {"name_with": list(verdict.counting.name_with)},
        "ledger": None if verdict.recorded is None else asdict(verdict.recorded),
        "approval": None if verdict.approval is None else asdict(verdict.approval),
        "export": verdict.export,
        "on": verdict.on,
        "run": verdict.run,
        "tagged": verdict.tagged,
        "scan": None if verdict.scan is None else scan_json(verdict.scan),
    }  # fmt: skip


def _advice(advice: Advice | None) -> Json:
    if advice is None:
        return {}
    return {
        "checklist": [due.to_json(evidence=True) for due in advice.checklist],
        "outlook": [outlook.to_json() for outlook in advice.outlook],
        "splits": [split.to_json() for split in advice.splits],
    }


def year_json(summary: YearSummary) -> Json:
    """Return a handler's year so far: persons counted, with exempt exports too, entries, reviews waiting."""
    return {
        "handler": summary.handler,
        "year": summary.year,
        "counted": {name: summary.counted.high(name) for name in CLASSES},
        "counted_low": {name: summary.counted.low(name) for name in CLASSES},
        "with_exempt": {name: summary.shadow.high(name) for name in CLASSES},
        "entries": [
            {
                "seq": e.seq, "kind": str(e.kind), "run": e.run, "export": e.export,
                "recorded_at": e.recorded_at, "leaves_on": e.leaves_on.isoformat(),
                "counted": e.counted, "status": (e.verdict or {}).get("status"),
                "by": e.by, "reason": e.reason, "files": list(e.files), "digest": e.digest,
            }
            for e in summary.entries
        ],
        "waiting": [{"seq": e.seq, "run": e.run, "export": e.export} for e in summary.waiting],
    }  # fmt: skip


def verdict_from_record(record: Mapping[str, Any]) -> Verdict:
    """Read what :func:`verdict_record` wrote."""
    year = dict(record["year"])
    return Verdict(
        status=record["status"],
        outcome=record["outcome"],
        articles=tuple(record["articles"]),
        reasons=tuple(Reason(**reason) for reason in record["reasons"]),
        year=year.pop("year"),
        counts={name: YearCount(**count) for name, count in year.items()},
        counted=record["counted"],
        clearance=record["clearance"],
        remedies=tuple(
            Remedy(
                tuple(r["leave_out"]),
                r["obtain"],
                r["status"],
                r["outcome"],
                tuple(r["articles"]),
                # Entries of the first version know of columns and clearances only.
                without_minors=r.get("without_minors", False),
                at_most=r.get("at_most"),
            )
            for r in record["remedies"]
        ),
        duties=tuple(record["duties"]),
        policy_id=record["policy"]["id"],
        policy_sha256=record["policy"]["sha256"],
        catalogue_sha256=record["catalogue"]["sha256"],
        register_sha256=record["register"]["sha256"],
        profile=record["catalogue"]["profile"],
        export=record["export"],
        on=record["on"],
        run=record["run"],
        tagged=record["tagged"],
        # Entries of the first version name no detectors.
        detectors_sha256=(record.get("detectors") or {}).get("sha256"),
        lists_sha256=(record.get("negative_lists") or {}).get("sha256"),
        counting=_counting(record.get("counting", {})),
        approval=Approval(**record["approval"]) if record.get("approval") else None,
    )


def _counting(said: Mapping[str, Any]) -> Counting:
    return Counting(**{**said, "name_with": tuple(said.get("name_with", ()))})
