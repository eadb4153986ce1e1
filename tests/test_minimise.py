"""A copy is the export without what goes: nothing else is changed, and nothing that goes is in its bytes."""

import hashlib
import json
import os
import stat

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people_kit import mobile, name, resident_id
from reading_kit import read, write

import tongguan
from tongguan.errors import Unreadable, UsageError
from tongguan.minimising import minimise
from tongguan.minimising.columns import leaves_of
from tongguan.minimising.target import NotWritten
from tongguan.reading import leaves

CHILD, GROWN = "20150605", "19870605"
ROWS = 40


def young(row):
    return row % 5 == 0


def orders(rows=ROWS):
    """Flat, nested and dictionary columns; every fifth buyer is a child."""
    return pa.table(
        {
            "name": [name(i) for i in range(rows)],
            "phone": [mobile(i) for i in range(rows)],
            "id_no": [resident_id(CHILD if young(i) else GROWN, i) for i in range(rows)],
            "amount": pa.array(range(rows), pa.decimal128(9, 2)),
            "city": pa.array([f"city {i % 3}" for i in range(rows)]).dictionary_encode(),
            "buyer": [{"phone": mobile(1000 + i), "level": i % 4} if i % 6 else None for i in range(rows)],
            "guardians": [
                [{"phone": mobile(2000 + i + k), "kin": "x"} for k in range(i % 3)] if i % 4 else None
                for i in range(rows)
            ],
            "tags": [[f"tag {i}"] * (i % 3) for i in range(rows)],
            "when": pa.array([i * 1_000_000_007 for i in range(rows)], pa.timestamp("ns", "Asia/Shanghai")),
        }
    )


def parquet(folder, table, name_="orders.parquet", **options):
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / name_, **options)
    return folder / name_


def copied(tmp_path, table, *, options=None, **cuts):
    """Return the copy of *table*, as a table, through files."""
    minimise(parquet(tmp_path / "in", table, **(options or {})), out=tmp_path / "out", **cuts)
    return pq.read_table(tmp_path / "out" / "orders.parquet")


# What stays.


def test_what_is_not_named_stays_as_it_was(tmp_path):
    table = orders()
    copy = copied(tmp_path, table, leave_out=["id_no", "phone"])
    assert copy.equals(table.drop_columns(["id_no", "phone"]))
    assert copy.schema.equals(
        pq.read_schema(tmp_path / "in/orders.parquet").remove(1).remove(1), check_metadata=True
    )


def test_a_leaf_of_a_struct_and_of_a_list_of_structs_goes_alone(tmp_path):
    table = orders()
    copy = copied(tmp_path, table, leave_out=["buyer.phone", "guardians[].phone"])
    assert copy["buyer"].to_pylist() == [b and {"level": b["level"]} for b in table["buyer"].to_pylist()]
    assert copy["guardians"].to_pylist() == [
        g if g is None else [{"kin": one["kin"]} for one in g] for g in table["guardians"].to_pylist()
    ]


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (["buyer"], {"buyer"}),
        (["guardians[]"], {"guardians"}),
        (["buyer.phone", "buyer.level"], {"buyer"}),
        (["tags[].tags"], {"tags"}),
    ],
)
def test_of_what_all_leaves_go_nothing_stays(tmp_path, asked, gone):
    copy = copied(tmp_path, orders(), leave_out=asked)
    assert set(orders().column_names) - set(copy.column_names) == gone


