"""The copy of an export that may go: columns left out or masked, persons under 14 left out.

    import tongguan
    tongguan.minimise("orders.parquet", out="out/", leave_out=["id_no"])

:func:`minimise` writes a copy and knows nothing of registers and ledgers; :func:`apply` takes what goes from
the remedies of a verdict, and gives the verdict on the copy.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tongguan.minimising.applying import Applied
    from tongguan.minimising.copying import Minimised
    from tongguan.register import Register

__all__ = ["apply", "minimise"]


def minimise(
    what: Any,  # noqa: ANN401 (a path, several, or any frame that speaks Arrow)
    *,
    out: str | os.PathLike[str],
    leave_out: Iterable[str] = (),
    mask: Iterable[str] = (),
    without_minors: bool = False,
    profile: str = "conservative",
    on: date | None = None,
    detectors: Iterable[str | os.PathLike[str]] = (),
    installed_detectors: bool = True,
) -> Minimised:
    """Write *what* (see :func:`tongguan.scan`) once more, below the new or empty folder *out*.

    *leave_out* and *mask* are names of columns as the scan gives them (``buyer.phone``). With
    *without_minors*, rows in which somebody under 14 on the day *on* (today in China by default) is known
    are left out whole. *detectors* and *profile* are as for the scan: they say which column is what.

    Raises Unreadable, UsageError or NotWritten, and then nothing of the copy is there.
    """
    from tongguan.api import now
    from tongguan.engine.group import Asked
    from tongguan.kernels.dates import years_before
    from tongguan.law.catalogue import load_catalogue
    from tongguan.minimising.columns import Cuts
    from tongguan.minimising.copying import copy
    from tongguan.minimising.target import require_apart
    from tongguan.own_detectors import detector_set
    from tongguan.reading import open_sources
    from tongguan.scanning.count import MINOR_BELOW
    from tongguan.scanning.rules import Rules

    day = on or now().date()
    catalogue = load_catalogue(profile, day)
    known = detector_set((Path(file) for file in detectors), installed=installed_detectors)
    rules = Rules(
        # Nobody is kept, so nobody is to be found again: any key will do.
        key=secrets.token_bytes(32),
        detectors=known.detectors,
        levels=known.levels(catalogue.levels()),
        born_after=years_before(day, MINOR_BELOW),
    )
    cuts = Cuts(_names(leave_out), _names(mask), without_minors)
    require_apart(what, Path(out))
    sources = open_sources(what)
    try:
        return copy(sources, Path(out), cuts, Asked(rules, day, {}, (), combinations=catalogue.combinations))
    finally:
        for source in sources:
            source.close()


def apply(
    what: Any,  # noqa: ANN401
    *,
    export: str,
    out: str | os.PathLike[str] | None = None,
    remedy: int | None = None,
    leave_out: Iterable[str] = (),
    mask: Iterable[str] = (),
    without_minors: bool = False,
    register: Register | str | os.PathLike[str] = "tongguan.toml",
    ledger: str | None = None,
    pepper: bytes | None = None,
    on: date | None = None,
) -> Applied:
    """Check *what* as the register's *export*; write a copy without what goes, and check that; see Applied.

    What goes is what the *remedy* of that number says, numbered from 1 as the verdict has them, and what is
    named. Where nothing is, no copy is written. Nothing is recorded.
    """
    from tongguan.api import now
    from tongguan.minimising.applying import applied
    from tongguan.minimising.columns import Cuts
    from tongguan.register import read_register

    known = read_register(Path(register)) if isinstance(register, (str, os.PathLike)) else register
    return applied(
        what,
        export=export,
        out=None if out is None else Path(out),
        remedy=remedy,
        cuts=Cuts(_names(leave_out), _names(mask), without_minors),
        register=known,
        ledger=ledger,
        pepper=pepper,
        on=on or now().date(),
    )


def _names(columns: Iterable[str]) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(dict.fromkeys(columns))
