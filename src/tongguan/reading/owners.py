"""Which row of a batch each element of its lists belongs to.

:func:`tongguan.reading.flatten.leaves` lays the elements of all lists end to end; what is found in one of
them says something of the row whose list it is in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.reading.flatten import _decoded, _elements
from tongguan.reading.names import free_name, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def owners(batch: pa.RecordBatch) -> dict[str, NDArray[np.int64]]:
    """Return, by the path of each row set of ``leaves(batch)``, the row of *batch* that each row is of."""
    found = {"": np.arange(batch.num_rows)}
    names = named("column", batch.schema.names)
    _follow(found, set(), "", zip(names, batch.columns, strict=True), found[""])
    return found


def _follow(
    found: dict[str, NDArray[np.int64]],
    paths: set[str],
    path: str,
    arrays: Iterable[tuple[str, pa.Array]],
    rows: NDArray[np.int64],
) -> None:
    """Note the owners of the row sets within *arrays*, whose rows belong to *rows*; as flatten walks them."""
    lists: list[tuple[str, pa.Array, NDArray[np.int64]]] = []
    for name, array in arrays:
        _lists(name, array, rows, lists)
    for name, elements, theirs in lists:
        inner = free_name(f"{path}.{name}" if path and name else path + name, paths) + "[]"
        found[inner] = theirs
        _follow(found, paths, inner, [("", elements)], theirs)


def _lists(
    name: str,
    array: pa.Array,
    rows: NDArray[np.int64],
    lists: list[tuple[str, pa.Array, NDArray[np.int64]]],
) -> None:
    array = _decoded(array)
    if pa.types.is_struct(array.type):
        fields = named("field", [array.type.field(at).name for at in range(array.type.num_fields)])
        for child, values in zip(fields, array.flatten(), strict=True):
            _lists(f"{name}.{child}" if name else child, values, rows, lists)
        return
    elements = _elements(array)
    if elements is not None:
        lists.append((name, elements, np.repeat(rows, lengths(array))))


def lengths(lists: pa.Array) -> NDArray[np.int64]:
    """Return how many elements each of *lists* (lists or maps) has, 0 where it is null."""
    if pa.types.is_map(lists.type):
        entry = pa.struct([pa.field("key", lists.type.key_type), pa.field("value", lists.type.item_type)])
        lists = lists.cast(pa.list_(entry))
    return np.asarray(pc.fill_null(pc.list_value_length(lists), 0)).astype(np.int64)