def test_row_groups_codecs_dictionaries_and_statistics_are_as_in_the_source(tmp_path):
    options = {
        "row_group_size": 15,
        "compression": {"name": "ZSTD", "phone": "GZIP", "id_no": "NONE", "amount": "BROTLI", "when": "LZ4"},
        "use_dictionary": ["name", "buyer.list.element", "city"],
        "write_statistics": ["amount", "when"],
    }
    copied(tmp_path, orders(), options=options, leave_out=["phone", "buyer.level"])
    before, after = (pq.read_metadata(tmp_path / f"{where}/orders.parquet") for where in ("in", "out"))

    def form(metadata):
        groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
        return [
            {
                c.path_in_schema: (
                    c.compression,
                    "RLE_DICTIONARY" in c.encodings,
                    c.is_stats_set,
                    group.num_rows,
                )
                for c in (group.column(at) for at in range(group.num_columns))
                if c.path_in_schema not in {"phone", "buyer.level"}
            }
            for group in groups
        ]

    assert form(before) == form(after)
    assert [after.row_group(at).num_rows for at in range(3)] == [15, 15, 10]


def test_row_groups_lose_only_the_rows_that_go(tmp_path):
    copied(tmp_path, orders(), options={"row_group_size": 15}, without_minors=True)
    after = pq.read_metadata(tmp_path / "out/orders.parquet")
    assert [after.row_group(at).num_rows for at in range(after.num_row_groups)] == [12, 12, 8]


def test_a_row_group_larger_than_memory_should_hold_is_written_as_several(tmp_path, monkeypatch):
    monkeypatch.setattr("tongguan.minimising.parquet.LARGEST_GROUP", 1 << 20)
    table = pa.table({"n": range(600_000), "gone": range(600_000)})
    copy = copied(tmp_path, table, options={"row_group_size": 500_000}, leave_out=["gone"])
    assert copy.equals(table.select(["n"]))
    groups = pq.read_metadata(tmp_path / "out/orders.parquet")
    sizes = [groups.row_group(at).num_rows for at in range(groups.num_row_groups)]
    assert 500_000 in list(np.cumsum(sizes)), "the end of a group stays the end of a group"
    assert max(sizes) * 8 < 3 << 20


def test_lists_are_written_as_an_older_writer_wrote_them(tmp_path):
    copied(tmp_path, orders(), options={"use_compliant_nested_type": False}, leave_out=["guardians[].kin"])
    before, after = (pq.read_metadata(tmp_path / f"{where}/orders.parquet").schema for where in ("in", "out"))
    paths = [[schema.column(at).path for at in range(len(schema))] for schema in (before, after)]
    assert paths[1] == [path for path in paths[0] if not path.endswith("kin")]
    assert "tags.list.item" in paths[1]


def test_old_timestamps_stay_old_ones(tmp_path):
    options = {"use_deprecated_int96_timestamps": True}
    copied(tmp_path, orders(), options=options, leave_out=["phone"])
    after = pq.read_metadata(tmp_path / "out/orders.parquet").row_group(0)
    kinds = {
        after.column(at).path_in_schema: after.column(at).physical_type for at in range(after.num_columns)
    }
    assert kinds["when"] == "INT96"


def test_a_file_of_no_rows_has_a_copy_of_no_rows(tmp_path):
    assert copied(tmp_path, orders(0), leave_out=["name"]).equals(
        pq.read_table(tmp_path / "in/orders.parquet").drop_columns(["name"])
    )


def test_rows_of_no_columns_of_persons_stay_when_minors_go(tmp_path):
    table = pa.table({"sku": ["a", "b"], "n": [1, 2]})
    assert copied(tmp_path, table, without_minors=True).equals(table)


LEAF = st.sampled_from([pa.int32(), pa.string(), pa.bool_(), pa.date32(), pa.float64(), pa.large_string()])
KIND = st.recursive(
    LEAF | LEAF.filter(pa.types.is_string).map(lambda kind: pa.dictionary(pa.int32(), kind)),
    lambda inside: st.one_of(
        inside.map(pa.list_),
        st.lists(inside, min_size=1, max_size=3).map(
            lambda kinds: pa.struct([(f"f{at}", kind) for at, kind in enumerate(kinds)])
        ),
    ),
    max_leaves=5,
)


