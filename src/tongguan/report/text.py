"""The terminal's report: the verdict first, then why, the year, what would open the gate, what is inside.

Names of columns and files come from outside and may hold anything: they are never read as markup,
and what is not printable is shown as a square.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tongguan.contract import verdict_from_record
from tongguan.detector import builtin
from tongguan.law import words
from tongguan.persons.people import CLASSES
from tongguan.report.plain import plain
from tongguan.review import may_be_approved, why_not
from tongguan.verdict import APPROVAL, EVIDENCE, LEVEL, ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongguan.duties import Due
    from tongguan.law.policy import Policy
    from tongguan.ledger.entry import Entry
    from tongguan.ledger.ledger import YearSummary
    from tongguan.persons.people import People
    from tongguan.scanning.scan import Column, Important, Scan
    from tongguan.verdict import Remedy, Verdict

_STATUS = {
    "open": ("OPEN", "bold green", "it may leave"),
    "review": ("REVIEW", "bold yellow", "a person has to decide; until then it stays"),
    "shut": ("SHUT", "bold red", "it may not leave"),
}
_OUTCOME = {
    "not_regulated": "not regulated",
    "exempt": "exempt",
    "contract_or_certification": "standard contract or certification needed",
    "security_assessment": "security assessment needed",
    "hold": "held: not decided yet",
    "prohibited": "prohibited",
}
_TOLD = frozenset({APPROVAL, EVIDENCE, ZONE})
"""Reasons that are told although they decide nothing: what is not taken into account, and why."""

_LEVEL = {"none": "dim", "general": "cyan", "sensitive": "bold magenta"}


def scan_report(scan: Scan) -> RenderableType:
    """Render what is inside, and how many people."""
    return Group(*_contents(scan))


def verdict_report(verdict: Verdict) -> RenderableType:
    """Render whether the export may leave, why, and what would change it."""
    parts: list[RenderableType] = [_headline(verdict), _year(verdict)]
    if verdict.status != "open":
        parts += [_section("Why"), *_because(verdict)]
    if verdict.remedies:
        parts += [_section("What would open the gate"), *starmap(_remedy, enumerate(verdict.remedies, 1))]
    if may_be_approved(verdict):
        parts += [
            *([] if verdict.remedies else [_section("What would open the gate")]),
            _line("a person who looked, and found none of it to be important data:", 400),
            _line(f"  tongguan approve {plain(verdict.run or 'RUN')} --reason …", 400),
        ]
    parts += [*_near(verdict), *_due(verdict)]
    if verdict.scan is not None:
        parts += _contents(verdict.scan)
    return Group(*parts)


def year_report(summary: YearSummary) -> RenderableType:
    """Render a handler's year so far."""
    table = Table(title=f"{summary.year}, handler {plain(summary.handler)}", title_justify="left", box=None)
    for name, justify in (
        ("persons", "left"),
        ("counted", "right"),
        ("at least", "right"),
        ("with exempt exports", "right"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name in CLASSES:
        people = (summary.counted.high(name), summary.counted.low(name), summary.shadow.high(name))
        table.add_row(name, *(f"{number:,}" for number in people))
    runs = Table(box=None, header_style="dim")
    for name in ("entry", "recorded (UTC)", "what", "run", "export", "counted"):
        runs.add_column(name)
    for entry in summary.entries:
        runs.add_row(
            str(entry.seq), entry.recorded_at[:19], Text(_what(entry)), Text(plain(entry.run)),
            Text(plain(entry.export)), "yes" if entry.counted else "no",
        )  # fmt: skip
    waiting = [_section("Waiting for a person"), *map(_waits, summary.waiting)] if summary.waiting else []
    return Group(table, Padding(runs, (1, 0, 0, 0)), *waiting)


def _waits(refused: Entry) -> RenderableType:
    wrong = why_not(verdict_from_record(refused.verdict or {}))
    what = "may be approved, or rejected" if wrong is None else f"cannot be approved: {wrong[0]}"
    return _line(f"run {plain(refused.run, 250)}, export {plain(refused.export)}: {what}", 600)


def _what(entry: Entry) -> str:
    if entry.kind == "refuse":
        return f"refuse ({(entry.verdict or {}).get('status', '')})"
    return f"{entry.kind} by {plain(entry.by)}" if entry.by else str(entry.kind)


def policy_report(policy: Policy) -> RenderableType:
    """Render the rules of an instrument in their order, in Chinese and English."""
    table = Table(box=None, show_header=False, padding=(0, 1, 1, 0))
    for number, rule in enumerate(policy.rules, 1):
        outcome = f"{_OUTCOME[rule.outcome]} · {words.OUTCOMES[rule.outcome]}"
        mark = "" if rule.confidence is None else f"  [{rule.confidence}]"
        head = Text.assemble(
            (rule.article, "bold"), f"  {rule.article_zh}  → ", (outcome, "bold"), (mark, "dim")
        )
        table.add_row(str(number), Group(head, Text(rule.means), Text(rule.means_en)))
    marks = "V read in a copy of the official text, V~ in part, S secondary sources only, M from memory"
    return Group(table, Text(marks, "dim"))


def _headline(verdict: Verdict) -> RenderableType:
    word, style, meaning = _STATUS[verdict.status]
    title = Text.assemble((word, style), f"  {meaning}")
    if verdict.tagged:
        title = Text.assemble((word, style), "  it leaves tagged")
    lines = [
        title,
        Text(f"{_OUTCOME[verdict.outcome]}: {', '.join(verdict.articles)}"),
        Text(
            f"export {plain(verdict.export)} on {verdict.on}, policy {verdict.policy_id}, "
            f"profile {verdict.profile}",
            "dim",
        ),
    ]
    if verdict.clearance:
        lines.insert(2, Text(f"covered by clearance {plain(verdict.clearance)}"))
    if verdict.approval is not None:
        who = f"{verdict.approval.by} on {verdict.approval.on}: {verdict.approval.reason}"
        lines.insert(2, Text(f"approved by {plain(who, 200)}"))
    return Panel(Group(*lines), expand=False, border_style=style)


def _year(verdict: Verdict) -> RenderableType:
    table = Table(box=None, header_style="dim")
    table.add_column(f"persons in {verdict.year}")
    for name in ("before", "in this export", "if it leaves"):
        table.add_column(name, justify="right")
    for name, count in verdict.counts.items():
        table.add_row(name, f"{count.before:,}", f"{count.new:,}", f"{count.after:,}")
    note = []
    if not verdict.counted and verdict.counts["all"].new:
        note = [Text("exempt whatever the number: its persons are not added to the year", "dim")]
    return Padding(Group(table, *note), (1, 0, 0, 0))


def _due(verdict: Verdict) -> list[RenderableType]:
    """Show what is due whatever the outcome, and how it stands by the register."""
    if verdict.advice is None:
        lines = [_line(duty, 400) for duty in verdict.duties]
    else:
        lines = [_line(_duty(due), 1000) for due in verdict.advice.checklist if due.state != "not_asked"]
    return [_section("Due all the same"), *lines] if lines else []


def _duty(due: Due) -> str:
    state = f"{due.state}, {due.note_en}" if due.note_en else due.state
    return f"[{state}] {due.article}: {due.text_en}"


def _near(verdict: Verdict) -> list[RenderableType]:
    """Show which lines of the year are near, and which exports look split."""
    if verdict.advice is None:
        return []
    told = [each.text_en for each in verdict.advice.outlook] + [
        each.text_en for each in verdict.advice.splits
    ]
    return [_section("The year"), *(_line(text, 1000) for text in told)] if told else []


def _because(verdict: Verdict) -> Iterable[RenderableType]:
    for reason in verdict.reasons:
        if reason.holds:
            yield _line(f"{reason.article} ({reason.article_zh}): {reason.because}", 400)
    for reason in verdict.reasons:
        if reason.holds is None:
            yield _line(f"unknown, {reason.article} ({reason.article_zh}): {reason.because}", 400)
        elif not reason.holds and reason.rule.startswith("clearance "):
            yield _line(f"{reason.rule} does not cover it: {reason.because}", 400)
        elif not reason.holds and (reason.rule in _TOLD or reason.rule.startswith(LEVEL)):
            yield _line(reason.because, 400)


def _remedy(number: int, remedy: Remedy) -> RenderableType:
    if remedy.obtain:
        return _line(f"{number}. obtain what the law asks: {_OUTCOME[remedy.outcome]}", 400)
    steps = []
    if remedy.leave_out:
        steps.append(f"leave out {', '.join(map(plain, remedy.leave_out))}")
    if remedy.mask:
        steps.append(
            f"mask {', '.join(map(plain, remedy.mask))} (whom they are about is counted all the same)"
        )
    if remedy.without_minors:
        steps.append("leave out the rows of persons under 14")
    then = f"{number}. {' and '.join(steps)}: then {_OUTCOME[remedy.outcome]} ({', '.join(remedy.articles)})"
    if remedy.status != "open":
        then += ", which is lighter; the gate stays shut until it is held"
    if remedy.at_most is not None and remedy.outcome != "not_regulated":
        general, sensitive = remedy.at_most["general"], remedy.at_most["sensitive"]
        then += f"; the year then holds at most {general:,} general and {sensitive:,} sensitive persons"
    if remedy.outcome == "not_regulated":
        then += ", if nothing that is left tells who is meant"
    return _line(then, 2000)


def _contents(scan: Scan) -> list[RenderableType]:
    sources = Table(box=None, header_style="dim")
    for name, justify in (("source", "left"), ("rows", "right"), ("bytes", "right"), ("sha256", "left")):
        sources.add_column(name, justify=justify)  # type: ignore[arg-type]
    for source in scan.sources:
        sources.add_row(
            Text(plain(source.name)), f"{source.rows:,}", f"{source.bytes:,}", source.sha256[:16] + "…"
        )
    return [
        _section("What is inside"),
        sources,
        Padding(Group(*_columns(scan.columns, _titles(scan))), (1, 0, 0, 0)),
        Padding(_persons(scan), (1, 0, 0, 0)),
        *(_line(f"possible important data, {i.hint}: {_about(i)}{i.why}", 400) for i in scan.important),
        *(_line(f"warning: {warning}", 400) for warning in scan.warnings),
        *(_line(f"unsure: {unsure}", 400) for unsure in scan.unsure),
    ]


def _about(important: Important) -> str:
    return f"column {important.column}, " if important.column else ""


def _titles(scan: Scan) -> Mapping[str, str]:
    """Return what every kind is called, those of the user's own detectors included."""
    own = scan.detectors.own if scan.detectors is not None else {}
    return {kind: detector.title_zh for kind, detector in builtin().items()} | dict(own)


def _columns(columns: Iterable[Column], titles: Mapping[str, str]) -> Iterable[RenderableType]:
    """Show the columns that hold something, and name the others in a line."""
    telling = [column for column in columns if _tells(column)]
    others = [plain(column.column) for column in columns if not _tells(column)]
    if telling:
        yield _telling(telling, titles)
    if others:
        yield Text(f"nothing of interest in {len(others)} column(s): {plain(', '.join(others), 300)}", "dim")


def _tells(column: Column) -> bool:
    return column.kind is not None or bool(column.mentions) or column.stated is not None


def _telling(columns: Iterable[Column], titles: Mapping[str, str]) -> Table:
    table = Table(box=None, header_style="dim")
    for name, justify in (
        ("column", "left"),
        ("is", "left"),
        ("found", "right"),
        ("who", "left"),
        ("why", "left"),
    ):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for column in columns:
        table.add_row(
            Text(plain(column.column)),
            Text(_title(column.kind, titles) + (" ?" if column.review else ""), _LEVEL[column.level]),
            f"{column.found:,} / {column.checked:,}" if column.kind else "",
            Text(column.subject or ""),
            Text("; ".join((*_said(column), *_shortly(column), *_inside(column, titles))), "dim"),
        )
    return table


def _said(column: Column) -> Iterable[str]:
    """Say what the register says of the column: that is what counts."""
    if column.stated is not None:
        yield plain(str(column.stated), 200)


def _shortly(column: Column) -> Iterable[str]:
    """Say what spoke beside the values; all of it is in the JSON."""
    return (line for line in column.why[1:] if not line.startswith("chance"))


def _inside(column: Column, titles: Mapping[str, str]) -> Iterable[str]:
    for kind, n in column.mentions.items():
        yield f"{n:,} × {_title(kind, titles)} inside"


def _title(kind: str | None, titles: Mapping[str, str]) -> str:
    if kind is None:
        return "–"
    return f"{titles.get(kind, '')} {kind}".strip()


def _persons(scan: Scan) -> RenderableType:
    table = Table(box=None, header_style="dim")
    for name in ("natural persons", "at least", "at most"):
        table.add_column(name, justify="left" if name == "natural persons" else "right")
    for name in CLASSES:
        table.add_row(name, f"{scan.people.low(name):,}", f"{scan.people.high(name):,}")
    return Group(table, *(Text(f"  {line}", "dim") for line in _why_they_differ(scan.people)))


def _why_they_differ(people: People) -> Iterable[str]:
    """Say what the two numbers are made of, where they are not the same."""
    low, high = people.low("all"), people.high("all")
    if low == high:
        return
    yield f"at most: {people.identifiers:,} different identifiers"
    if people.beside_shared:
        yield f"  + {people.beside_shared:,} for identifiers beside several names, or shared among many"
    if people.unidentified[0]:
        yield f"  + {people.unidentified[0]:,} for rows that nothing identifies, one each"
    yield "at least: identifiers seen together in a row are one person's, and so are equal names"


def _section(title: str) -> RenderableType:
    return Padding(Text(title, "bold"), (1, 0, 0, 0))


def _line(text: str, limit: int) -> RenderableType:
    return Padding(Text(plain(text, limit)), (0, 0, 0, 2))
