"""The copy that may go: every file of an export once more, without what is to go.

Sources are pinned: the bytes that were judged are the bytes that are copied. Nothing is kept in memory but a
batch, and of Parquet a row group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tongguan.engine.minors import forget_all, judged
from tongguan.errors import Unreadable, UsageError
from tongguan.minimising.columns import NOTHING, Cut, Cuts, cut_of, require_there, shown
from tongguan.minimising.delimited import DelimitedCopy
from tongguan.minimising.masking import mask, require_presidio
from tongguan.minimising.metadata import Proof, rewritten
from tongguan.minimising.parquet import ParquetCopy, form_of
from tongguan.minimising.target import Sink, Target
from tongguan.minimising.trimming import Trim
from tongguan.reading import Source, SourceFile
from tongguan.reading.delimited import DelimitedSource
from tongguan.reading.foreign import guarded
from tongguan.reading.form import TextForm, footer, text_form
from tongguan.reading.frame import FrameSource
from tongguan.reading.parquet import ParquetSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tongguan.engine.group import Asked
    from tongguan.engine.minors import Judged


@dataclass(frozen=True)
class Minimised:
    """The copy: what was read, what was written, and what went. ``notes`` are sentences for a person.

    The files are called alike in ``sources`` and ``files`` and stand in the same order, below ``out``.
    """

    out: Path
    cuts: Cuts
    sources: tuple[SourceFile, ...]
    files: tuple[SourceFile, ...]
    notes: tuple[str, ...]

    @property
    def rows_left_out(self) -> int:
        """How many rows went."""
        return sum(file.rows for file in self.sources) - sum(file.rows for file in self.files)

    def __str__(self) -> str:
        rows = sum(file.rows for file in self.files)
        return (
            f"Copy in {self.out}: {len(self.files)} file(s), {rows:,} rows, {self.rows_left_out:,} left out"
        )


@dataclass(frozen=True)
class _Task:
    """One source and what is to become of it."""

    source: Source
    schema: pa.Schema  # as its batches are, constant columns of the path last
    cut: Cut
    partitions: int
    form: TextForm | Any  # a ParquetFile; None for a frame


def copy(sources: Sequence[Source], out: Path, cuts: Cuts, asked: Asked) -> Minimised:
    """Write *sources* once more, below the new or empty folder *out*, without what *cuts* name.

    *asked* is how columns are to be judged: which of them is what, and in which rows somebody is under 14.
    Raises Unreadable, UsageError or NotWritten, and then nothing of the copy is there.
    """
    if cuts.empty:
        raise UsageError(
            f"Nothing is to go. {NOTHING}", hint="Name columns to leave out or to mask, or persons under 14."
        )
    if cuts.mask:
        require_presidio()
    with Target(out, [path for source in sources if (path := _path(source)) is not None]) as target:
        tasks = [_task(source, cuts) for source in sources if source.format != "marker"]
        require_there((*cuts.leave_out, *cuts.mask), [leaf for task in tasks for leaf in task.cut.leaves])
        known = judged(sources, asked) if cuts.mask or cuts.without_minors else None
        try:
            done = [_one(target, task, cuts, known) for task in tasks]
        finally:
            forget_all()
        markers = [_marker(target, source) for source in sources if source.format == "marker"]
        target.keep()
    by_name = {source.name: (source, file) for source, file, _ in (*done, *markers)}
    pairs = [by_name[source.name] for source in sources]
    notes = (note for _, _, several in (*done, *markers) for note in several)
    return Minimised(
        out,
        cuts,
        tuple(a for a, _ in pairs),
        tuple(b for _, b in pairs),
        (*_said(cuts), *dict.fromkeys(notes)),
    )


def _said(cuts: Cuts) -> Iterator[str]:
    if cuts.mask:
        yield (
            "what is masked stays personal information: its persons are counted all the same; only what is "
            "left out takes a person out of the count"
        )


def _path(source: Source) -> Path | None:
    pinned = getattr(source, "_pinned", None)
    return None if pinned is None else Path(pinned._path).resolve()  # noqa: SLF001 - where it lies, for the guard


def _task(source: Source, cuts: Cuts) -> _Task:
    constant = [pa.field(name, pa.string()) for name, _ in source._partitions]  # noqa: SLF001
    if isinstance(source, ParquetSource):
        form: Any = guarded(partial(footer, source), source._refusal())  # noqa: SLF001
        own = form.schema_arrow
    elif isinstance(source, DelimitedSource):
        form = text_form(source)
        own = pa.schema([(name, pa.string()) for name in form.names])
    else:
        form, own = None, next(iter(source.batches())).schema
    schema = pa.schema([*own, *constant], metadata=own.metadata)
    cut = cut_of(schema, _with_raw_names(cuts, form), partitions=len(constant), source=source.name)
    return _Task(source, schema, cut, len(constant), form)


def _with_raw_names(cuts: Cuts, form: object) -> Cuts:
    """Return *cuts* with the numbered names of columns that are called alike: all of them go."""
    if not isinstance(form, TextForm) or form.header is None:
        return cuts
    raw = [cell.strip() for cell in form.header]

    def all_of(asked: tuple[str, ...]) -> tuple[str, ...]:
        return (*asked, *(name for name, cell in zip(form.names, raw, strict=True) if cell in asked))

    return Cuts(all_of(cuts.leave_out), all_of(cuts.mask), cuts.without_minors)


_Done = tuple[SourceFile, SourceFile, tuple[str, ...]]


def _one(target: Target, task: _Task, cuts: Cuts, known: Judged | None) -> _Done:
    """Write the copy of one source."""
    name = task.source.name if not isinstance(task.source, FrameSource) else f"{task.source.name}.parquet"
    sink = target.open(name)
    refusal = Unreadable(
        f"{name}: the copy cannot be written. Nothing of it was kept.",
        hint="The disk may be full, or a column of a type that Parquet does not have.",
    )
    return guarded(lambda: _written(sink, task, cuts, known), refusal)


def _written(sink: Sink, task: _Task, cuts: Cuts, known: Judged | None) -> _Done:
    source, young = task.source, known if cuts.without_minors else None
    kinds = {} if known is None else known.kinds(source)
    changes = {n: partial(mask, kind=kinds.get(task.cut.leaves[n].name)) for n in task.cut.masked}
    trim = Trim(task.schema, task.cut, changes)
    schema = pa.schema(list(trim.schema)[: len(trim.schema) - task.partitions], metadata=task.schema.metadata)
    copy_, notes = _begun(sink, task, schema, young)
    try:
        for batch in _sound(task):
            read = batch.num_rows
            if young is not None:  # first, so that a dictionary loses what only those rows had
                batch = batch.filter(pa.array(~young.young(source, batch)))  # noqa: PLW2901
            copy_.add(trim.batch(batch).select(range(len(schema))), read)
        copy_.close()
        sink.close()
    except BaseException:
        sink.abandon()
        raise
    if isinstance(copy_, DelimitedCopy):
        copy_.prove()
    written = SourceFile(
        sink.name,
        "csv" if isinstance(copy_, DelimitedCopy) else "parquet",
        sink.size,
        sink.sha256.hexdigest(),
        copy_.rows,
    )
    return source.file(), written, (*notes, *_turned(task))


def _begun(
    sink: Sink, task: _Task, schema: pa.Schema, young: Judged | None
) -> tuple[DelimitedCopy | ParquetCopy, list[str]]:
    if isinstance(task.form, TextForm):
        gone = task.cut.columns_out
        return DelimitedCopy(
            sink, task.form, [at for at in range(len(task.form.names)) if at not in gone]
        ), []
    whole = pa.schema(list(task.schema)[: len(task.schema) - task.partitions], metadata=task.schema.metadata)
    proven = _proven(task, young)
    schema, dropped = rewritten(schema, whole, task.cut, proven, rows=young is not None)
    notes = []
    if dropped:
        notes.append(
            f"{sink.name}: {dropped} note(s) in its metadata were not taken over, which may hold what went"
        )
    if task.form is None:
        return ParquetCopy(sink, schema, {}, []), notes
    groups = task.form.metadata
    sizes = [groups.row_group(at).num_rows for at in range(groups.num_row_groups)]
    return ParquetCopy(sink, schema, form_of(task.form, schema, task.cut), sizes), notes


def _proven(task: _Task, young: Judged | None) -> set[tuple[int, bytes]]:
    """Return the notes of a file that hold nothing that goes: read once more, if there are any."""
    proof = Proof(task.schema, task.cut)
    if proof.open:
        for batch in task.source.batches():
            proof.see(batch, None if young is None else young.young(task.source, batch))
    return set(proof.open)


def _sound(task: _Task) -> Iterator[pa.RecordBatch]:
    """Yield the batches of the source. Raises Unreadable where a column that stays is not what it says."""
    gone = task.cut.columns_out
    for batch in task.source.batches():
        for at, (field, array) in enumerate(zip(task.schema, batch.columns, strict=True)):
            if at not in gone and array.type != field.type:
                raise Unreadable(
                    f"{task.source.name}: column {at + 1} holds what is not text. {NOTHING}",
                    hint="Leave out the column, or write it as UTF-8.",
                )
        yield batch


def _turned(task: _Task) -> Iterator[str]:
    """Say which columns of numbers have become text."""
    for number in sorted(task.cut.masked):
        leaf = task.cut.leaves[number]
        kind = task.schema.field(leaf.column).type
        if not pa.types.is_nested(kind) and not _is_text(kind):
            yield f"{task.source.name}: {shown(leaf.name)} was {kind} and is text in the copy"


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _marker(target: Target, source: Source) -> _Done:
    for _ in source.batches():
        pass
    sink = target.open(source.name)
    sink.close()
    empty = SourceFile(source.name, source.format, 0, sink.sha256.hexdigest(), 0)
    return source.file(), empty, ()
