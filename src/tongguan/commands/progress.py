"""Rows read, speed and time left, on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.engine.local import Progress


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Show rows read, speed and time left on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} rows"),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rows", total=None, speed="")

        def show(rows: int, total: int | None) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=rows, total=total, speed=f"{speed:,.0f} rows/s" if speed else "")

        yield show
