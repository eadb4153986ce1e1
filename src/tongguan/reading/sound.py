"""Batches that can be trusted: every index inside its array, every string UTF-8, none too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.errors import Unreadable
from tongguan.reading.foreign import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROWS = 131_072  # at most in a batch: larger ones are no faster
BYTES = 32 << 20  # decoded, aimed at for a batch

_TEXT = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
}


def sound(batch: pa.RecordBatch, name: str) -> pa.RecordBatch:
    """Return *batch* fully validated; string columns that are not all UTF-8 come back as binary.

    Parquet readers take the file's word that text is UTF-8, and nothing after us would notice: such
    a value must be reported as unread, not passed over. Raises Unreadable for anything else.
    """
    columns = [
        column if _valid(column) else _binary(column, position, name)
        for position, column in enumerate(batch.columns, 1)
    ]
    if all(new is old for new, old in zip(columns, batch.columns, strict=True)):
        return batch
    fields = [field.with_type(column.type) for field, column in zip(batch.schema, columns, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def bounded(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Cut *batch* into slices of at most ``ROWS`` rows and about ``BYTES`` bytes; nothing is copied."""
    parts = max(-(-batch.num_rows // ROWS), -(-batch.nbytes // BYTES), 1)
    step = max(-(-batch.num_rows // parts), 1)
    for start in range(0, max(batch.num_rows, 1), step):
        yield batch.slice(start, step)


def gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Put small batches together, in their order, up to about half of ``ROWS`` and of ``BYTES``.

    What is done once a batch (patterns are made ready, counts merged) is done less often.
    """
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        different = waiting and not batch.schema.equals(waiting[0].schema)
        if waiting and (different or rows + batch.num_rows > ROWS // 2 or size + batch.nbytes > BYTES // 2):
            yield _joined(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
    if waiting:
        yield _joined(waiting)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(batches).combine_chunks()
    columns = [
        column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in table.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=table.schema)


def empty(schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch of no rows, so that a file of no rows still shows its columns."""
    columns = [column.combine_chunks() for column in schema.empty_table().columns]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _valid(column: pa.Array) -> bool:
    try:
        column.validate(full=True)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, _binary finds out
        return False
    return True


def _binary(column: pa.Array, position: int, name: str) -> pa.Array:
    """Return *column* with every string type in it read as binary, if that makes it valid."""
    refusal = Unreadable(
        f"{name}: column {position} contradicts itself. The gate stays shut.",
        hint="The file is damaged; write it again.",
    )
    return guarded(lambda: _validated(column.view(_as_binary(column.type))), refusal)


def _validated(column: pa.Array) -> pa.Array:
    column.validate(full=True)
    return column


def _as_binary(kind: pa.DataType) -> pa.DataType:
    """Return *kind* with binary wherever it has strings."""
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return _as_binary(kind.storage_type)
    if types.is_struct(kind):
        return pa.struct([_field(kind.field(at)) for at in range(kind.num_fields)])
    if types.is_map(kind):
        return pa.map_(_field(kind.key_field), _field(kind.item_field), keys_sorted=kind.keys_sorted)
    if types.is_dictionary(kind):
        return pa.dictionary(kind.index_type, _as_binary(kind.value_type), ordered=kind.ordered)
    for is_list, make in _LISTS:
        if is_list(kind):
            return make(kind)
    return _TEXT.get(kind, kind)


def _field(field: pa.Field) -> pa.Field:
    return field.with_type(_as_binary(field.type))


_LISTS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.DataType], pa.DataType]], ...] = (
    (pa.types.is_list, lambda kind: pa.list_(_field(kind.value_field))),
    (pa.types.is_large_list, lambda kind: pa.large_list(_field(kind.value_field))),
    (pa.types.is_list_view, lambda kind: pa.list_view(_field(kind.value_field))),
    (pa.types.is_large_list_view, lambda kind: pa.large_list_view(_field(kind.value_field))),
    (pa.types.is_fixed_size_list, lambda kind: pa.list_(_field(kind.value_field), kind.list_size)),
)
