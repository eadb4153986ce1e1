"""The columns of a schema down to their leaves, called as the scan calls them, and what of them is to go."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.errors import UsageError
from tongguan.law.strict_toml import did_you_mean
from tongguan.reading import leaves
from tongguan.reading.names import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NOTHING = "Nothing was written."
_TELEPHONE = 7  # digits: a name with as many may be somebody's number


@dataclass(frozen=True)
class Leaf:
    """A flat column, or a leaf of a nested one.

    ``name`` is what the scan calls it (``buyer.phone``, ``guardians[].phone``), ``own`` the same without the
    number that a name gets when it comes again. ``within`` are the names of all it lies in, its column first.
    ``column`` is the place of that column; ``whole`` is set where the leaf cannot go without all of it.
    """

    name: str
    own: str
    within: tuple[str, ...]
    column: int
    whole: bool

    def answers(self, asked: str) -> bool:
        """Tell whether it is what is *asked* for, or lies in it."""
        return asked in {self.name, self.own, *self.within}


@dataclass(frozen=True)
class Cuts:
    """What is to go from every file: columns left out or masked, and rows of persons under 14."""

    leave_out: tuple[str, ...] = ()
    mask: tuple[str, ...] = ()
    without_minors: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether nothing is to go."""
        return not (self.leave_out or self.mask or self.without_minors)

    def joined(self, other: Cuts) -> Cuts:
        """Return both together, each column once."""
        return Cuts(
            tuple(dict.fromkeys((*self.leave_out, *other.leave_out))),
            tuple(dict.fromkeys((*self.mask, *other.mask))),
            self.without_minors or other.without_minors,
        )


@dataclass(frozen=True)
class Cut:
    """What goes from one file: the numbers of its leaves, from 0 in the order of :func:`leaves_of`."""

    leaves: tuple[Leaf, ...]
    out: frozenset[int] = field(default_factory=frozenset)
    masked: frozenset[int] = field(default_factory=frozenset)

    @property
    def columns_out(self) -> frozenset[int]:
        """The places of the columns that go whole."""
        kept = {leaf.column for number, leaf in enumerate(self.leaves) if number not in self.out}
        return frozenset({leaf.column for leaf in self.leaves} - kept)


def leaves_of(schema: pa.Schema) -> tuple[Leaf, ...]:
    """Return the leaves of *schema* from left to right and from the outside in."""
    numbers = itertools.count()
    ghosts = [_ghost(kind, numbers) for kind in schema.types]
    called: dict[int, str] = {}
    # The scan's own names: every leaf of a batch of one row holds its own number.
    for part in leaves(pa.RecordBatch.from_arrays(ghosts, names=schema.names)):
        for name, array in part.columns:
            called[array[0].as_py()] = f"{part.path}.{name}" if part.path else name
    found = [
        (column, own, within, whole)
        for column, (name, kind) in enumerate(zip(named("column", schema.names), schema.types, strict=True))
        for own, within, whole in _walk(kind, name, name, (name,), whole=False)
    ]
    return tuple(
        Leaf(called[number], own, within, column, whole)
        for number, (column, own, within, whole) in enumerate(found)
    )


def cut_of(schema: pa.Schema, cuts: Cuts, *, partitions: int, source: str) -> Cut:
    """Return what *cuts* take from a file of *schema*, the last *partitions* columns of which are its path's.

    A name that this file does not have takes nothing; see :func:`require_there`. Raises UsageError for what
    cannot go.
    """
    known = leaves_of(schema)
    out = {n for n, leaf in enumerate(known) if any(map(leaf.answers, cuts.leave_out))}
    masked = {n for n, leaf in enumerate(known) if any(map(leaf.answers, cuts.mask))} - out
    in_path = len(schema) - partitions
    for number in sorted(out | masked):
        leaf = known[number]
        if leaf.column >= in_path:
            raise UsageError(
                f"{source}: {shown(leaf.name)} is in the path, as a name of folders; it cannot go from the "
                f"file alone. {NOTHING}",
                hint="Write the export again without partitioning by it, and minimise that.",
            )
        all_of_it = {n for n, other in enumerate(known) if other.column == leaf.column}
        if leaf.whole and (number in masked or not all_of_it <= out):
            raise UsageError(
                f"{source}: {shown(leaf.name)} lies in a map, or in a column of a type that cannot be "
                f"changed in part. {NOTHING}",
                hint=f"Leave out the whole column {shown(leaf.within[0])}.",
            )
    if in_path and out >= {n for n, leaf in enumerate(known) if leaf.column < in_path}:
        raise UsageError(
            f"{source}: no column would be left. {NOTHING}", hint="Then there is nothing to export."
        )
    return Cut(known, frozenset(out), frozenset(masked))


