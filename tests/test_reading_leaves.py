"""Nested columns are laid flat without losing, inventing or misplacing a value."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.errors import Unreadable
from tongguan.reading import leaves
from tongguan.reading.sound import sound


def flat(column, name="a"):
    """Return the row sets of a batch of one column as {path: {column: values}}."""
    batch = pa.RecordBatch.from_arrays([column], names=[name])
    return {part.path: {name: array.to_pylist() for name, array in part.columns} for part in leaves(batch)}


ORDERS = pa.array(
    [
        {"buyer": {"phone": "1"}, "items": [{"sku": "x", "tags": ["p", "q"]}, None], "attrs": [("k", 1)]},
        None,
        {"buyer": None, "items": None, "attrs": None},
        {"buyer": {"phone": "2"}, "items": [{"sku": "y", "tags": None}], "attrs": [("l", 2), ("m", None)]},
    ],
    pa.struct(
        [
            ("buyer", pa.struct([("phone", pa.string())])),
            ("items", pa.list_(pa.struct([("sku", pa.string()), ("tags", pa.list_(pa.string()))]))),
            ("attrs", pa.map_(pa.string(), pa.int64())),
        ]
    ),
)


def test_structs_stay_with_their_row_and_elements_with_each_other():
    assert flat(ORDERS, "o") == {
        "": {"o.buyer.phone": ["1", None, None, "2"]},
        "o.items[]": {"sku": ["x", None, "y"]},
        "o.items[].tags[]": {"tags": ["p", "q"]},
        "o.attrs[]": {"key": ["k", "l", "m"], "value": [1, 2, None]},
    }


def test_slices_show_only_their_own_rows():
    assert flat(ORDERS[3:], "o") == {
        "": {"o.buyer.phone": ["2"]},
        "o.items[]": {"sku": ["y"]},
        "o.items[].tags[]": {"tags": []},
        "o.attrs[]": {"key": ["l", "m"], "value": [2, None]},
    }


@pytest.mark.parametrize(
    "kind",
    [
        pa.list_(pa.string()),
        pa.large_list(pa.string()),
        pa.list_(pa.string(), 2),
        pa.list_view(pa.string()),
        pa.large_list_view(pa.string()),
        pa.list_(pa.dictionary(pa.int8(), pa.string())),
        pa.list_(pa.string_view()),
    ],
    ids=str,
)
def test_lists_of_every_sort_are_laid_end_to_end(kind):
    lists = pa.array([["a", "b"], None, ["c", None], ["d", "e"]], kind)
    assert flat(lists) == {"": {}, "a[]": {"a": ["a", "b", "c", None, "d", "e"]}}
    assert flat(lists[1:3]) == {"": {}, "a[]": {"a": ["c", None]}}
    assert flat(pa.array([[["x"], None], [["y", "z"]]], pa.list_(pa.list_(pa.string())))) == {
        "": {},
        "a[][]": {"a": ["x", "y", "z"]},
    }


@pytest.mark.parametrize(
    ("array", "kind", "values"),
    [
        (pa.array(["x", None], pa.large_string()), "string", ["x", None]),
        (pa.array(["x", "a string longer than a view holds"], pa.string_view()), "string", None),
        (pa.array(["李".encode(), None]), "string", ["李", None]),
        (pa.array([b"x"], pa.large_binary()), "string", ["x"]),
        (pa.array([b"x"], pa.binary_view()), "string", ["x"]),
        (pa.array([b"110105194912310021"], pa.binary(18)), "string", ["110105194912310021"]),
        (pa.array([b"\xff", b"x"]), "binary", None),
        (pa.array([b"\xff", b"x"], pa.large_binary()), "binary", [b"\xff", b"x"]),
        (pa.array([b"\xff", b"x"], pa.binary_view()), "binary", [b"\xff", b"x"]),
        (pa.array([b"\xff", b"x"], pa.binary(1)), "binary", [b"\xff", b"x"]),
        (pa.array(["x", None, "x"]).dictionary_encode(), "string", ["x", None, "x"]),
        (pc.run_end_encode(pa.array(["x", "x", None]))[1:], "string", ["x", None]),
        (pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"])), "string", ["{}"]),
        (pa.array([1, None]), "int64", None),
        (pa.array([None, None]), "null", None),
    ],
)
def test_flat_arrays_are_of_plain_types(array, kind, values):
    ((_, column),) = leaves(pa.RecordBatch.from_arrays([array], names=["a"]))[0].columns
    assert str(column.type) == kind
    assert column.to_pylist() == (array.to_pylist() if values is None else values)


def test_what_lies_under_null_is_not_shown():
    hidden = pa.StructArray.from_arrays([pa.array(["1", "2"])], ["a"], mask=pa.array([True, False]))
    assert flat(hidden) == {"": {"a.a": [None, "2"]}}
    under = pa.ListArray.from_arrays(pa.array([0, None, 2]), pa.array(["1", "2"]))
    assert (
        flat(under)["a[]"] == {"a": ["1", "2"]} == {"a": [v for row in under.to_pylist() if row for v in row]}
    )


def test_no_two_columns_have_the_same_name():
    struct = pa.array([{"b": 1, "": 2}])
    lists = pa.array([[1]])
    batch = pa.RecordBatch.from_arrays(
        [struct, pa.array([3]), pa.array([4]), lists, lists, pa.array([5])],
        names=["a", "a.b", "a.b", "l", "l", ""],
    )
    rows, one, two = leaves(batch)
    assert [name for name, _ in rows.columns] == ["a.b", "a.field_2", "a.b_2", "a.b_3", "column_6"]
    assert [one.path, two.path] == ["l[]", "l_2[]"]


def test_batches_without_columns_or_fields_are_no_matter():
    assert flat(pa.array([{}, None], pa.struct([]))) == {"": {}}
    assert leaves(pa.RecordBatch.from_arrays([], names=[]))[0].rows == 0


def test_refuses_unions_and_bottomless_nesting():
    union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array(["x", "y"]), pa.array([1, 2])])
    with pytest.raises(Unreadable, match="cannot be laid flat"):
        flat(union)
    deep = pa.array([1])
    for _ in range(100):
        deep = pa.StructArray.from_arrays([deep], ["a"])
    with pytest.raises(Unreadable, match="nested more than"):
        flat(deep)


TYPES = st.recursive(
    # No dictionaries: under a null struct Arrow's own builder writes an index into an empty one.
    st.sampled_from([pa.string(), pa.int64(), pa.large_string(), pa.binary()]),
    lambda inner: st.one_of(
        inner.map(pa.list_),
        inner.map(pa.large_list),
        inner.map(lambda kind: pa.list_(kind, 2)),
        inner.map(lambda kind: pa.map_(pa.string(), kind)),
        st.lists(inner, max_size=3).map(lambda kinds: pa.struct([(f"f{n}", k) for n, k in enumerate(kinds)])),
    ),
    max_leaves=4,
)


def values(kind):
    """Return a strategy for values of *kind*, None among them."""
    types = pa.types
    if types.is_struct(kind):
        some = st.fixed_dictionaries(
            {kind.field(n).name: values(kind.field(n).type) for n in range(kind.num_fields)}
        )
    elif types.is_map(kind):
        some = st.lists(st.tuples(st.text("kl", max_size=2), values(kind.item_type)), max_size=2)
    elif types.is_fixed_size_list(kind):
        some = st.lists(values(kind.value_type), min_size=kind.list_size, max_size=kind.list_size)
    elif types.is_list(kind) or types.is_large_list(kind):
        some = st.lists(values(kind.value_type), max_size=3)
    elif types.is_integer(kind):
        some = st.integers(-9, 9)
    else:
        some = st.text("a李", max_size=3)
    return st.none() | some


def scalars(value, kind):
    """Yield every value inside *value* that is not null: what laying flat has to show, in Python."""
    types = pa.types
    if value is None:
        return
    if types.is_struct(kind):
        for n in range(kind.num_fields):
            yield from scalars(value[kind.field(n).name], kind.field(n).type)
    elif types.is_map(kind):
        for key, item in value:
            yield from scalars(key, kind.key_type)
            yield from scalars(item, kind.item_type)
    elif isinstance(value, list):
        for element in value:
            yield from scalars(element, kind.value_type)
    else:
        yield value.decode() if isinstance(value, bytes) else value


@given(TYPES.flatmap(lambda kind: st.tuples(st.just(kind), st.lists(values(kind), max_size=6))), st.data())
def test_shows_every_value_of_any_nested_array_once(kind_and_rows, data):
    kind, rows = kind_and_rows
    start = data.draw(st.integers(0, len(rows)))
    batch = pa.RecordBatch.from_arrays([pa.array(rows, kind)], names=["a"])[start:]
    shown = []
    for part in leaves(sound(batch, "frame")):
        for _, array in part.columns:
            assert len(array) == part.rows
            assert not pa.types.is_nested(array.type)
            shown += [value for value in array.to_pylist() if value is not None]
    assert sorted(map(str, shown)) == sorted(
        str(v) for row in batch["a"].to_pylist() for v in scalars(row, kind)
    )


def test_refuses_an_index_that_points_outside_its_dictionary():
    bad = pa.DictionaryArray.from_arrays(pa.array([0, 7]), pa.array(["x"]), safe=False)
    with pytest.raises(Unreadable, match="column 1 contradicts itself"):
        sound(pa.RecordBatch.from_arrays([bad], names=["a"]), "a.parquet")


def test_reads_nested_text_that_is_not_utf8_as_binary():
    raw = pa.array([b"\xff", b"x"])
    text = raw.view(pa.string())
    nested = [
        text,
        raw.view(pa.string()).dictionary_encode(),
        pa.StructArray.from_arrays([text], ["s"]),
        pa.ListArray.from_arrays(np.array([0, 2], np.int32), text),
        pa.MapArray.from_arrays(np.array([0, 2], np.int32), pa.array(["k", "l"]), text),
        pa.FixedSizeListArray.from_arrays(text, 2),
        pa.LargeListArray.from_arrays(np.array([0, 2]), text),
        pa.ExtensionArray.from_storage(pa.json_(), text),
    ]
    for array in nested:
        fixed = sound(pa.RecordBatch.from_arrays([array], names=["a"]), "x")
        columns = [column for part in leaves(fixed) for _, column in part.columns]
        assert columns[-1].to_pylist() == [b"\xff", b"x"], array.type