def values(kind):
    """Draw Python values of an Arrow type."""
    types = pa.types
    if types.is_dictionary(kind):
        return values(kind.value_type)
    if types.is_struct(kind):
        return st.none() | st.fixed_dictionaries({f.name: values(f.type) for f in kind})
    if types.is_list(kind):
        return st.none() | st.lists(values(kind.value_type), max_size=3)
    drawn = {
        pa.int32(): st.integers(-9, 9), pa.bool_(): st.booleans(), pa.float64(): st.sampled_from([0.5, 2.0]),
        pa.date32(): st.dates(), pa.string(): st.text(max_size=3), pa.large_string(): st.text(max_size=3),
    }  # fmt: skip
    return st.none() | drawn[kind]


@st.composite
def tables(draw):
    kinds = draw(st.lists(KIND, min_size=2, max_size=4))
    rows = draw(st.integers(0, 6))
    columns = [_array(draw(st.lists(values(kind), min_size=rows, max_size=rows)), kind) for kind in kinds]
    return pa.Table.from_arrays(columns, names=[f"c{at}" for at in range(len(kinds))])


def _array(items, kind):
    """Build nested dictionaries too, which pyarrow cannot from Python values."""
    types = pa.types
    if types.is_struct(kind):
        children = [_array([item and item[f.name] for item in items], f.type) for f in kind]
        return pa.StructArray.from_arrays(
            children, fields=list(kind), mask=pa.array([i is None for i in items], pa.bool_())
        )
    if types.is_list(kind):
        offsets = np.r_[0, np.cumsum([len(item or ()) for item in items])].astype(np.int32)
        inside = _array([one for item in items for one in item or ()], kind.value_type)
        return pa.ListArray.from_arrays(
            pa.array(offsets), inside, mask=pa.array([i is None for i in items], pa.bool_())
        )
    if types.is_dictionary(kind):
        return pa.array(items, kind.value_type).dictionary_encode()
    return pa.array(items, kind)


def without(value, path):
    """Return a Python *value* without the field at *path*; None as a path ends where nothing stays."""
    if value is None or not path:
        return value
    if isinstance(value, list):
        return [without(one, path) for one in value]
    field, *rest = path
    return {k: without(v, rest) if k == field else v for k, v in value.items() if k != field or rest}


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_any_columns_of_any_table_go_and_all_others_stay(tmp_path_factory, table, data):
    folder = tmp_path_factory.mktemp("any")
    source = pq.read_table(parquet(folder / "in", table))
    some = data.draw(
        st.sets(st.sampled_from(source.column_names), min_size=1, max_size=len(table.columns) - 1)
    )
    copy = copied(folder, table, leave_out=some)
    assert copy.equals(source.drop_columns(list(some)))
    assert copy.schema.equals(source.drop_columns(list(some)).schema, check_metadata=True)


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_any_leaf_of_any_table_goes_and_all_others_stay(tmp_path_factory, table, data):
    folder = tmp_path_factory.mktemp("leaf")
    source = pq.read_table(parquet(folder / "in", table))
    known = leaves_of(source.schema)
    leaf = data.draw(st.sampled_from(known))
    copy = copied(folder, table, leave_out=[leaf.name])
    after = {one.name for one in leaves_of(copy.schema)}
    assert after == {one.name for one in known} - {leaf.name}
    flat_before, flat_after = (
        {
            f"{part.path}.{column}" if part.path else column: array.to_pylist()
            for batch in data_.combine_chunks().to_batches() or [_none(data_)]
            for part in leaves(batch)
            for column, array in part.columns
        }
        for data_ in (source, copy)
    )
    assert flat_after == {key: value for key, value in flat_before.items() if key != leaf.name}


def _none(table):
    return pa.RecordBatch.from_arrays([c.combine_chunks() for c in table.columns], schema=table.schema)


# What goes.

SECRET = "枇杷秘密7391"


