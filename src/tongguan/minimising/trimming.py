"""Batches without what is to go: columns and leaves of nested ones left out, others masked.

Only what a row still shows is in the result: no value under something null, outside a slice, or in a
dictionary that no row uses any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tongguan.minimising.columns import inner, is_list
from tongguan.reading.owners import lengths
from tongguan.reading.sound import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tongguan.minimising.columns import Cut

    # Makes of a flat array another of the same length, of text.
    Change = Callable[[pa.Array], pa.Array]


class Trim:
    """What a *cut* makes of batches of *schema*; ``schema`` is that of the result."""

    def __init__(self, schema: pa.Schema, cut: Cut, changes: Mapping[int, Change]) -> None:
        """Trim batches of *schema*; *changes* are how the leaves are masked, by number."""
        self._out, self._changes = cut.out, changes
        counts = [_leaves(kind) for kind in schema.types]
        self._begins = [sum(counts[:at]) for at in range(len(counts))]
        self.schema = self.batch(empty(schema)).schema.with_metadata(schema.metadata)

    def batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return *batch* without what goes."""
        columns, fields = [], []
        for field, array, number in zip(batch.schema, batch.columns, self._begins, strict=True):
            trimmed = self._trim(array, number)
            if trimmed is not None:
                columns.append(trimmed)
                fields.append(field.with_type(trimmed.type))
        if not columns:  # of a file of no columns nothing goes
            return batch
        return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))

    def _trim(self, array: pa.Array, number: int) -> pa.Array | None:
        """Return *array*, whose first leaf is *number*, without what goes; None if all of it does."""
        kind = array.type
        here = range(number, number + _leaves(kind))
        if here and self._out.issuperset(here):
            return None
        if not (self._out.intersection(here) or self._changes.keys() & set(here) or _has_dictionary(kind)):
            return array
        if len(here) == 1 and number in self._changes and not pa.types.is_nested(kind):
            return _changed(array, self._changes[number])
        return self._inside(array, number)

    def _inside(self, array: pa.Array, number: int) -> pa.Array | None:
        kind = array.type
        if pa.types.is_struct(kind):
            return self._struct(array, number)
        if is_list(kind):
            return self._list(array, number)
        if pa.types.is_map(kind):
            return self._map(array, number)
        return compacted(array) if pa.types.is_dictionary(kind) else array

    def _struct(self, array: pa.Array, number: int) -> pa.Array | None:
        columns, fields = [], []
        for at, field in enumerate(array.type):
            trimmed = self._trim(array.field(at), number)
            number += _leaves(field.type)
            if trimmed is not None:
                columns.append(trimmed)
                fields.append(field.with_type(trimmed.type))
        if not columns:
            return None
        return pa.StructArray.from_arrays(columns, fields=fields, mask=array.is_null())

    def _list(self, array: pa.Array, number: int) -> pa.Array | None:
        kind, nulls = array.type, array.is_null()
        if pa.types.is_fixed_size_list(kind):
            size = kind.list_size
            elements = self._trim(array.values.slice(array.offset * size, len(array) * size), number)
            if elements is None:
                return None
            made = pa.list_(kind.value_field.with_type(elements.type), size)
            return pa.FixedSizeListArray.from_arrays(elements, type=made, mask=nulls)
        large = pa.types.is_large_list(kind)
        offsets = pa.array(np.r_[0, np.cumsum(lengths(array))], pa.int64() if large else pa.int32())
        elements = self._trim(array.flatten(), number)
        if elements is None:
            return None
        field = kind.value_field.with_type(elements.type)
        made = pa.large_list(field) if large else pa.list_(field)
        maker = pa.LargeListArray if large else pa.ListArray
        return maker.from_arrays(offsets, elements, type=made, mask=nulls)

    def _map(self, array: pa.Array, number: int) -> pa.Array:
        kind = array.type
        offsets = pa.array(np.r_[0, np.cumsum(lengths(array))], pa.int32())
        entry = pa.struct([pa.field("key", kind.key_type), pa.field("value", kind.item_type)])
        entries = array.cast(pa.list_(entry)).flatten()
        keys, items = self._trim(entries.field(0), number), entries.field(1)
        items = self._trim(items, number + _leaves(kind.key_type))
        return pa.MapArray.from_arrays(offsets, keys, items, type=kind, mask=array.is_null())


def compacted(array: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return *array* with only those values in its dictionary that a row has, in their order.

    >>> import pyarrow as pa
    >>> array = pa.DictionaryArray.from_arrays(pa.array([2, None, 0], pa.int8()), ["a", "b", "c"])
    >>> compacted(array).dictionary.to_pylist()
    ['a', 'c']
    """
    there = array.indices.is_valid()
    indices = np.asarray(array.indices.fill_null(0)).astype(np.int64)
    used = np.unique(indices[np.asarray(there)])
    if len(used) == len(array.dictionary):
        return array
    places = pa.array(np.searchsorted(used, indices), mask=~np.asarray(there)).cast(array.type.index_type)
    return pa.DictionaryArray.from_arrays(
        places, array.dictionary.take(pa.array(used)), ordered=array.type.ordered
    )


def _changed(array: pa.Array, change: Change) -> pa.Array:
    """Return *array* changed to text; a dictionary stays one."""
    if isinstance(array, pa.ExtensionArray):
        return _changed(array.storage, change)
    if isinstance(array, pa.DictionaryArray):
        text = change(array.dictionary_decode())
        return text.dictionary_encode().cast(pa.dictionary(pa.int32(), text.type))
    return change(array)


def _leaves(kind: pa.DataType) -> int:
    """Return how many leaves *kind* has."""
    if (what := inner(kind)) is not None:
        return _leaves(what)
    if pa.types.is_map(kind):
        return _leaves(kind.key_type) + _leaves(kind.item_type)
    if is_list(kind):
        return _leaves(kind.value_type)
    if pa.types.is_struct(kind):
        return sum(_leaves(child.type) for child in kind)
    return 1


def _has_dictionary(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return True
    if is_list(kind):
        return _has_dictionary(kind.value_type)
    if pa.types.is_map(kind):
        return _has_dictionary(kind.key_type) or _has_dictionary(kind.item_type)
    return pa.types.is_struct(kind) and any(_has_dictionary(child.type) for child in kind)
