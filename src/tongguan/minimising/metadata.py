"""What a copy may keep of the notes in a file: what leaves is the file, not its rows.

Notes are the key-value metadata of a schema and of its fields. pandas and Spark write the columns into them,
so theirs are rewritten. Of any other note nobody knows what is in it: it stays only if it names no column
that goes, and holds no value that goes (:class:`Proof` looks at all of them).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.reading import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tongguan.kernels.text import Mask
    from tongguan.minimising.columns import Cut

    Notes = dict[bytes, bytes]

PANDAS, SPARK = b"pandas", b"org.apache.spark.sql.parquet.row.metadata"
_FIELD_ID = b"PARQUET:field_id"
_SHORTEST = 2  # characters: a shorter value is in any note


class Proof:
    """Tells which notes of a file hold nothing that goes, once it has seen all of it.

    A note is called by the place of its column (-1 for the file) and its key.
    """

    def __init__(self, schema: pa.Schema, cut: Cut) -> None:
        """Take up the notes of *schema* that would be kept; those that name a column that goes are out."""
        gone = cut.columns_out
        kept = [(at, field) for at, field in enumerate(schema) if at not in gone]
        notes = {(-1, key): value for key, value in (schema.metadata or {}).items()}
        notes |= {(at, key): value for at, field in kept for key, value in _of_field(field)}
        self._names = {leaf.name for n, leaf in enumerate(cut.leaves) if n in cut.out | cut.masked}
        words = {cut.leaves[n].own.rpartition(".")[2].encode() for n in cut.out} | {
            name.encode() for name in self._names
        }
        self.open = {
            place: note
            for place, note in notes.items()
            if place[1] not in {PANDAS, SPARK, _FIELD_ID} and not any(word in note for word in words)
        }

    def see(self, batch: pa.RecordBatch, gone: Mask | None) -> None:
        """Close the notes that hold a value of a column that goes, or of the rows of which *gone* is set."""
        if not self.open:
            return
        values = list(self._going(batch, self._names))
        if gone is not None and gone.any():
            values += self._going(batch.filter(pa.array(gone)), None)
        for value in values:
            for place in [place for place, note in self.open.items() if value in note]:
                del self.open[place]

    @staticmethod
    def _going(batch: pa.RecordBatch, names: set[str] | None) -> Iterator[bytes]:
        for part in leaves(batch):
            for name, array in part.columns:
                full = f"{part.path}.{name}" if part.path else name
                if names is None or full in names:
                    yield from _written(array)


def _of_field(field: pa.Field) -> Iterator[tuple[bytes, bytes]]:
    """Yield the notes of *field* and of all fields in it."""
    yield from (field.metadata or {}).items()
    kind = field.type
    if pa.types.is_nested(kind):
        for at in range(kind.num_fields):
            yield from _of_field(kind.field(at))


def _written(array: pa.Array) -> Iterator[bytes]:
    """Yield the different values of a flat array as they may be written in a note."""
    kind = array.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        values = array
    else:
        try:
            values = array.cast(pa.large_string()).cast(pa.large_binary())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return
    for value in pc.unique(values.drop_null()).to_pylist():
        if len(value.decode("utf-8", "replace")) >= _SHORTEST:
            yield value


def rewritten(
    schema: pa.Schema, source: pa.Schema, cut: Cut, proven: Iterable[tuple[int, bytes]], *, rows: bool
) -> tuple[pa.Schema, int]:
    """Return *schema*, that of the copy, with the notes that may stay, and how many may not.

    *source* is the schema that was read; *proven* are the notes that hold nothing that goes. *rows* tells
    that rows go.
    """
    stay = set(proven)
    gone = cut.columns_out
    places = [at for at in range(len(source)) if at not in gone]
    fields, dropped = [], 0
    for at, field in zip(places, schema, strict=True):
        theirs = {key for key, _ in _of_field(field)} - {_FIELD_ID}
        if all((at, key) in stay for key in theirs):
            fields.append(field)
        else:
            dropped += len(theirs)
            fields.append(_bare(field))
    changed = {source.names[cut.leaves[n].column]: cut.leaves[n] for n in cut.masked}
    names = {source.names[at] for at in gone} - {source.names[at] for at in places}
    notes: Notes = {}
    for key, note in (source.metadata or {}).items():
        if key == PANDAS:
            kept = _pandas(note, names, set(changed), rows=rows)
        elif key == SPARK:
            kept = _spark(note, names, whole=not cut.masked and not _nested(cut))
        else:
            kept = note if (-1, key) in stay else None
        if kept is None:
            dropped += 1
        else:
            notes[key] = kept
    return pa.schema(fields, metadata=notes or None), dropped


def _bare(field: pa.Field) -> pa.Field:
    """Return *field* with no notes but its number."""
    number = {k: v for k, v in (field.metadata or {}).items() if k == _FIELD_ID}
    return pa.field(field.name, _bare_type(field.type), field.nullable, number or None)


def _bare_type(kind: pa.DataType) -> pa.DataType:
    types = pa.types
    if types.is_struct(kind):
        return pa.struct([_bare(child) for child in kind])
    if types.is_map(kind):
        return pa.map_(_bare(kind.key_field), _bare(kind.item_field), keys_sorted=kind.keys_sorted)
    if types.is_fixed_size_list(kind):
        return pa.list_(_bare(kind.value_field), kind.list_size)
    if types.is_large_list(kind):
        return pa.large_list(_bare(kind.value_field))
    return pa.list_(_bare(kind.value_field)) if types.is_list(kind) else kind


def _nested(cut: Cut) -> bool:
    """Tell whether of some column a part goes."""
    return any(cut.leaves[n].column not in cut.columns_out for n in cut.out)


def _table(note: bytes) -> dict[str, Any] | None:
    try:
        table = json.loads(note)
    except ValueError:
        return None
    return table if isinstance(table, dict) else None


def _pandas(note: bytes, gone: set[str], changed: set[str], *, rows: bool) -> bytes | None:
    """Return the note of pandas without the columns that are *gone*, and text where they were *changed*.

    ``attributes``, which holds whatever somebody put there, goes; so does an index that only counts, where
    *rows* go.
    """
    table = _table(note)
    if table is None or not isinstance(table.get("columns"), list):
        return None
    table.pop("attributes", None)
    columns = []
    for column in table["columns"]:
        name = column.get("field_name", column.get("name")) if isinstance(column, dict) else None
        if not isinstance(column, dict) or name in gone:
            continue
        text = {"pandas_type": "unicode", "numpy_type": "object", "metadata": None}
        columns.append(column | text if name in changed else column)
    index = table.get("index_columns", [])
    table["columns"] = columns
    table["index_columns"] = [
        level for level in index if (not rows if isinstance(level, dict) else level not in gone)
    ]
    return json.dumps(table, ensure_ascii=False).encode()


def _spark(note: bytes, gone: set[str], *, whole: bool) -> bytes | None:
    """Return Spark's schema without the columns that are *gone*; None where columns changed inside."""
    table = _table(note)
    if table is None or not whole or not isinstance(table.get("fields"), list):
        return None
    table["fields"] = [
        {**field, "metadata": {}}
        for field in table["fields"]
        if isinstance(field, dict) and field.get("name") not in gone
    ]
    return json.dumps(table, ensure_ascii=False).encode()