def spellings(text):
    return [text.encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def canaries():
    """Return tables in which SECRET is in what goes, everywhere something can be, and what goes."""
    plain = pa.table({"keep": ["a", "b"], "gone": [SECRET, SECRET]})
    nested = pa.table({"k": [{"keep": 1, "gone": SECRET}], "l": [[{"keep": 1, "gone": SECRET}]]})
    unused = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), ["used", SECRET])
    hidden = pa.StructArray.from_arrays(
        [pa.array([SECRET, "seen"])], names=["s"], mask=pa.array([True, False])
    )
    frame = pd.DataFrame({"keep": [1, 2], "gone": [SECRET, SECRET]}).set_index("gone")
    frame.attrs["who"] = SECRET
    children = {"keep": ["a", SECRET], "id_no": [resident_id(GROWN, 1), resident_id(CHILD, 2)]}
    noted = plain.replace_schema_metadata({"example": f"such as {SECRET}"})
    field = pa.field("keep", pa.string(), metadata={"example": SECRET})
    return {
        "a column": (plain, {"leave_out": ["gone"]}),
        "a leaf": (nested, {"leave_out": ["k.gone", "l[].gone"]}),
        "a dictionary value no row uses": (pa.table({"keep": unused, "x": [1, 2]}), {"leave_out": ["x"]}),
        "one in a list": (
            pa.table({"keep": pa.ListArray.from_arrays([0, 1, 2], unused), "x": [1, 2]}), {"leave_out": ["x"]}
        ),
        "a value under something null": (pa.table({"keep": hidden, "x": [1, 2]}), {"leave_out": ["x"]}),
        "a note of pandas": (pa.Table.from_pandas(frame), {"leave_out": ["gone"]}),
        "a note of the file": (noted, {"leave_out": ["gone"]}),
        "a note of a field": (plain.cast(pa.schema([field, plain.schema.field(1)])), {"leave_out": ["gone"]}),
        "a masked column": (plain, {"mask": ["gone"]}),
        "a masked dictionary": (
            pa.table({"keep": [1, 2], "gone": pa.array([SECRET, SECRET]).dictionary_encode()}), {"mask": ["gone"]}
        ),
        "the row of a child": (pa.table(children), {"without_minors": True}),
        "the dictionary of a child": (
            pa.table({**children, "keep": pa.array(children["keep"]).dictionary_encode()}),
            {"without_minors": True},
        ),
        "a note about a child": (
            pa.table(children).replace_schema_metadata({"last": SECRET}), {"without_minors": True}
        ),
    }  # fmt: skip


@pytest.mark.parametrize("where", canaries())
def test_nothing_that_goes_is_in_the_bytes_of_the_copy(tmp_path, where):
    table, cuts = canaries()[where]
    path = parquet(tmp_path / "in", table, compression="NONE", write_page_index=True)
    assert SECRET.encode() in path.read_bytes() or where == "a value under something null"
    minimise(path, out=tmp_path / "out", **cuts)
    written = bytes_of(tmp_path / "out")
    assert not [spelling for spelling in spellings(SECRET) if spelling in written]


def test_a_column_that_goes_is_not_even_named(tmp_path):
    table = pa.Table.from_pandas(pd.DataFrame({"keep": [1], "unheard_of": [2]}))
    minimise(parquet(tmp_path / "in", table), out=tmp_path / "out", leave_out=["unheard_of"])
    assert b"unheard_of" not in bytes_of(tmp_path / "out")


def test_notes_that_hold_nothing_that_goes_stay(tmp_path):
    schema = pa.schema(
        [
            pa.field("keep", pa.string(), metadata={"unit": "pieces"}),
            pa.field("gone", pa.string(), metadata={"unit": "none"}),
        ],
        metadata={"made by": "the shop", "about": "the column gone"},
    )
    done = minimise(
        parquet(tmp_path / "in", pa.table({"keep": ["a"], "gone": ["bbb"]}, schema=schema)),
        out=tmp_path / "out",
        leave_out=["gone"],
    )
    after = pq.read_schema(tmp_path / "out/orders.parquet")
    assert after.metadata == {b"made by": b"the shop"}
    assert after.field("keep").metadata[b"unit"] == b"pieces"
    assert any("1 note(s)" in note for note in done.notes)


