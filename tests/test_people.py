"""The laws of counting: parts merge, order does not matter, low is never above high."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tongguan.ledger import year
from tongguan.scanning import people as module
from tongguan.scanning.people import CLASSES, GENERAL, MINOR, SENSITIVE, SURE, People, merge

flag = st.sampled_from([GENERAL, SENSITIVE, GENERAL | SENSITIVE, GENERAL | SENSITIVE | MINOR]).flatmap(
    lambda classes: st.sampled_from([classes, classes | SURE])
)
# A row: the person's representative (0 for none), identifiers seen beside it, and the classes of its items.
rows = st.lists(st.tuples(st.integers(0, 8), st.sets(st.integers(9, 14), max_size=2), flag), max_size=25)


def keys(numbers):
    return np.array([[n, n] for n in numbers], dtype=np.uint64).reshape(-1, 2)


def of(some):
    known = [row for row in some if row[0]]
    return People.of(
        keys([best for best, _, _ in known]),
        np.array([f for _, _, f in known], dtype=np.uint8),
        linked=keys([weak for _, beside, _ in known for weak in beside]),
        names=keys([]),
        name_flags=np.array([], dtype=np.uint8),
        unidentified=np.array([f for best, _, f in some if not best], dtype=np.uint8),
    )


def numbers(people):
    return {c: (people.low(c), people.high(c)) for c in CLASSES}


def same(left, right):
    return all(
        np.array_equal(getattr(left, name), getattr(right, name))
        for name in ("keys", "flags", "linked", "names", "name_flags", "unidentified")
    )


@given(rows, rows)
def test_the_count_of_two_parts_is_the_count_of_the_whole(left, right):
    assert same(of(left).merge(of(right)), of(left + right))


@given(rows, rows, rows)
def test_merging_is_associative_and_commutative(a, b, c):
    assert same(of(a).merge(of(b)).merge(of(c)), of(c).merge(of(a).merge(of(b))))
    assert same(merge([of(a), of(b), of(c)]), of(a).merge(of(b)).merge(of(c)))


@given(rows)
def test_nobody_is_the_identity(some):
    assert same(of(some).merge(People.none()), of(some))


@given(rows)
def test_low_is_never_above_high_and_nobody_is_lost(some):
    for low, high in numbers(of(some)).values():
        assert low <= high
        assert (low == 0) == (high == 0)


@given(rows, rows)
def test_more_rows_never_mean_fewer_people(some, more):
    before, after = numbers(of(some)), numbers(of(some + more))
    assert all(after[c][1] >= before[c][1] for c in CLASSES)


@given(rows)
def test_high_is_what_a_plain_set_counts(some):
    wanted = len({best for best, _, _ in some if best}) + sum(1 for best, _, _ in some if not best)
    assert of(some).high("all") == wanted


def test_the_same_person_under_a_weaker_identifier_is_one_at_least_and_two_at_most():
    seen_together = [(1, {9}, GENERAL | SURE), (9, set(), GENERAL | SURE)]
    assert numbers(of(seen_together))["all"] == (1, 2)


def test_ledger_and_scan_mean_the_same_by_a_class():
    assert (year.GENERAL, year.SENSITIVE, year.MINOR) == (module.GENERAL, module.SENSITIVE, module.MINOR)
    assert year.GROUPS == module.CLASSES
