"""``tongguan init``: a first register, by asking or from a scan."""

from __future__ import annotations

import hashlib
import os
import secrets
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongguan import api
from tongguan.commands.progress import progress
from tongguan.commands.shared import REGISTER
from tongguan.errors import RegisterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.initial import Choice, Found
    from tongguan.law.catalogue import Catalogue
    from tongguan.register import Export, Handler, Recipient

_FIRST = """\
不清楚就答 unknown，依法须知而不明的不放行。
Answer "unknown" where nobody knows yet: the gate holds where the law asks for it."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@REGISTER
@click.option(
    "--no-input",
    "--yes",
    "no_input",
    is_flag=True,
    help="Ask nothing: write a register to fill in. Until it is, the gate holds.",
)
def init(paths: tuple[str, ...], register: str, *, no_input: bool) -> None:
    """Write a first register, with comments, by asking.

    With PATHs, they are scanned, and the kinds found are written into it: strike out those the purpose does
    not need. No value of the data is written, and no file is overwritten.
    """
    from tongguan.initial import about_kinds, choices, register_text, to_fill_in
    from tongguan.law.catalogue import load_catalogue
    from tongguan.law.loading import load_policy
    from tongguan.register import Settings

    file = Path(register)
    _require_free(file)
    if not (no_input or sys.stdin.isatty()):
        raise UsageError(
            "init: this is no terminal, so there is nobody to ask. Nothing was written.",
            hint="Use --no-input, and fill in what it writes.",
        )
    today = api.now().date()
    catalogue = load_catalogue(Settings().profile, today)
    found = _scan(paths, catalogue)
    scenarios = choices(load_policy(today))
    answers = to_fill_in(found) if no_input else _ask(scenarios, found)
    about = about_kinds(answers[2].kinds or (), catalogue)
    _write(file, register_text(*answers, scenarios=scenarios, about=about, found=found))
    _tell(file, paths, answers, found)


def _require_free(file: Path) -> None:
    if os.path.lexists(file):
        raise _is_there(file)
    if not file.parent.is_dir():
        raise RegisterError(f"{file}: there is no such folder. Nothing was written.", hint="Make it first.")


def _is_there(file: Path) -> RegisterError:
    hint = "Name another file with --register, or change this one by hand."
    return RegisterError(f"{file}: it is there already, and stays. Nothing was written.", hint=hint)


def _scan(paths: Sequence[str], catalogue: Catalogue) -> Found | None:
    if not paths:
        return None
    from tongguan.initial import found_in

    with progress() as shown:
        scan = api.scan(list(paths), profile=catalogue.profile, progress=shown)
    return found_in(scan, catalogue)


def _ask(scenarios: Sequence[Choice], found: Found | None) -> tuple[Handler, Recipient, Export]:
    from tongguan.commands.asking import ask_export, ask_handler, ask_recipient

    click.echo(_FIRST, err=True)
    try:
        handler, recipient = ask_handler(), ask_recipient()
        return handler, recipient, ask_export(recipient.id, scenarios, found)
    except click.Abort:
        raise UsageError(
            "init: the questions were broken off. Nothing was written.",
            hint="Start again, or use --no-input and fill in what it writes.",
        ) from None


def _write(file: Path, text: str) -> None:
    """Write the register, whole or not at all, over nobody else's, and read it back."""
    from tongguan.register import parse_register, read_register

    data = text.encode()
    parse_register(data, file.name, file.parent)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        # The name is taken first, by an empty file that the reader refuses: so nothing is overwritten.
        file.open("xb").close()
        try:
            with draft.open("xb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            file.unlink()
            raise
    except FileExistsError:
        raise _is_there(file) from None
    except OSError as problem:
        raise RegisterError(
            f"{file}: it cannot be written ({os.strerror(problem.errno or 0)}). Nothing was written.",
            hint="Name another file with --register.",
        ) from None
    if read_register(file).sha256 != hashlib.sha256(data).hexdigest():
        raise RegisterError(
            f"{file}: what was read back is not what was written.", hint="Is somebody else writing it?"
        )


def _tell(
    file: Path, paths: Sequence[str], answers: tuple[Handler, Recipient, Export], found: Found | None
) -> None:
    from tongguan.initial import unknowns
    from tongguan.register import NO_PERSONAL_INFORMATION

    export = answers[2]
    lines = [f"\n{file} is written."]
    if left := unknowns(*answers):
        lines.append(f"Still to be stated: {', '.join(left)}. Where the law asks for it, the gate holds.")
    if found is not None and found.kinds:
        lines.append(
            f"Personal information was found, and scenario {export.scenario} has none: the gate stays shut."
            if export.scenario in NO_PERSONAL_INFORMATION
            else "Strike out of `kinds` what the purpose does not need."
        )
    if found is not None and found.hints:
        lines.append(f"{len(found.hints)} hint(s) of possible important data are in it: look at each.")
    lines += ["Next:", *(f"  {command}" for command in _next(file, paths, export.id))]
    for each in lines:
        click.echo(each, err=True)


def _next(file: Path, paths: Sequence[str], export_id: str) -> tuple[str, str]:
    """Return the commands that come next, to be copied into a shell."""
    named = shlex.join(f"./{path}" if path.startswith("-") else path for path in paths) or "PATH"
    options = ["--export", export_id]
    if str(file) != api.DEFAULT_REGISTER:
        options += ["--register", str(file)]
    said = f"{named} {shlex.join(options)}"
    return f"tongguan check {said}", f"tongguan gate {said} --run RUN"
