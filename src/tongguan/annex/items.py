"""The data items of an export: its columns, and the kinds found inside their texts. No value is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tongguan.law.catalogue import Level
    from tongguan.scanning.scan import Column, Scan
    from tongguan.scanning.statement import Statement

DE_IDENTIFIED = frozenset({"hashed_id", "masked_id"})
"""Kinds of values that were hashed or masked: de-identified, and personal information all the same."""


@dataclass(frozen=True)
class DataItem:
    """A column, or one kind ``inside`` the texts of one, over all files in which it is the same.

    ``kind`` is what counts (the register's word goes before the scan's), ``seen`` what the scan found.
    ``checked`` counts values that are not blank, ``found`` those of the kind, ``sets`` the
    sets of files of the same columns.
    """

    column: str
    kind: str | None
    seen: str | None
    level: Level
    subject: str | None
    inside: bool
    review: bool
    stated: Statement | None
    checked: int
    found: int
    sets: int = 1

    @property
    def de_identified(self) -> bool:
        """Tell whether its values are masked or hashed."""
        return not DE_IDENTIFIED.isdisjoint({self.kind, self.seen})


def data_items(scan: Scan, levels: Mapping[str, Level]) -> tuple[DataItem, ...]:
    """Return the items of *scan* in its order; *levels* are those of all kinds."""
    together: dict[tuple[object, ...], DataItem] = {}
    for column in scan.columns:
        for item in _of_column(column, levels):
            same = (item.column, item.kind, item.seen, item.level, item.subject, item.inside, item.review)
            key = (*same, str(item.stated))
            known = together.get(key)
            together[key] = item if known is None else _add(known, item)
    return tuple(together.values())


def _of_column(column: Column, levels: Mapping[str, Level]) -> Iterator[DataItem]:
    # A text of no kind is what is found inside it.
    if column.kind is not None or column.stated is not None or not column.mentions:
        yield DataItem(
            column.column, column.counts_as, column.kind, column.level, column.subject, inside=False,
            review=column.review, stated=column.stated, checked=column.checked, found=column.found,
        )  # fmt: skip
    for kind, found in column.mentions.items():
        yield DataItem(
            column.column, kind, kind, levels[kind], column.subject, inside=True,
            review=False, stated=None, checked=column.checked, found=found,
        )  # fmt: skip


def _add(left: DataItem, right: DataItem) -> DataItem:
    return DataItem(
        left.column, left.kind, left.seen, left.level, left.subject, inside=left.inside, review=left.review,
        stated=left.stated, checked=left.checked + right.checked, found=left.found + right.found,
        sets=left.sets + right.sets,
    )  # fmt: skip
