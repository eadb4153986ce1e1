"""The notebook's and everybody's Python: ``scan``, ``check``, ``gate``, ``post``, ``void``, ``approve``.

Here clock, environment and working folder come in; everything below is handed them.
"""

from __future__ import annotations

import getpass
import os
import secrets
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tongguan.engine.local import Progress
    from tongguan.gate import OnShut
    from tongguan.ledger.entry import Entry, Said
    from tongguan.ledger.ledger import Ledger
    from tongguan.persons.people import People
    from tongguan.reading import Source
    from tongguan.register import Register
    from tongguan.scanning.scan import Scan
    from tongguan.verdict import Verdict

DEFAULT_LEDGER = "sqlite:///tongguan.db"
DEFAULT_REGISTER = "tongguan.toml"

ADDED_MAX = 10_000_000_000
"""Persons added at once: more than there are, and few enough to be added up."""

# 1 January begins in China, wherever the machine stands.
CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the time, in China."""
    return datetime.now(CHINA)


def ledger_url(url: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """Return *url*, or what the environment says, or the default in the working folder."""
    return url or environ.get("TONGGUAN_LEDGER") or DEFAULT_LEDGER


@contextmanager
def open_ledger(
    url: str | None = None, *, create: bool = True, pepper: bytes | None = None
) -> Iterator[Ledger]:
    """Open the ledger at *url* with that *pepper*, else that of the environment, or the one beside it."""
    from tongguan.ledger.ledger import Ledger
    from tongguan.ledger.pepper import read_pepper

    where = ledger_url(url)
    held = pepper or read_pepper(where, os.environ, create=create)
    with Ledger.open(where, held, create=create) as ledger:
        yield ledger


def migrate(url: str | None = None) -> tuple[str | None, str]:
    """Make the ledger's tables at *url*, or bring older ones up to date; no pepper is needed.

    Returns the form they were of, None where there were none, and the form they are of now.
    """
    from tongguan.ledger import form
    from tongguan.ledger.schema import REVISION
    from tongguan.ledger.storage import place, transaction

    where = place(ledger_url(url))
    engine = where.engine(write=True)
    with transaction(where, engine, write=True) as connection:
        before = form.revision(connection)
        if before is None:
            form.make(connection)
        elif before < REVISION:
            form.migrate(connection)
        else:
            form.require_current(before, where.shown)
    return before, REVISION


def scan(
    what: Any,  # noqa: ANN401 (a path, several, or any frame that speaks Arrow)
    *,
    profile: str = "conservative",
    on: date | None = None,
    detectors: Iterable[str | os.PathLike[str]] = (),
    installed_detectors: bool = True,
    progress: Progress | None = None,
) -> Scan:
    """Tell what is inside, and how many people; nothing is written.

    *what* is a path, a list of paths (files, folders, globs), a pandas DataFrame, an Arrow table,
    or any object with ``__arrow_c_stream__``. *profile* is the sensitivity profile
    (``conservative`` or ``gbt45574``), *on* the day of the export (today in China by default).
    *detectors* are files with detectors of your own (TOML or Python); *installed_detectors* tells whether
    those that installed packages bring are used too.

    Raises Unreadable when something cannot be read to its end.
    """
    from tongguan.engine.local import scan as run
    from tongguan.law.catalogue import load_catalogue
    from tongguan.own_detectors import detector_set
    from tongguan.scanning.important import Volumes, hints
    from tongguan.scanning.scan import Detectors

    day = on or now().date()
    catalogue = load_catalogue(profile, day)
    known = detector_set((Path(file) for file in detectors), installed=installed_detectors)
    with _sources(what) as sources:
        found = run(
            sources,
            detectors=known.detectors,
            levels=known.levels(catalogue.levels()),
            profile_name=catalogue.profile,
            # Nothing is kept, so nobody is to be found again: any key will do.
            key=secrets.token_bytes(32),
            on=day,
            combinations=catalogue.combinations,
            progress=progress,
        )
    volumes = Volumes(*(found.people.high(of) for of in ("all", "general", "sensitive")))
    return replace(
        found,
        important=hints(found.columns, volumes),
        detectors=Detectors(known.sha256, known.titles),
    )


def check(
    what: Any,  # noqa: ANN401
    *,
    export: str,
    register: Register | str | os.PathLike[str] = DEFAULT_REGISTER,
    ledger: str | None = None,
    pepper: bytes | None = None,
    on: date | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Return the verdict on *what* (see :func:`scan`) as the register's export; nothing is recorded."""
    from tongguan.case import Case
    from tongguan.gate import check as run

    case = Case.of(_register(register), export, on or now().date())
    with open_ledger(ledger, create=False, pepper=pepper) as opened, _sources(what) as sources:
        return run(sources, case, opened, progress=progress)


