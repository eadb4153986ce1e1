"""``tongguan deadlines``: by when what is due is due, and until when what is held lasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongguan import api
from tongguan.commands.shared import JSON, ON, REGISTER, SHUT, print_json, print_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from rich.console import RenderableType

    from tongguan.deadlines import Deadline

_STYLE = {"met": "green", "late": "dim", "ahead": "", "soon": "yellow", "overdue": "red", "expired": "red"}


@click.command("deadlines")
@REGISTER
@ON
@JSON
@click.pass_context
def deadlines_command(ctx: click.Context, register: str, on: datetime | None, *, as_json: bool) -> None:
    """Show by when what is due is due, soonest first

    Filings, extensions, the ends of clearances, impact assessments and important data, by the register and by
    the law in force that day. Ends with 1 if something is overdue or expired.
    """
    from tongguan.deadlines import deadlines
    from tongguan.law.loading import load_policy
    from tongguan.register import read_register

    day = on.date() if on is not None else api.now().date()
    policy = load_policy(day)
    found = deadlines(read_register(Path(register)), policy, day)
    if as_json:
        print_json(
            {
                "schema": "tongguan.deadlines/1",
                "on": day.isoformat(),
                "policy": {"id": policy.id, "sha256": policy.sha256},
                "deadlines": [each.to_json() for each in found],
            }
        )
    elif found:
        print_report(_table(found, day))
    else:
        click.echo("The register has no deadline.", err=True)
    ctx.exit(SHUT if any(each.pressing for each in found) else 0)


def _table(found: Iterable[Deadline], on: date) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="dim", padding=(0, 1, 1, 0))
    for name in ("day", "days", "state", "of", "what"):
        table.add_column(name, justify="right" if name == "days" else "left", overflow="fold")
    for each in found:
        table.add_row(
            f"{each.day:%Y-%m-%d}" + (" ?" if each.provisional else ""),
            f"{(each.day - on).days:+,}",
            Text(each.state, _STYLE[each.state]),
            Text(each.about),
            Text(f"{each.article}: {each.text_en}\n{each.article_zh}：{each.text}"),
        )
    return table