def test_pandas_reads_the_copy_with_its_index_and_categories(tmp_path):
    frame = pd.DataFrame(
        {"a": pd.Categorical(["x", "y", "x"]), "gone": [1, 2, 3], "n": [1, 2, 3]},
        index=pd.Index([7, 8, 9], name="no"),
    )
    copied(tmp_path, pa.Table.from_pandas(frame), leave_out=["gone"], mask=["n"])
    after = pd.read_parquet(tmp_path / "out/orders.parquet")
    assert list(after.index) == [7, 8, 9]
    assert list(after["a"]) == ["x", "y", "x"]
    assert list(after.columns) == ["a", "n"]


def test_spark_is_told_of_the_columns_there_are(tmp_path):
    spark = b"org.apache.spark.sql.parquet.row.metadata"
    fields = [{"name": n, "type": "string", "nullable": True, "metadata": {}} for n in ("keep", "gone")]
    table = pa.table({"keep": ["a"], "gone": ["b"]}).replace_schema_metadata(
        {spark: json.dumps({"type": "struct", "fields": fields})}
    )
    copied(tmp_path, table, leave_out=["gone"])
    after = json.loads(pq.read_schema(tmp_path / "out/orders.parquet").metadata[spark])
    assert after == {"type": "struct", "fields": fields[:1]}


def test_the_scan_of_the_copy_shows_none_of_what_was_left_out(tmp_path):
    done = minimise(
        parquet(tmp_path / "in", orders()),
        out=tmp_path / "out",
        leave_out=["id_no", "buyer.phone", "guardians[].phone"],
    )
    found = tongguan.scan(done.out)
    assert {c.column for c in found.columns} == {
        "name", "phone", "amount", "city", "buyer.level", "guardians[].kin", "tags[].tags", "when"
    }  # fmt: skip
    assert "cn_resident_id" not in found.kinds


def test_columns_called_alike_all_go(tmp_path):
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"]), pa.array(["3"])], names=["a", "a", "b"])
    assert copied(tmp_path, table, leave_out=["a"]).column_names == ["b"]


def test_one_of_columns_called_alike_goes_by_the_name_the_scan_gives_it(tmp_path):
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"]), pa.array(["3"])], names=["a", "a", "b"])
    copy = copied(tmp_path, table, leave_out=["a_2"])
    assert copy.to_pydict() == {"a": ["1"], "b": ["3"]}


# Persons under 14.

MINORS = {
    "an ID number": {"id_no": [resident_id(GROWN, 1), resident_id(CHILD, 2), resident_id(GROWN, 3)]},
    "a date of birth": {
        "name": [name(i) for i in range(3)], "birthday": ["1987-06-05", "2015-06-05", "1990-01-01"]
    },
    "a date": {
        "name": [name(i) for i in range(3)],
        "birthday": pa.array([pd.Timestamp(d) for d in ("1987-06-05", "2015-06-05", "1990-01-01")], pa.date32()),
    },
    "an age": {"name": [name(i) for i in range(3)], "age": [35, 9, 40]},
    "a remark": {
        "phone": [mobile(i) for i in range(3)],
        "remark": ["好", f"孩子身份证{resident_id(CHILD, 2)}办卡", "快"],
    },
    "a list": {
        "name": [name(i) for i in range(3)],
        "children": [[{"id_no": resident_id(GROWN, 7)}], [{"id_no": resident_id(GROWN, 8)},
                     {"id_no": resident_id(CHILD, 9)}], None],
    },
    "a list in a list": {
        "name": [name(i) for i in range(3)],
        "homes": [[], [{"who": [{"id_no": resident_id(CHILD, 9)}]}], [{"who": [{"id_no": resident_id(GROWN, 9)}]}]],
    },
}  # fmt: skip


