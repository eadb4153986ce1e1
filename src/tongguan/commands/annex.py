"""``tongguan annex``: the data tables that a filing asks for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongguan import api
from tongguan.commands.progress import progress
from tongguan.commands.shared import EXPORT, LEDGER, ON, PATHS, REGISTER, UNDECIDED, day

if TYPE_CHECKING:
    from datetime import datetime

    from tongguan.annex import Form
    from tongguan.errors import TongguanError

_SUFFIXES = (".xlsx", ".md")


@click.command()
@PATHS
@click.option(
    "--form",
    type=click.Choice(["pipia", "contract", "assessment"]),
    required=True,
    help="Impact assessment report, appendix 1 of the standard contract, or application for an assessment.",
)
@EXPORT
@REGISTER
@LEDGER
@ON
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="FILE.xlsx or FILE.md.  [default: Markdown on stdout]",
)
@click.option("--force", is_flag=True, help="Write over FILE.")
@click.pass_context
def annex(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: Form,
    export_id: str,
    register: str,
    ledger: str | None,
    on: datetime | None,
    out: Path | None,
    *,
    force: bool,
) -> None:
    """Fill the data tables that a filing asks for, in Chinese; nothing is recorded.

    They are the data that go into the official forms, not the forms. What Tongguan cannot know is marked
    【待填】. Names of columns are in them, values are not.
    """
    from tongguan.annex import excel, markdown, tables, title
    from tongguan.case import Case
    from tongguan.register import read_register

    if out is not None:
        _require_writable(out, force=force)
    case = Case.of(read_register(Path(register)), export_id, day(on) or api.now().date())
    with progress() as shown:
        verdict = api.check(
            list(paths), export=export_id, register=case.register, ledger=ledger, on=case.on, progress=shown
        )
    with api.open_ledger(ledger, create=False) as opened:
        year = opened.show(case.register.handler.uscc, case.on.year)
    made, heading = tables(form, verdict, case, year), title(form, case)
    if out is None:
        click.echo(markdown.render(made, heading).encode(), nl=False)  # whatever the terminal's encoding
    else:
        data = (
            excel.render(made, heading, case.on)
            if out.suffix.lower() == ".xlsx"
            else markdown.render(made, heading).encode()
        )
        _write(out, data, force=force)
        click.echo(f"{len(made)} tables for {form} written to {out.name}.", err=True)
    scan = verdict.scan
    if scan is not None and (not scan.complete or scan.unsure):
        click.echo("The number of persons is not known: see 自然人数量. Do not file it.", err=True)
        ctx.exit(UNDECIDED)


def _require_writable(out: Path, *, force: bool) -> None:
    """Refuse, before anything is read, what could not be written in the end."""
    from tongguan.annex.excel import require_writer
    from tongguan.errors import UsageError

    if out.suffix.lower() not in _SUFFIXES:
        raise UsageError(
            f"--out {out.name}: its ending is not known. Nothing was written.",
            hint=f"End it in {' or '.join(_SUFFIXES)}.",
        )
    if not out.parent.is_dir():
        raise UsageError(
            f"--out {out.name}: its folder is not there. Nothing was written.", hint="Make the folder first."
        )
    if out.exists() and not force:
        raise _there(out)
    if out.suffix.lower() == ".xlsx":
        require_writer()


def _there(out: Path) -> TongguanError:
    from tongguan.errors import UsageError

    return UsageError(
        f"--out {out.name}: the file is there already. Nothing was written.",
        hint="Name another, or say --force to write over it.",
    )


def _write(out: Path, data: bytes, *, force: bool) -> None:
    """Write *data* beside its place and then put it there: whoever looks sees all of it or nothing."""
    from tongguan.errors import UsageError

    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        if out.exists() and not force:  # it came while the data were read
            raise _there(out)
        draft.replace(out)
    except OSError:
        raise UsageError(
            f"--out {out.name}: it cannot be written there. Nothing was written.", hint="Name another folder."
        ) from None
    finally:
        draft.unlink(missing_ok=True)
