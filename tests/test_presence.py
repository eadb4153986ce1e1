"""What a copy without some columns would show, told without scanning it, held against scanning it."""

from functools import partial, reduce

import numpy as np
import pyarrow as pa
import pytest
from copies_kit import copied, scanned, tables, without, young
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_kit import card, mobile, name

from tongguan.engine import group
from tongguan.ledger.year import tally
from tongguan.persons.people import CLASSES, People
from tongguan.remedies import Year
from tongguan.scanning.presence import Presence, merge_presence
from tongguan.scanning.row_sets import Removal

NOBODY = People.none()
QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}
PROFILES = st.sampled_from(["conservative", "gbt45574"])


def some_of(names):
    return (
        st.sets(st.sampled_from(sorted(names)), max_size=len(names) - 1) if len(names) > 1 else st.just(set())
    )


def require_at_most(contained, removal, actual, before=NOBODY):
    """Hold what is told of a copy against the scan of it; return what is told, None where nobody can."""
    copy = contained.copy(removal)
    if copy is None:
        return None
    assert copy.known == (actual.complete and not actual.unsure)
    if not copy.known:
        return None
    assert actual.kinds <= copy.kinds
    assert copy.rows[0] >= actual.people.high("all")
    assert all(rows or not actual.people.high(of) for of, rows in zip(CLASSES, copy.rows, strict=True))
    told, true = Year(before).remaining(contained, removal), tally(before, actual.people)
    assert told.persons >= actual.people.high("all")
    assert told.minors >= actual.people.high("minors")
    for of in ("everybody", "general", "sensitive"):
        most, counted = getattr(told.totals, of), getattr(true, of)
        assert most.before == counted.before
        assert most.new >= counted.new
        assert most.after >= counted.after
    return copy, told, true


@settings(max_examples=50, **QUICK)
@given(st.data(), tables(), st.none() | tables(most=4), PROFILES)
def test_a_copy_never_holds_more_than_is_told_of_it(data, table, earlier, profile):
    """Nor does the year with it, whoever was in it before."""
    gone = data.draw(some_of(table))
    before = NOBODY if earlier is None else scanned(earlier, profile=profile).people
    whole, rest = scanned(table, profile=profile), scanned(without(table, gone), profile=profile)
    told = require_at_most(whole.copies, Removal(frozenset(gone)), rest, before)
    if told is None or whole.copies.minors:
        return
    copy, _, _ = told
    for of, most in zip(CLASSES, copy.rows, strict=True):
        assert (most == 0) == (rest.people.high(of) == 0)  # zero is exact
    if copy.exact:
        assert told[1].totals == told[2]


@settings(max_examples=25, **QUICK)
@given(st.data(), tables(), PROFILES)
def test_a_copy_with_masks_or_without_children_never_holds_more_than_is_told_of_it(data, table, profile):
    whole = scanned(table, profile=profile)
    kinds = {column.column: column.kind for column in whole.columns}
    gone = data.draw(some_of(table))
    mask = set(whole.copies.maskable) - gone if data.draw(st.booleans()) else set()
    minors = data.draw(st.booleans()) and 0 < young(pa.table(table)).mean() <= 0.2
    removal = Removal(frozenset(gone), frozenset(mask), minors)
    rest = copied(table, kinds, leave_out=gone, mask=mask, without_minors=minors)
    require_at_most(whole.copies, removal, scanned(rest, profile=profile))


@settings(max_examples=15, **QUICK)
@given(st.data(), tables(most=4), tables(most=4), st.sampled_from([frozenset(), frozenset({"address"})]))
def test_columns_of_one_name_go_from_all_files_together(data, first, second, name_with):
    gone = data.draw(some_of(first.keys() | second.keys()))
    if not (first.keys() - gone and second.keys() - gone):
        return  # a file without columns is none
    whole = scanned(first, second, name_with=name_with)
    rest = scanned(without(first, gone), without(second, gone), name_with=name_with)
    require_at_most(whole.copies, Removal(frozenset(gone)), rest)


@settings(max_examples=12, **QUICK)
@given(st.data(), tables(rows=(30, 40)), st.sampled_from([5, 13]))
def test_what_is_told_does_not_depend_on_how_the_rows_are_cut(data, table, size):
    gone = frozenset(data.draw(some_of(table)))
    told = []
    for rows in (size, 1000):
        with pytest.MonkeyPatch.context() as patch:
            # Small batches are put together for speed; here they are cut.
            patch.setattr(group, "gathered", partial(cut, rows=rows))
            copy = scanned(table).copies.copy(Removal(gone))
        told.append(None if copy is None else (copy.known, copy.kinds, copy.rows))
    assert told[0] == told[1]


