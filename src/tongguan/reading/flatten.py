"""Nested columns laid flat, so that no value hides in a struct, a list or a map.

A batch becomes one or more row sets. Structs stay in the row set they are in, their fields joined
by dots. The elements of a list are a row set of their own, because there are more or fewer of them
than rows; what an element holds stays together there, as a row does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.errors import LimitExceeded, Unreadable
from tongguan.reading.foreign import guarded
from tongguan.reading.names import free_name, named

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 64  # lists within lists or structs within structs


@dataclass(frozen=True)
class Leaves:
    """Flat columns of equal length.

    ``path`` is "" for the rows themselves, "items[]" for the elements of the list column ``items``,
    "items[].tags[]" for lists within them. Names in ``columns`` are relative to the path; elements
    that have no fields are a column named as the list is, those of a map are ``key`` and ``value``.
    No two row sets have the same path, and no two columns of one the same name.
    """

    path: str
    columns: tuple[tuple[str, pa.Array], ...]
    rows: int


def leaves(batch: pa.RecordBatch) -> list[Leaves]:
    """Return the row sets of *batch*: the rows first, then the elements of every list column.

    Arrays are of flat types: dictionaries are decoded, extension types are their storage, text is
    ``string`` (``large_string`` where it does not fit). Binary that is all UTF-8 is text too, other
    binary stays binary. What is null, or under something null, is null or absent.

    Raises Unreadable for unions and for what is nested too deeply.
    """
    refusal = Unreadable(
        "A batch holds a column of a type that cannot be laid flat. The gate stays shut.",
        hint="Write the column as text, numbers, structs, lists or maps.",
    )
    return guarded(lambda: _RowSets().of(batch), refusal)


@dataclass
class _RowSets:
    """The row sets of one batch, while they are collected."""

    out: list[Leaves] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def of(self, batch: pa.RecordBatch) -> list[Leaves]:
        names = named("column", batch.schema.names)
        self.add("", "", zip(names, batch.columns, strict=True), batch.num_rows, 0)
        return self.out

    def add(
        self, path: str, bare: str, arrays: Iterable[tuple[str, pa.Array]], rows: int, depth: int
    ) -> None:
        """Add the row set at *path*, then those within it; a column without a name is called *bare*."""
        row_set = _RowSet()
        for name, array in arrays:
            row_set.add(name, array, depth)
        if row_set.columns or not path:
            columns = ((name or bare, array) for name, array in row_set.columns)
            self.out.append(Leaves(path, _unique(columns), rows))
        for name, elements in row_set.lists:
            inner = free_name(f"{path}.{name}" if path and name else path + name, self.paths) + "[]"
            last = name.rpartition(".")[2] or bare
            self.add(inner, last, [("", elements)], len(elements), depth + 1)


@dataclass
class _RowSet:
    """The flat columns of one row set, and the elements of its lists."""

    columns: list[tuple[str, pa.Array]] = field(default_factory=list)
    lists: list[tuple[str, pa.Array]] = field(default_factory=list)

    def add(self, name: str, array: pa.Array, depth: int) -> None:
        if depth > _DEEPEST:
            raise LimitExceeded(
                f"A batch holds a column nested more than {_DEEPEST} deep. The gate stays shut.",
                hint="Write the export with flatter columns.",
            )
        array = _decoded(array)
        if pa.types.is_struct(array.type):
            fields = named("field", [array.type.field(at).name for at in range(array.type.num_fields)])
            for child, values in zip(fields, array.flatten(), strict=True):
                self.add(f"{name}.{child}" if name else child, values, depth + 1)
        elif (elements := _elements(array)) is not None:
            self.lists.append((name, elements))
        else:
            self.columns.append((name, _plain(array)))


def _decoded(array: pa.Array) -> pa.Array:
    """Return the values an array stands for: storage, not extension; values, not indices or runs."""
    while True:
        if isinstance(array, pa.ExtensionArray):
            array = (
                _hexadecimal(array.storage) if array.type.extension_name == "arrow.uuid" else array.storage
            )
        elif isinstance(array, pa.DictionaryArray):
            array = array.dictionary_decode()
        elif isinstance(array, pa.RunEndEncodedArray):
            array = pc.run_end_decode(array)
        else:
            return array


def _hexadecimal(array: pa.Array) -> pa.Array:
    """Return fixed-size binary as hexadecimal text: a UUID is an identifier, and none is UTF-8."""
    width = array.type.byte_width
    data = np.frombuffer(array.buffers()[1], dtype=np.uint8)
    data = data[array.offset * width : (array.offset + len(array)) * width]
    digits = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    text = np.stack([digits[data >> 4], digits[data & 15]], axis=1).tobytes()
    offsets = np.arange(len(array) + 1, dtype=np.int32) * (2 * width)
    written = pa.StringArray.from_buffers(len(array), pa.py_buffer(offsets), pa.py_buffer(text))
    return pc.if_else(array.is_valid(), written, None)


def _elements(array: pa.Array) -> pa.Array | None:
    """Return the elements of all lists of *array* that are not null, end to end; None for no lists."""
    types, kind = pa.types, array.type
    if types.is_map(kind):
        entry = pa.struct([pa.field("key", kind.key_type), pa.field("value", kind.item_type)])
        return array.cast(pa.list_(entry)).flatten()
    lists = (
        types.is_list,
        types.is_large_list,
        types.is_fixed_size_list,
        types.is_list_view,
        types.is_large_list_view,
    )
    return array.flatten() if any(is_list(kind) for is_list in lists) else None


def _plain(array: pa.Array) -> pa.Array:
    """Return text as string where it fits, binary that is text as string, other binary as binary."""
    types, kind = pa.types, array.type
    if types.is_union(kind):
        raise TypeError
    if types.is_string_view(kind) or types.is_large_string(kind):
        return _cast(array, pa.string())
    if types.is_large_binary(kind):
        text = _cast(array, pa.large_string())
        return _cast(text, pa.string() if text is not array else pa.binary())
    if types.is_binary(kind) or types.is_binary_view(kind) or types.is_fixed_size_binary(kind):
        text = _cast(array, pa.string())
        return text if text is not array else _cast(array, pa.binary())
    return array


def _cast(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return *array* as *kind*, or itself where that cannot hold it: not UTF-8, or over 2 GiB."""
    try:
        return array.cast(kind)
    except pa.ArrowInvalid:
        return array


def _unique(columns: Iterable[tuple[str, pa.Array]]) -> tuple[tuple[str, pa.Array], ...]:
    """Return *columns* with a number after names that come again: kept by name, one would be lost."""
    taken: set[str] = set()
    return tuple((free_name(name, taken), array) for name, array in columns)