@pytest.mark.parametrize("known_by", MINORS)
def test_a_row_in_which_somebody_is_under_14_goes_whole(tmp_path, known_by):
    table = pa.table(MINORS[known_by] | {"row": [0, 1, 2]})
    path = parquet(tmp_path / "in", table)
    assert tongguan.scan(path).people.high("minors") == 1
    done = minimise(path, out=tmp_path / "out", without_minors=True)
    assert pq.read_table(tmp_path / "out/orders.parquet")["row"].to_pylist() == [0, 2]
    assert done.rows_left_out == 1
    assert tongguan.scan(done.out).people.high("minors") == 0


def test_what_the_register_says_of_a_column_is_who_is_under_14(tmp_path):
    from datetime import date

    from test_gate import REGISTER

    from tongguan.minimising import apply
    from tongguan.register import parse_register

    more = '[[columns]]\nexport = "volume"\ncolumn = "n"\nkind = "age"\nreason = "in years"\n'
    register = parse_register(REGISTER.format(ciio="false", more=more).encode(), "tongguan.toml")
    path = parquet(tmp_path / "in", pa.table({"name": [name(i) for i in range(3)], "n": [35, 9, 40]}))
    kwargs = {"register": register, "ledger": f"sqlite:///{tmp_path}/l.db", "on": date(2026, 6, 30)}
    assert minimise(path, out=tmp_path / "a", without_minors=True).rows_left_out == 0
    done = apply(path, export="volume", out=tmp_path / "b", without_minors=True, pepper=b"x" * 32, **kwargs)
    assert done.copy.rows_left_out == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 30))
def test_exactly_the_rows_of_children_go(tmp_path_factory, children, group):
    folder = tmp_path_factory.mktemp("minors")
    table = pa.table(
        {
            "id_no": [resident_id(CHILD if c else GROWN, i) for i, c in enumerate(children)],
            "row": range(len(children)),
        }
    )
    copy = copied(folder, table, options={"row_group_size": group}, without_minors=True)
    assert copy["row"].to_pylist() == [i for i, child in enumerate(children) if not child]


def test_the_fourteenth_birthday_is_that_of_the_day_asked_for(tmp_path):
    from datetime import date

    path = parquet(tmp_path / "in", pa.table({"id_no": [resident_id("20120630", 1), resident_id(GROWN, 2)]}))
    the_day, before = date(2026, 6, 30), date(2026, 6, 29)
    assert minimise(path, out=tmp_path / "a", without_minors=True, on=the_day).rows_left_out == 0
    assert minimise(path, out=tmp_path / "b", without_minors=True, on=before).rows_left_out == 1


# Folders.


def test_the_folders_of_a_partitioned_export_stay(tmp_path):
    for day in ("2026-01-01", "2026-01-02"):
        parquet(tmp_path / f"in/dt={day}", orders(), "part-0.parquet")
    write(tmp_path / "in", "_SUCCESS", "")
    done = minimise(tmp_path / "in", out=tmp_path / "out", leave_out=["phone"])
    names = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert names == ["_SUCCESS", "dt=2026-01-01/part-0.parquet", "dt=2026-01-02/part-0.parquet"]
    assert [file.name for file in done.files] == [file.name for file in done.sources]
    assert "phone" not in pq.read_schema(tmp_path / "out/dt=2026-01-02/part-0.parquet").names
    assert "dt" not in pq.read_schema(tmp_path / "out/dt=2026-01-02/part-0.parquet").names


@pytest.mark.parametrize("cuts", [{"leave_out": ["dt"]}, {"mask": ["dt"]}])
def test_a_column_that_is_in_the_path_cannot_go_and_nothing_is_written(tmp_path, cuts):
    parquet(tmp_path / "in/dt=2026-01-01", orders(), "part-0.parquet")
    with pytest.raises(UsageError, match="in the path") as caught:
        minimise(tmp_path / "in", out=tmp_path / "out", **cuts)
    assert "without partitioning" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_a_column_need_not_be_in_every_file(tmp_path):
    parquet(tmp_path / "in", orders(), "a.parquet")
    parquet(tmp_path / "in", orders().select(["name", "city"]), "b.parquet")
    minimise(tmp_path / "in", out=tmp_path / "out", leave_out=["phone"])
    assert pq.read_schema(tmp_path / "out/b.parquet").names == ["name", "city"]