def require_there(asked: Iterable[str], known: Sequence[Leaf]) -> None:
    """Raise UsageError for the first of *asked* that none of the *known* leaves of all files answers to."""
    for name in asked:
        if any(leaf.answers(name) for leaf in known):
            continue
        outer = next((leaf.name for leaf in known if name.startswith((f"{leaf.name}.", f"{leaf.name}["))), "")
        if outer:
            raise UsageError(
                f"There is no column {shown(name)}: what is inside {shown(outer)} is text, not columns. "
                f"{NOTHING}",
                hint=f"Leave out the whole column {shown(outer)}.",
            )
        names = {leaf.name for leaf in known if not _may_be_somebodys(leaf.name)}
        raise UsageError(
            f"There is no column {shown(name)} in these files. {NOTHING}", hint=did_you_mean(name, names)
        )


def shown(name: str) -> str:
    """Return the *name* of a column for a sentence, unless it may be somebody's number."""
    return "whose name may be a number of somebody" if _may_be_somebodys(name) else f"`{name}`"


def _may_be_somebodys(name: str) -> bool:
    return "@" in name or sum(map(str.isdigit, name)) >= _TELEPHONE


def inner(kind: pa.DataType) -> pa.DataType | None:
    """Return what *kind* stands for where it is an extension, a dictionary or runs; None elsewhere."""
    if isinstance(kind, pa.BaseExtensionType):
        return kind.storage_type
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return kind.value_type
    return None


def is_list(kind: pa.DataType) -> bool:
    """Tell whether *kind* is a list of any sort; a map is none."""
    types = pa.types
    sorts = (
        types.is_list,
        types.is_large_list,
        types.is_fixed_size_list,
        types.is_list_view,
        types.is_large_list_view,
    )
    return any(sort(kind) for sort in sorts)


def _ghost(kind: pa.DataType, numbers: Iterator[int]) -> pa.Array:
    """Return an array of one row, nested as *kind* is, whose leaves hold the next of *numbers*."""
    if (what := inner(kind)) is not None:
        return _ghost(what, numbers)
    if pa.types.is_map(kind):
        keys, items = _ghost(kind.key_type, numbers), _ghost(kind.item_type, numbers)
        return pa.MapArray.from_arrays([0, 1], keys, items)
    if is_list(kind):
        return pa.ListArray.from_arrays([0, 1], _ghost(kind.value_type, numbers))
    if pa.types.is_struct(kind) and kind.num_fields:
        children = [_ghost(child.type, numbers) for child in kind]
        return pa.StructArray.from_arrays(children, names=[child.name for child in kind])
    if pa.types.is_struct(kind):
        return pa.array([{}], kind)
    return pa.array([next(numbers)], pa.int64())


def _walk(
    kind: pa.DataType, name: str, last: str, within: tuple[str, ...], *, whole: bool
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield the own name of each leaf of *kind*, all it lies in, and whether it goes only with all of it."""
    if (what := inner(kind)) is not None:
        yield from _walk(what, name, last, within, whole=whole or pa.types.is_nested(what))
    elif pa.types.is_map(kind):
        for part, inside in (("key", kind.key_type), ("value", kind.item_type)):
            full = f"{name}[].{part}"
            yield from _walk(inside, full, part, (*within, f"{name}[]", full), whole=True)
    elif is_list(kind):
        stiff = pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind)
        yield from _walk(kind.value_type, f"{name}[]", last, (*within, f"{name}[]"), whole=whole or stiff)
    elif pa.types.is_struct(kind):
        for child, inside in zip(named("field", [c.name for c in kind]), kind, strict=True):
            full = f"{name}.{child}"
            yield from _walk(inside.type, full, child, (*within, full), whole=whole)
    else:
        yield f"{name}.{last}" if name.endswith("[]") else name, within, whole
