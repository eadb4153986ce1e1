"""The tables on a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from . import peers, scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .measures import Observation
    from .scores import Table

_DETAILS = frozenset(
    {"What the peers call each column", "Columns missed", "Dirty columns that lost something"}
)


def tables(observations: Sequence[Observation]) -> list[Table]:
    """Return all tables, those of the peers last."""
    return [*scores.everything(observations), *peers.table(observations)]


def show(observations: Sequence[Observation], console: Console | None = None) -> None:
    """Print the tables."""
    console = console or Console(width=200)
    for table in [_aims(observations), *tables(observations)]:
        shown = RichTable(
            title=escape(table.title), caption=escape(table.note), title_justify="left", show_edge=False
        )
        for at, column in enumerate(table.columns):
            shown.add_column(escape(column), overflow="fold", justify="left" if at == 0 else "right")
        for row in table.rows:
            shown.add_row(*map(escape, row))
        console.print(shown)
        console.print()
    for failure, count in scores.failures(observations).items():
        console.print(f"[red]scan failed[/red]: {escape(failure)}, {count} times")


def _aims(observations: Sequence[Observation]) -> Table:
    rows = [(a.name, a.wanted, a.measured, "yes" if a.met else "no") for a in scores.aims(observations)]
    return scores.Table("Aims", "", ("what", "aim", "measured", "met"), tuple(rows))


def _cell(text: str) -> str:
    return (
        text.replace("|", "\\|")
        .replace("\n", " ")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("<", "&lt;")
    )


def _markdown(table: Table) -> str:
    rows = [table.columns, ("---",) * len(table.columns), *table.rows]
    text = "\n".join(
        "| " + " | ".join(cell if at == 1 else _cell(cell) for cell in row) + " |"
        for at, row in enumerate(rows)
    )
    return f"{table.note}\n\n{text}" if table.note else text


def made_with() -> dict[str, str]:
    """Return the versions that matter."""
    names = ("tongguan", "pyarrow", "numpy", "pandas", "Faker", "python-stdnum")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def write(
    observations: Sequence[Observation], *, facts: dict[str, str], markdown: Path, results: Path
) -> None:
    """Write the page of the documentation and the results as JSON."""
    versions = ", ".join(f"{name} {number}" for name, number in made_with().items())
    lines = [
        "# Quality of detection",
        "",
        "Written by `make quality` (`benchmarks/quality`, where its README says how the data is made). Do not edit.",
        "Everything in it is synthetic and seeded; vocabularies are not those of the detectors.",
        "",
        *(f"- {name}: {value}" for name, value in facts.items()),
        f"- versions: {versions}",
        "",
        "## Aims",
        "",
        _markdown(_aims(observations)),
        "",
    ]
    for table in tables(observations):
        body = _markdown(table)
        if table.title in _DETAILS:
            body = f"<details><summary>{len(table.rows)} rows</summary>\n\n{body}\n\n</details>"
        lines += [f"## {table.title}", "", body, ""]
    for failure, count in scores.failures(observations).items():
        lines += [f"Scans that failed: {failure}, {count} times.", ""]
    markdown.parent.mkdir(parents=True, exist_ok=True)
    markdown.write_text("\n".join(lines), encoding="utf-8")
    numbers = {**facts, "versions": made_with(), **scores.numbers(observations)}
    results.write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