def gate(
    what: Any,  # noqa: ANN401
    *,
    export: str,
    run: str,
    register: Register | str | os.PathLike[str] = DEFAULT_REGISTER,
    ledger: str | None = None,
    pepper: bytes | None = None,
    on_shut: OnShut = "block",
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Return the verdict and, where the data may leave, reserve its people under *run*.

    *run* is the caller's own id of this export run: with it, a retry counts nobody twice.
    *at* is the time of leaving (aware; now by default).
    """
    from tongguan.case import Case
    from tongguan.gate import gate as reserve
    from tongguan.ledger.storage import place

    moment = at or now()
    case = Case.of(_register(register), export, moment.astimezone(CHINA).date())
    with open_ledger(ledger, create=False, pepper=pepper):
        pass  # a wrong pepper is told before anything is opened
    with _sources(what) as sources:
        if not place(ledger_url(ledger)).exists():
            # The first gate of all reads twice, so that what cannot be read leaves nothing behind.
            for source in sources:
                for _ in source.batches():
                    pass
        with open_ledger(ledger, pepper=pepper) as opened:
            return reserve(sources, case, opened, run=run, now=moment, on_shut=on_shut, progress=progress)


def post(
    run: str, *, ledger: str | None = None, pepper: bytes | None = None, at: datetime | None = None
) -> Entry:
    """Record that the data of the reserved *run* has left."""
    _require_known(run, ledger, pepper)
    with open_ledger(ledger, pepper=pepper) as opened:
        return opened.post(run, at or now())


def void(
    run: str,
    *,
    reason: str = "",
    ledger: str | None = None,
    pepper: bytes | None = None,
    at: datetime | None = None,
) -> Entry:
    """Record that the data of the reserved *run* did not leave; its people are given back."""
    _require_known(run, ledger, pepper)
    with open_ledger(ledger, pepper=pepper) as opened:
        return opened.void(run, at or now(), reason)


def approve(
    run: str, *, reason: str, by: str | None = None, ledger: str | None = None, at: datetime | None = None
) -> Entry:
    """Record that a person looked at *run*, held for review, and approves: gate it again, then it may open.

    *by* is who, as the handler knows them (a role, a staff number; the user of this system by default).
    """
    from tongguan.review import require_approvable

    _require_known(run, ledger)
    with open_ledger(ledger) as opened:
        return opened.approve(run, at or now(), _said(reason, by), require_approvable)


def reject(
    run: str, *, reason: str, by: str | None = None, ledger: str | None = None, at: datetime | None = None
) -> Entry:
    """Record that a person rejects *run*, which was refused: it is final."""
    _require_known(run, ledger)
    with open_ledger(ledger) as opened:
        return opened.reject(run, at or now(), _said(reason, by))


def add(
    run: str,
    *,
    export: str,
    general: int,
    sensitive: int,
    everybody: int | None = None,
    left_on: date,
    reason: str,
    by: str | None = None,
    register: Register | str | os.PathLike[str] = DEFAULT_REGISTER,
    ledger: str | None = None,
    at: datetime | None = None,
) -> Entry:
    """Add persons who left before there was a ledger, or around the gate, of whom only the number is known.

    *general* and *sensitive* are persons with general and with sensitive items, *everybody* all of them
    (their sum by default: nobody is taken for being in both). They are never recognised again.
    """
    from tongguan.ledger.entry import Reservation
    from tongguan.ledger.life import require_left
    from tongguan.ledger.pepper import key_id

    # All that can be refused is refused before a ledger or a key is made.
    said, moment, known = _said(reason, by), at or now(), _register(register)
    known.export(export)
    require_left(run, left_on, moment)
    persons = _unidentified(run, general, sensitive, everybody)
    with open_ledger(ledger) as opened:
        key = opened.year_key(known.handler.uscc, left_on.year, create=True)
        asked = Reservation(
            handler=known.handler.uscc,
            run=run,
            export=export,
            leaves_on=left_on,
            files=(),
            persons=persons,
            key_id=key_id(key),
            reading=known.settings.reading,
        )
        return opened.add(asked, said, moment)


def _unidentified(run: str, general: int, sensitive: int, everybody: int | None) -> People:
    """Return so many persons of whom only the number is known. Raises UsageError where there cannot be."""
    from tongguan.errors import UsageError
    from tongguan.persons.people import People

    persons = general + sensitive if everybody is None else everybody
    fit = max(general, sensitive) <= persons <= general + sensitive
    if min(general, sensitive) < 0 or not fit or persons > ADDED_MAX:
        raise UsageError(
            f"Run {run}: {persons} persons, {general} general and {sensitive} sensitive do not fit together. "
            "Nothing was recorded.",
            hint="All persons are at least as many as of either class, and at most as many as of both "
            f"together and {ADDED_MAX:,}.",
        )
    return replace(People.none(), unidentified=(persons, general, sensitive, 0))


def forget(
    year: int,
    *,
    reason: str,
    handler: str | None = None,
    by: str | None = None,
    ledger: str | None = None,
    current_year_too: bool = False,
    at: datetime | None = None,
) -> list[Entry]:
    """Destroy the keys of *year*, of one *handler* or of all: its persons can never be recognised again."""
    from tongguan.errors import UsageError

    moment = at or now()
    if year >= moment.astimezone(CHINA).year and not current_year_too:
        raise UsageError(
            f"{year} is not over: without its key everybody counted in it becomes a stranger. "
            "Nothing was destroyed.",
            hint="Wait until it is over, or say --current-year-too.",
        )
    _require_ledger(ledger)
    with open_ledger(ledger) as opened:
        return opened.forget(year, moment, _said(reason, by), handler=handler)


def rekey(
    new_pepper_file: Path | None = None,
    *,
    reason: str,
    by: str | None = None,
    ledger: str | None = None,
    at: datetime | None = None,
) -> tuple[Entry, Path | None]:
    """Change the pepper, to that of *new_pepper_file*, which is made if it is not there.

    Without a file, the pepper beside the ledger is replaced. Returns the ledger's entry, and the file that
    has to be named from now on; None where nothing has to. If it is cut off, call it again.
    """
    from tongguan.errors import WrongPepper
    from tongguan.ledger.ledger import Ledger
    from tongguan.ledger.pepper import made_or_read, new_beside, read_pepper, replace_pepper

    said = _said(reason, by)
    _require_ledger(ledger)
    url = ledger_url(ledger)
    beside = new_beside(url, os.environ) if new_pepper_file is None else None
    file = new_pepper_file or beside
    assert file is not None, "new_beside names one or raises"
    pepper = made_or_read(file)
    try:
        with Ledger.open(url, read_pepper(url, os.environ, create=False)) as opened:
            entry = opened.rekey(pepper, at or now(), said)
    except WrongPepper:
        # Cut off between the ledger and the file: then the ledger is under the new pepper already.
        with Ledger.open(url, pepper, create=False) as opened:
            before = [each for each in opened.entries() if each.kind == "rekey"]
        if not before:
            raise
        entry = before[-1]
    if beside is None:
        return entry, file.absolute()
    replace_pepper(url, beside)
    return entry, None


def copy_ledger(target: str, *, ledger: str | None = None) -> int:
    """Copy the ledger to the database at the URL *target*, which must be empty; returns its entries."""
    from tongguan.ledger.ledger import Ledger
    from tongguan.ledger.pepper import read_pepper

    _require_ledger(ledger)
    url = ledger_url(ledger)
    pepper = read_pepper(url, os.environ, create=False)
    with Ledger.open(url, pepper, create=False) as source, Ledger.open(target, pepper) as copy:
        return source.copy_to(copy)


def _require_ledger(url: str | None) -> None:
    from tongguan.errors import LedgerError
    from tongguan.ledger.storage import place

    where = place(ledger_url(url))
    if not where.exists():
        raise LedgerError(
            f"{where.shown}: there is no ledger. Nothing was done.",
            hint="Name it with --ledger or TONGGUAN_LEDGER.",
        )


def _said(reason: str, by: str | None) -> Said:
    from tongguan.ledger.entry import Said

    return Said(reason.strip(), by or _user())


def _user() -> str:
    from tongguan.errors import UsageError

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a number without a name, as in some containers
        raise UsageError(
            "Who says so is unknown: the user of this system has no name. Nothing was recorded.",
            hint="Name them with --by: a role, a staff number.",
        ) from None


def _require_known(run: str, ledger: str | None, pepper: bytes | None = None) -> None:
    """Refuse a run that is in no ledger, before a ledger is made where there is none."""
    from tongguan.errors import LedgerConflict

    with open_ledger(ledger, create=False, pepper=pepper) as opened:
        if opened.last(run) is None:
            raise LedgerConflict(
                f"Run {run}: it is not in this ledger. Nothing was recorded.",
                hint="Name the ledger it was reserved in, with --ledger or TONGGUAN_LEDGER.",
            )


def _register(register: Register | str | os.PathLike[str]) -> Register:
    from tongguan.register import read_register

    return read_register(Path(register)) if isinstance(register, (str, os.PathLike)) else register


@contextmanager
def _sources(what: Any) -> Iterator[Sequence[Source]]:  # noqa: ANN401
    from tongguan.reading import open_sources

    sources = open_sources([what] if isinstance(what, (str, os.PathLike)) else what)
    try:
        yield sources
    finally:
        for source in sources:
            source.close()
