"""Names for columns that have none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def named(what: str, names: Iterable[str]) -> list[str]:
    """Return *names*, a blank one replaced by *what* it names and its position.

    >>> named("column", ["手机", " "])
    ['手机', 'column_2']
    """
    return [name if name.strip() else f"{what}_{at}" for at, name in enumerate(names, 1)]


def free_name(name: str, taken: set[str]) -> str:
    """Return *name*, numbered if it is taken, and take it: whoever keeps columns by name loses none.

    >>> taken = {"手机"}
    >>> free_name("手机", taken), free_name("手机", taken)
    ('手机_2', '手机_3')
    """
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(free)
    return free
