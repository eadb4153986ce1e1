"""``tongguan ledger …``: the year so far, its keys, and proof that nobody changed it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongguan import api
from tongguan.commands.shared import (
    BY,
    EXPORT,
    JSON,
    LEDGER,
    REASON,
    REGISTER,
    SHUT,
    print_json,
    print_report,
)

if TYPE_CHECKING:
    from datetime import datetime


@click.group()
def ledger() -> None:
    """The year so far, and whether the ledger is what it was."""


@ledger.command("show")
@LEDGER
@click.option("--year", type=int, help="Calendar year in China.  [default: this one]")
@JSON
def ledger_show(ledger: str | None, year: int | None, *, as_json: bool) -> None:
    """Show every handler's year: persons counted, and entries."""
    from tongguan.ledger.entry import NONE

    wanted = year or api.now().year
    with api.open_ledger(ledger, create=False) as opened:
        # What is done to all keys is no handler's.
        handlers = sorted({entry.handler for entry in opened.entries(wanted)} - {NONE})
        years = [opened.show(handler, wanted) for handler in handlers]
    if as_json:
        from tongguan.contract import year_json

        print_json(
            {"schema": "tongguan.year/1", "year": wanted, "handlers": [year_json(each) for each in years]}
        )
        return
    from tongguan.report.text import year_report

    for summary in years:
        print_report(year_report(summary))
    if not years:
        click.echo(f"Nothing is recorded for {wanted}.", err=True)


@ledger.command("verify")
@LEDGER
@click.pass_context
def ledger_verify(ctx: click.Context, ledger: str | None) -> None:
    """Check every entry: the chain, the persons, the recorded totals."""
    with api.open_ledger(ledger, create=False) as opened:
        problems, entries = opened.verify(), len(opened.entries())
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{entries:,} entries checked, {len(problems):,} problem(s).", err=True)
    ctx.exit(SHUT if problems else 0)


@ledger.command("migrate")
@LEDGER
def ledger_migrate(ledger: str | None) -> None:
    """Make the ledger's tables, or bring older ones to the form this program knows."""
    before, now = api.migrate(ledger)
    if before == now:
        click.echo(f"The ledger is of the present form ({now}); nothing was changed.", err=True)
    else:
        click.echo(
            f"The ledger was {'made' if before is None else f'of form {before}'}; it is now {now}.", err=True
        )


@ledger.command("add")
@EXPORT
@click.option(
    "--run", required=True, metavar="RUN", help="An id for what is added: the same again adds nothing."
)
@click.option("--general", type=click.IntRange(0), required=True, help="Persons with general items.")
@click.option("--sensitive", type=click.IntRange(0), required=True, help="Persons with any sensitive item.")
@click.option("--all", "everybody", type=click.IntRange(0), help="All persons.  [default: the sum of both]")
@click.option(
    "--left-on", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE", help="When they left."
)
@REASON
@BY
@REGISTER
@LEDGER
def ledger_add(
    run: str,
    export_id: str,
    general: int,
    sensitive: int,
    everybody: int | None,
    left_on: datetime,
    reason: str,
    by: str | None,
    register: str,
    ledger: str | None,
) -> None:
    """Add persons who left around the gate, or before there was one: an opening balance.

    Only their numbers are known, so they are never recognised again. A mistake is undone by void RUN.
    """
    entry = api.add(
        run,
        export=export_id,
        general=general,
        sensitive=sensitive,
        everybody=everybody,
        left_on=left_on.date(),
        reason=reason,
        by=by,
        register=register,
        ledger=ledger,
    )
    click.echo(f"Run {run}: added to {entry.year}, entry {entry.seq}.", err=True)


@ledger.command("forget")
@click.argument("year", type=int)
@click.option("--handler", metavar="USCC", help="Only this handler's.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--current-year-too", is_flag=True, help="Even this year: everybody in it becomes a stranger.")
@REASON
@BY
@LEDGER
def ledger_forget(
    year: int,
    handler: str | None,
    reason: str,
    by: str | None,
    ledger: str | None,
    *,
    yes: bool,
    current_year_too: bool,
) -> None:
    """Destroy the key of YEAR: its persons can never be recognised again.

    Totals, decisions and chain stay. Backups made before still hold the key.
    """
    if not yes:
        click.confirm(f"Destroy the key of {year}? It cannot be undone.", abort=True, err=True)
    forgotten = api.forget(
        year, reason=reason, handler=handler, by=by, ledger=ledger, current_year_too=current_year_too
    )
    for entry in forgotten:
        click.echo(f"Key {entry.key_id} of {entry.handler}, {year}: destroyed, entry {entry.seq}.", err=True)
    if not forgotten:
        click.echo(f"There is no key of {year}.", err=True)


@ledger.command("rekey")
@click.option(
    "--new-pepper-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The new pepper; made if it is not there.  [default: in the stead of the one beside the ledger]",
)
@REASON
@BY
@LEDGER
def ledger_rekey(new_pepper_file: Path | None, reason: str, by: str | None, ledger: str | None) -> None:
    """Change the pepper. Persons stay who they are; the old pepper opens this ledger no more."""
    entry, named = api.rekey(new_pepper_file, reason=reason, by=by, ledger=ledger)
    click.echo(f"The ledger is under another pepper, entry {entry.seq}.", err=True)
    if named is not None:
        click.echo(f"Set TONGGUAN_PEPPER_FILE={named} wherever this ledger is used.", err=True)


@ledger.command("dump")
@click.option("--year", type=int, help="Only the entries of this year.")
@click.option("--persons", is_flag=True, help="With the keyed persons, in base64.")
@LEDGER
def ledger_dump(year: int | None, ledger: str | None, *, persons: bool) -> None:
    """Print every entry as a line of JSON: what is chained, so that anybody can check the chain."""
    with api.open_ledger(ledger, create=False) as opened:
        for line in opened.dump(year=year, persons=persons):
            click.echo(line.encode())  # whatever the terminal's encoding: digests are of UTF-8


@ledger.command("copy")
@click.option("--to", "target", required=True, metavar="URL", help="An empty database.")
@LEDGER
def ledger_copy(target: str, ledger: str | None) -> None:
    """Copy the ledger into another database, as from SQLite to PostgreSQL, and verify it there."""
    copied = api.copy_ledger(target, ledger=ledger)
    click.echo(
        f"{copied:,} entries copied and verified. Set TONGGUAN_LEDGER to the new ledger, and "
        "TONGGUAN_PEPPER_FILE to the pepper, which is the same.",
        err=True,
    )