# Digests, pinning, and what is in the way.


def test_the_digests_are_those_of_the_files(tmp_path):
    path = parquet(tmp_path / "in", orders())
    done = minimise(path, out=tmp_path / "out", leave_out=["phone"])
    for file, folder in ((done.sources[0], "in"), (done.files[0], "out")):
        content = (tmp_path / folder / "orders.parquet").read_bytes()
        assert (file.bytes, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert file.rows == ROWS


def test_a_source_that_changes_while_it_is_copied_leaves_no_copy(tmp_path, monkeypatch):
    from tongguan.minimising import copying

    path = parquet(tmp_path / "in", orders(), compression="NONE")
    judged = copying.judged

    def change(*arguments):
        found = judged(*arguments)
        path.write_bytes(path.read_bytes().replace(mobile(3).encode(), mobile(4).encode()))
        return found

    monkeypatch.setattr(copying, "judged", change)
    with pytest.raises(Unreadable, match="changed while it was read"):
        minimise(path, out=tmp_path / "out", without_minors=True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "there", ["a file", "a folder with something in it", "the source's", "around", "inside"]
)
def test_nothing_is_ever_written_over(tmp_path, there):
    path = parquet(tmp_path / "in", orders())
    out = {
        "a file": tmp_path / "file", "a folder with something in it": tmp_path / "full", "the source's": path,
        "around": tmp_path, "inside": tmp_path / "in",
    }[there]  # fmt: skip
    write(tmp_path, "file", "mine")
    write(tmp_path / "full", "x", "mine")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(UsageError, match="Nothing was written"):
        minimise(path, out=out, leave_out=["phone"])
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_copy_is_not_put_into_the_folder_that_is_read(tmp_path):
    parquet(tmp_path / "in", orders())
    with pytest.raises(UsageError, match="lies where the files to read are"):
        minimise(tmp_path / "in", out=tmp_path / "in/new/copy", leave_out=["phone"])
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["orders.parquet"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "out").mkdir()
    minimise(parquet(tmp_path / "in", orders()), out=tmp_path / "out", leave_out=["phone"])
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["orders.parquet"]


def test_the_mode_is_what_the_users_umask_leaves(tmp_path):
    old = os.umask(0o027)
    try:
        minimise(parquet(tmp_path / "in", orders()), out=tmp_path / "out", leave_out=["phone"])
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out/orders.parquet").stat().st_mode) == 0o640


def test_of_a_copy_that_fails_in_its_second_file_nothing_stays(tmp_path):
    parquet(tmp_path / "in", orders(), "a.parquet")
    whole = parquet(tmp_path / "in/sub", orders(), "b.parquet").read_bytes()
    (tmp_path / "in/sub/b.parquet").write_bytes(
        whole[: len(whole) // 3] + bytes(99) + whole[len(whole) // 3 + 99 :]
    )
    with pytest.raises(Unreadable):
        minimise(tmp_path / "in", out=tmp_path / "out", leave_out=["phone"])
    assert not (tmp_path / "out").exists()


def test_a_disk_without_room_leaves_nothing(tmp_path, monkeypatch):
    from tongguan.minimising.target import Sink

    written = Sink.write

    def full(self, data):
        if self.size > 500 and not self._abandoned:
            raise OSError(28, f"No space left on device: {mobile(1)}")
        return written(self, data)

    monkeypatch.setattr(Sink, "write", full)
    with pytest.raises(Unreadable, match="Nothing of it was kept") as caught:
        minimise(parquet(tmp_path / "in", orders()), out=tmp_path / "out", leave_out=["phone"])
    assert caught.value.__context__ is None
    assert not (tmp_path / "out").exists()


def test_a_folder_that_may_not_be_written_is_said(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "orders.csv", f"name,phone\nx,{mobile(1)}\n")
    monkeypatch.setattr("tongguan.minimising.target.Path.mkdir", refused)  # root may write anywhere
    with pytest.raises(NotWritten, match="cannot be written"):
        minimise(path, out=tmp_path / "out", leave_out=["phone"])


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path, monkeypatch):
    from tongguan.minimising.target import Target

    keep = Target.keep

    def meanwhile(self):
        write(tmp_path / "out", "orders.parquet", "mine")
        keep(self)

    monkeypatch.setattr(Target, "keep", meanwhile)
    with pytest.raises(NotWritten):
        minimise(parquet(tmp_path / "in", orders()), out=tmp_path / "out", leave_out=["phone"])
    assert [(p.name, p.read_text()) for p in (tmp_path / "out").iterdir()] == [("orders.parquet", "mine")]


@pytest.mark.parametrize(
    ("cuts", "sentence", "hint"),
    [
        ({"leave_out": ["phonee"]}, "no column `phonee`", "Did you mean `phone`?"),
        ({"mask": ["nme"]}, "no column `nme`", "Did you mean `name`?"),
        ({"leave_out": ["13917260485"]}, "may be a number of somebody", ""),
        ({"leave_out": ["city.street"]}, "is text, not columns", "whole column `city`"),
        ({"leave_out": ["attrs[].value"]}, "lies in a map", "whole column `attrs`"),
        ({"mask": ["attrs[].key"]}, "lies in a map", "whole column `attrs`"),
        ({"leave_out": ["name", "phone", "city", "attrs", "13900000050"]}, "no column would be left", ""),
        ({}, "Nothing is to go", ""),
    ],
)
def test_what_cannot_go_is_said_and_nothing_is_written(tmp_path, cuts, sentence, hint):
    attrs = pa.array([[("k", "v")]], pa.map_(pa.string(), pa.string()))
    table = pa.table({"name": ["x"], "phone": ["y"], "city": ["z"], "attrs": attrs, "13900000050": ["q"]})
    with pytest.raises(UsageError, match="Nothing was written") as caught:
        minimise(parquet(tmp_path / "in", table), out=tmp_path / "out", **cuts)
    assert sentence in str(caught.value)
    assert hint in caught.value.hint
    assert "139" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_map_goes_whole(tmp_path):
    attrs = pa.array([[("k", "v")]], pa.map_(pa.string(), pa.string()))
    assert copied(tmp_path, pa.table({"a": [1], "attrs": attrs}), leave_out=["attrs"]).column_names == ["a"]
    assert (
        minimise(tmp_path / "in", out=tmp_path / "o2", leave_out=["attrs[].key", "attrs[].value"])
        .files[0]
        .rows
    )


def test_text_that_is_none_cannot_be_copied_as_text_but_can_be_left_out(tmp_path):
    broken = pa.array([b"\xff\xfe"]).view(pa.string())
    path = parquet(tmp_path / "in", pa.table({"bad": broken, "good": ["x"], "more": ["y"]}))
    with pytest.raises(Unreadable, match="not text"):
        minimise(path, out=tmp_path / "a", leave_out=["good"])
    minimise(path, out=tmp_path / "b", leave_out=["bad"])
    assert read(tmp_path / "b/orders.parquet") == [{"good": "x", "more": "y"}]


def test_a_frame_has_a_copy_too(tmp_path):
    table = orders()
    done = minimise(table, out=tmp_path / "out", leave_out=["phone"])
    assert pq.read_table(tmp_path / "out/frame.parquet").equals(table.drop_columns(["phone"]))
    assert (done.sources[0].format, done.files[0].format) == ("arrow", "parquet")


def test_the_source_is_never_touched(tmp_path):
    path = parquet(tmp_path / "in", orders())
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    minimise(path, out=tmp_path / "out", mask=["phone"], without_minors=True)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert pc.all(pc.match_substring(pq.read_table(tmp_path / "out")["phone"], "*")).as_py()
