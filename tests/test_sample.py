"""The sample of a column's values: the same whatever the order, the cutting and the company."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongguan.kernels.text import Text
from tongguan.scanning import sample as module
from tongguan.scanning.examined import Examined, Hits
from tongguan.scanning.sample import SIZE, Sample, fingerprints, sample
from tongguan.scanning.text import upper_bound


def examined(values, names=None):
    rows = np.arange(len(values))
    hits = {} if names is None else {"person_name": Hits(rows, pa.array(names))}
    return Examined("c", "string", len(values), rows, pa.array(values, pa.string()), hits)


def of(values):
    return sample(examined(values), {}, Sample().threshold)


def plain(taken):
    return {value: (seen.times, seen.names) for value, seen in taken.values.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=60), st.integers(0, 60))
def test_the_sample_of_two_parts_is_that_of_the_whole(values, cut):
    values = [value + "人" for value in values]
    cut = min(cut, len(values))
    assert plain(of(values[:cut]).merge(of(values[cut:]))) == plain(of(values))


def test_of_more_values_than_fit_the_same_are_kept_in_any_order_and_their_occurrences_are_exact():
    rng = np.random.default_rng(5)
    values = [f"客户{i}的留言" for i in range(6 * SIZE)] * 2
    shuffled = list(rng.permutation(np.array(values, dtype=object)))
    whole, parts = of(values), Sample()
    for at in range(0, len(shuffled), 999):
        part = shuffled[at : at + 999]
        parts = parts.merge(sample(examined(part), {}, parts.threshold))
    assert len(whole.values) == SIZE
    assert plain(parts) == plain(whole)
    assert {seen.times for seen in whole.values.values()} == {2}


def test_the_names_beside_a_text_come_with_it():
    names = examined(["张三", "李四"], names=["张三", "李四"])
    taken = sample(examined(["找张三", "找张三"]), {"name": names}, Sample().threshold)
    assert plain(taken) == {"找张三": (2, frozenset({"张三", "李四"}))}


def test_a_column_of_ascii_has_no_sample():
    assert not of(["abc", "13812345678"]).values


@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
def test_a_fingerprint_depends_on_the_value_alone(values):
    together = fingerprints(Text.of(pa.array(values, pa.string())))
    alone = [int(fingerprints(Text.of(pa.array([value], pa.string())))[0]) for value in values]
    assert together.tolist() == alone


def test_fingerprints_are_spread_evenly():
    marks = fingerprints(Text.of(pa.array([f"订单{i}号" for i in range(20_000)])))
    assert len(set(marks.tolist())) > 19_990
    low = np.count_nonzero(marks < np.uint64(2**62))
    assert 4_700 < low < 5_300


@pytest.mark.parametrize(("hits", "tries"), [(0, 1024), (3, 1024), (200, 1024), (5, 10)])
def test_the_bound_is_above_the_share_and_holds_against_the_exact_tail(hits, tries):
    from math import comb

    bound = upper_bound(hits, tries, 0.99)
    assert hits / tries < bound <= 1
    tail = sum(comb(tries, k) * bound**k * (1 - bound) ** (tries - k) for k in range(hits + 1))
    assert tail <= 0.01


def test_of_nothing_nothing_is_known():
    assert upper_bound(0, 0, 0.99) == 1.0
    assert module.SIZE == SIZE
