"""Counting is set algebra, and the calendar is China's."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.ledger.clock import SHANGHAI, leaving_date, leaving_year, utc_text
from tongguan.ledger.year import Totals, tally
from tongguan.persons.flags import GENERAL, MINOR, SENSITIVE
from tongguan.persons.people import CLASSES, People, merge
from tongguan.persons.reading import Reading

people = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),  # few high words, so that many keys share one
    st.integers(1, 7),
)
counts = st.tuples(*[st.integers(0, 9)] * 4)
exports = st.lists(st.tuples(people, counts), max_size=5)


def made(known, unidentified=(0, 0, 0, 0)):
    keys = np.array(sorted(known), dtype=np.uint64).reshape(-1, 2)
    flags = np.array([known[tuple(key)] for key in keys.tolist()], dtype=np.uint8)
    return People(keys, flags, unidentified)


def said(persons):
    return dict(
        zip(map(tuple, persons.keys.tolist()), persons.flags.tolist(), strict=True)
    ), persons.unidentified


def plain_union(several):
    known = {}
    for each, _ in several:
        for key, flags in each.items():
            known[key] = known.get(key, 0) | flags
    return known, tuple(sum(unidentified[at] for _, unidentified in several) for at in range(4))


def plain_total(known, unidentified, group):
    bit = {"all": 255, "general": GENERAL, "sensitive": SENSITIVE, "minors": MINOR}[group]
    return sum(bool(flags & bit) for flags in known.values()) + unidentified[CLASSES.index(group)]


@given(exports)
def test_a_union_is_what_dictionaries_say(several):
    union = merge(made(*each) for each in several)
    assert said(union) == plain_union(several)
    for group in CLASSES:
        assert union.high(group) == plain_total(*plain_union(several), group)


@given(exports, exports)
def test_merging_is_a_commutative_monoid(left, right):
    a, b = merge(made(*each) for each in left), merge(made(*each) for each in right)
    assert said(merge([a, b])) == said(merge([b, a])) == said(merge(made(*each) for each in left + right))
    assert said(merge([a, People.none()])) == said(a)


@given(people, counts, people, counts)
def test_a_tally_is_before_new_and_the_union(before, before_rows, new, new_rows):
    totals = tally(made(before, before_rows), made(new, new_rows))
    for group, change in zip(CLASSES, (totals.everybody, totals.general, totals.sensitive), strict=False):
        assert change.before == plain_total(before, before_rows, group)
        assert change.new == plain_total(new, new_rows, group)
        union = plain_union([(before, before_rows), (new, new_rows)])
        assert change.after == plain_total(*union, group)
        assert max(change.before, change.new) <= change.after <= change.before + change.new
    for reading in (Reading(), Reading("low"), Reading("low", both_classes=False)):
        under = tally(made(before, before_rows), made(new, new_rows), reading)
        assert Totals.from_json(under.to_json()) == under


@pytest.mark.parametrize(
    ("keys", "flags", "unidentified"),
    [
        ([[2, 0], [1, 0]], [1, 1], (0, 0, 0, 0)),  # not sorted
        ([[1, 2], [1, 1]], [1, 1], (0, 0, 0, 0)),  # not sorted by the low word
        ([[1, 1], [1, 1]], [1, 1], (0, 0, 0, 0)),  # one person twice
        ([[1, 1]], [1, 1], (0, 0, 0, 0)),
        ([[1, 1]], [1], (0, 0, 0)),
        ([[1, 1]], [1], (0, -1, 0, 0)),
    ],
)
def test_what_is_no_set_of_persons_cannot_be_made(keys, flags, unidentified):
    with pytest.raises(ValueError, match="must be"):
        People(np.array(keys, dtype=np.uint64), np.array(flags, dtype=np.uint8), unidentified)


def test_numbers_of_another_width_cannot_be_keys():
    with pytest.raises(ValueError, match="uint64"):
        People(np.array([[1, 1]], dtype=np.int64), np.array([1], dtype=np.uint8))
    with pytest.raises(ValueError, match="uint8"):
        People(np.array([[1, 1]], dtype=np.uint64), np.array([1], dtype=np.int64))


def test_frozen_means_frozen():
    persons = made({(1, 1): 1})
    with pytest.raises(ValueError, match="read-only"):
        persons.flags[0] = 2


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_fixed_offset_is_shanghais(now):
    assert now.astimezone(SHANGHAI).replace(tzinfo=None) == now.astimezone(ZoneInfo("Asia/Shanghai")).replace(
        tzinfo=None
    )


@pytest.mark.parametrize(
    ("now", "year", "date"),
    [
        ("2026-12-31T23:59:59+08:00", 2026, "2026-12-31"),
        ("2027-01-01T00:00:00+08:00", 2027, "2027-01-01"),
        ("2026-12-31T15:59:59+00:00", 2026, "2026-12-31"),
        ("2026-12-31T16:00:00+00:00", 2027, "2027-01-01"),
        ("2026-12-31T11:00:00-05:00", 2027, "2027-01-01"),  # New York
    ],
)
def test_the_year_begins_in_china(now, year, date):
    instant = datetime.fromisoformat(now)
    assert (leaving_year(instant), leaving_date(instant).isoformat()) == (year, date)


def test_text_order_is_time_order():
    instants = ["2026-05-01T00:00:00+00:00", "2026-05-01T08:00:00.000001+08:00", "2026-04-30T23:00:00-05:00"]
    texts = [utc_text(datetime.fromisoformat(each)) for each in instants]
    assert texts == sorted(texts)
    assert texts[1] == "2026-05-01T00:00:00.000001Z"