def cut(batches, rows):
    for batch in batches:
        yield from (batch.slice(at, rows) for at in range(0, batch.num_rows, rows))


MASKS = st.lists(st.integers(0, 255), max_size=40).map(lambda rows: np.array(rows, dtype=np.uint64))


@given(MASKS, MASKS, MASKS)
def test_presence_of_parts_is_that_of_the_whole(one, two, three):
    parts = [Presence.of(rows, 1) for rows in (one, two, three)]
    whole = Presence.of(np.concatenate([one, two, three]), 1)
    for merged in (
        merge_presence(parts),
        merge_presence(parts[::-1]),
        reduce(lambda a, b: merge_presence([a, b]), parts),
    ):
        assert merged.masks.tolist() == whole.masks.tolist()
        assert merged.counts.tolist() == whole.counts.tolist()


@given(st.lists(MASKS, min_size=2, max_size=4), st.integers(1, 255), st.integers(2, 6))
def test_too_many_masks_only_ever_make_rows_fuller(parts, bits, most):
    fine = merge_presence(Presence.of(rows, 1) for rows in parts)
    coarse = merge_presence((Presence.of(rows, 1) for rows in parts), most)
    assert len(coarse.masks) <= most
    assert coarse.counts.sum() == fine.counts.sum()
    assert coarse.rows(coarse.has(bits)) >= fine.rows(fine.has(bits))
    # Leaving out minors' rows (bit 1) takes no more than theirs.
    grown = coarse.rows(coarse.has(bits) & ~coarse.has(1))
    assert grown >= fine.rows(fine.has(bits) & ~fine.has(1))


def test_more_columns_than_bits_are_told_of_with_care():
    table = {f"phone_{n}": [mobile(n * 40 + i) for i in range(30)] for n in range(70)}
    table |= {"bank_card": [card(i) for i in range(30)], "姓名": [name(i) for i in range(30)]}
    whole = scanned(table)
    for gone in (
        {"bank_card"},
        {"phone_3", "姓名"},
        {f"phone_{n}" for n in range(69)},
        set(table) - {"姓名"},
    ):
        told = require_at_most(whole.copies, Removal(frozenset(gone)), scanned(without(table, gone)))
        assert told is not None
    assert whole.copies.copy(Removal(frozenset({"bank_card"}))).rows[2] == 0


def test_a_whole_person_that_goes_leaves_the_others_counted_exactly():
    table = {
        "buyer_name": [name(i % 7) for i in range(60)],
        "buyer_phone": [mobile(i % 7) for i in range(60)],
        "receiver_name": [name(20 + i % 11) for i in range(60)],
        "receiver_phone": [mobile(20 + i % 11) for i in range(60)],
    }
    removal = Removal(frozenset({"receiver_name", "receiver_phone"}))
    told = Year(NOBODY).remaining(scanned(table).copies, removal)
    assert (told.persons, told.totals.everybody.after) == (7, 7)


def test_what_a_remark_repeats_is_somebody_once_its_column_is_gone():
    table = {
        "buyer_phone": [mobile(i) for i in range(30)],
        "receiver_phone": [mobile(100 + i) for i in range(30)],
        "remark": [f"送货前请打{mobile(100 + i)}谢谢" for i in range(30)],
    }
    gone = frozenset({"receiver_phone"})
    told = require_at_most(scanned(table).copies, Removal(gone), scanned(without(table, gone)))
    assert told is not None
    assert told[1].persons == 60


def test_where_headers_would_be_read_otherwise_nothing_is_told():
    """Three headers of pinyin initials explain each other; two of them explain nothing."""
    table = {
        "xm": [name(i) for i in range(30)],
        "sjh": [mobile(i) for i in range(30)],
        "xb": ["男", "女"] * 15,
    }
    assert scanned(table).copies.copy(Removal(frozenset({"xb"}))) is None


def test_files_that_would_have_the_same_columns_are_not_told_of():
    """They would decide together what a column is, which they had not."""
    one = {"mobile": [mobile(i) for i in range(30)], "x": list(range(30))}
    two = {"mobile": [mobile(i) for i in range(30)], "y": list(range(30))}
    contained = scanned(one, two).copies
    assert contained.copy(Removal(frozenset({"x", "y"}))) is None
    assert contained.copy(Removal(frozenset({"x"}))) is not None


@pytest.mark.parametrize("gone", [{"mobile"}, {"mobile", "n"}])
def test_a_copy_without_columns_is_none(gone):
    contained = scanned({"mobile": [mobile(i) for i in range(30)], "n": list(range(30))}).copies
    assert (contained.copy(Removal(frozenset(gone))) is None) == (len(gone) == 2)


def test_a_plain_scan_counts_no_presence():
    assert scanned({"mobile": [mobile(i) for i in range(30)]}, rules={}).copies is None
