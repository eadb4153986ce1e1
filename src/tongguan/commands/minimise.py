"""``tongguan minimise``: the copy that may go."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from tongguan.commands.shared import (
    EXPORT,
    JSON,
    LEDGER,
    ON,
    PATHS,
    REGISTER,
    SHUT,
    UNDECIDED,
    day,
    print_json,
    print_report,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rich.console import RenderableType

    from tongguan.minimising.applying import Applied
    from tongguan.minimising.copying import Minimised

SCHEMA = "tongguan.minimise/1"


@click.command()
@PATHS
@EXPORT
@click.option("--out", metavar="DIR", help="Where the copy goes: a new or empty folder.")
@click.option("--apply", "remedy", type=int, metavar="N", help="Write the copy that remedy N describes.")
@click.option(
    "--leave-out", multiple=True, metavar="COLUMN", help="Leave out this column; may be given several times."
)
@click.option(
    "--mask",
    multiple=True,
    metavar="COLUMN",
    help="Mask this column; may be given several times. Its persons are counted all the same.",
)
@click.option("--without-minors", is_flag=True, help="Leave out rows in which somebody under 14 is known.")
@REGISTER
@LEDGER
@ON
@JSON
@click.pass_context
def minimise(
    ctx: click.Context,
    paths: tuple[str, ...],
    export_id: str,
    out: str | None,
    remedy: int | None,
    leave_out: tuple[str, ...],
    mask: tuple[str, ...],
    register: str,
    ledger: str | None,
    on: datetime | None,
    *,
    without_minors: bool,
    as_json: bool,
) -> None:
    """Write the copy of an export that may go, and give the verdict on it; nothing is recorded.

    Without --apply and columns, shows the remedies of a fresh check with their numbers, and writes nothing.
    Ends as check does: by the verdict on the copy where one is written; undecided (3) where columns that were
    named take away who is under 14, and that would count.
    """
    from tongguan.minimising import apply

    done = apply(
        list(paths),
        export=export_id,
        out=out,
        remedy=remedy,
        leave_out=leave_out,
        mask=mask,
        without_minors=without_minors,
        register=register,
        ledger=ledger,
        on=day(on),
    )
    if as_json:
        print_json(applied_json(done))
    else:
        _print(done)
    if done.verdict.may_leave:
        ctx.exit(UNDECIDED if done.doubtful else 0)
    ctx.exit(SHUT if done.verdict.status == "shut" else UNDECIDED)


def applied_json(done: Applied) -> dict[str, Any]:
    """Return *done* as ``tongguan.minimise/1``: what went, the files with their digests, the verdict.

    ``verdict`` is that on the copy; without a copy, that on what was checked.
    """
    from tongguan.contract import verdict_json

    made = done.copy
    return {
        "schema": SCHEMA,
        "remedy": done.remedy,
        "out": None if made is None else str(made.out),
        "left_out": [] if made is None else list(made.cuts.leave_out),
        "masked": [] if made is None else list(made.cuts.mask),
        "without_minors": made is not None and made.cuts.without_minors,
        "unknown_minors": done.unknown_minors,
        "rows_left_out": 0 if made is None else made.rows_left_out,
        "sources": [] if made is None else [asdict(file) for file in made.sources],
        "files": [] if made is None else [asdict(file) for file in made.files],
        "notes": [] if made is None else list(made.notes),
        "verdict": verdict_json(done.verdict),
    }


def _print(done: Applied) -> None:
    from rich.console import Group

    from tongguan.report.text import verdict_report

    if done.copy is not None:
        print_report(Group(*_copy(done.copy), ""))
    print_report(verdict_report(done.verdict))
    if done.unknown_minors:
        print_report(Group("", _unknown(done.unknown_minors)))
    if done.copy is None and any(not each.obtain for each in done.before.remedies):
        click.echo("\nTo write the copy that the first describes, and judge it: --out DIR --apply 1")


def _copy(made: Minimised) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    from tongguan.report.plain import plain

    yield Text(f"The copy, in {plain(str(made.out), 200)}", "bold")
    for what, names in (("left out", made.cuts.leave_out), ("masked", made.cuts.mask)):
        if names:
            yield Text(f"  {what}: {', '.join(map(plain, names))}")
    if made.cuts.without_minors:
        yield Text(f"  rows of persons under 14 left out: {made.rows_left_out:,}")
    table = Table(box=None, header_style="dim")
    for name in ("file", "rows", "bytes", "sha256"):
        table.add_column(name, justify="right" if name in {"rows", "bytes"} else "left")
    for file in made.files:
        table.add_row(Text(plain(file.name)), f"{file.rows:,}", f"{file.bytes:,}", file.sha256[:16] + "…")
    yield table
    for note in made.notes:
        yield Text(f"  note: {plain(note, 400)}")


def _unknown(minors: int) -> RenderableType:
    from rich.text import Text

    return Text(
        f"Up to {minors:,} persons under 14 are still in the copy, and nothing in it tells their age: "
        "every item of theirs stays sensitive (PIPL 28), and the verdict on the copy does not know of them. "
        "--without-minors leaves out their rows."
    )
