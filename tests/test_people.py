"""The laws of counting, and both numbers held against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.persons.flags import GENERAL, HOLDER, MINOR, SENSITIVE, SURE
from tongguan.persons.groups import NAMES_OF_A_HOLDER, OTHERS_OF_A_HOLDER, OTHERS_OF_ONE
from tongguan.persons.people import CLASSES, People, merge
from tongguan.persons.reading import STRICT, Reading
from tongguan.scanning.represent import Representatives

# Identifiers are numbers: documents below 100, then two kinds of others; the lower one represents.
DOCUMENTS, PHONES, MAILS = range(1, 4), range(101, 104), range(201, 212)
KIND = {**dict.fromkeys(DOCUMENTS, 1), **dict.fromkeys(PHONES, 2), **dict.fromkeys(MAILS, 3)}
BITS = {"all": 0, "general": GENERAL, "sensitive": SENSITIVE, "minors": MINOR}

classes = st.sampled_from([GENERAL, SENSITIVE, GENERAL | SENSITIVE, GENERAL | SENSITIVE | MINOR])


def row(*, documents=DOCUMENTS, phones=PHONES, mails=MAILS):
    """Make rows: identifiers, strongest first; a name or none; a birthday or none; classes; sure or guessed."""
    return st.tuples(
        st.tuples(*(st.none() | st.sampled_from(kind) for kind in (documents, phones, mails))).map(
            lambda several: tuple(each for each in several if each)
        ),
        st.none() | st.integers(301, 305),
        st.none() | st.integers(401, 402),
        classes,
        st.booleans(),
    )


rows = st.lists(row(), max_size=25)
mostly_shared = st.lists(row(documents=[1], phones=[101]), max_size=40)


def token(numbers):
    words = np.array(numbers, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)  # spread, as a hash would
    return np.stack([words, words ^ np.uint64(0x5555)], axis=1).reshape(-1, 2)


def of(some):
    """Count rows one by one, through the code that counts batches."""
    return merge(one(*each) for each in some)


def one(identifiers, name, born, flags, sure):
    at = np.zeros(1, dtype=np.int64)
    represented = Representatives(1)
    for each in identifiers:
        represented.identify(at, token([each]), kind=KIND[each], holder=HOLDER if each in DOCUMENTS else 0)
    if name is not None:
        represented.name(at, token([name]), token([born]) if born else np.zeros((1, 2), dtype=np.uint64))
    classes_ = np.array([flags], dtype=np.uint8)
    return represented.people(classes_, SURE if sure else 0, np.empty(0, dtype=np.uint8))


def numbers(people):
    return {c: (people.low(c), people.high(c)) for c in CLASSES}


def plain_high(some, bit):
    """Count as the docstring says, with dictionaries."""
    beside, names, nobody = {}, {}, 0
    for identifiers, name, _, flags, _ in some:
        if bit and not flags & bit:
            continue
        if not identifiers:
            nobody += 1
            continue
        best, *others = identifiers
        kinds = beside.setdefault(best, {})
        for other in others:
            kinds.setdefault(KIND[other], set()).add(other)
        names.setdefault(best, set()).update({name} - {None})
    persons = nobody
    for best, kinds in beside.items():
        document = best in DOCUMENTS
        limit = OTHERS_OF_A_HOLDER if document else OTHERS_OF_ONE
        several = [len(values) for values in kinds.values() if len(values) > limit]
        named = len(names[best]) if not document or len(names[best]) > NAMES_OF_A_HOLDER else 1
        persons += max([1, named, *several])
    return persons


def plain_low(some):
    """Link with a union-find, where nothing is shared among more than one person may have."""
    parent = {}

    def find(node):
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    stronger = {}
    for identifiers, *_ in some:
        for other in identifiers[1:]:
            stronger.setdefault(other, set()).add(identifiers[0])
    for identifiers, *_ in some:
        for other in identifiers[1:]:
            if len(stronger[other]) <= OTHERS_OF_ONE:
                parent[find(other)] = find(identifiers[0])
    sure = {each[0][0] for each in some if each[0] and each[4]}
    persons = 0
    for root in {find(node) for node in sure}:
        held = {node for node in sure if find(node) == root and node in DOCUMENTS}
        persons += max(1, len(held))
    return min(plain_high(some, 0), max(persons + plain_only_named(some), min(1, len(some))))


def plain_only_named(some):
    named = {name for identifiers, name, *_ in some if identifiers and name}
    alone = {}
    for identifiers, name, born, _, certain in some:
        if not identifiers and name and certain and name not in named:
            alone.setdefault(name, set()).update({born} - {None})
    return sum(max(1, len(births)) for births in alone.values())


@given(rows | mostly_shared)
def test_high_is_what_dictionaries_count(some):
    people = of(some)
    for name, bit in BITS.items():
        assert people.high(name) == plain_high(some, bit)


@given(
    st.lists(row(mails=range(201, 205)), max_size=25).filter(
        # Shared among too many is another test's.
        lambda some: all(
            len({name for ids, name, *_ in some if ids and ids[0] == best and name}) <= NAMES_OF_A_HOLDER
            for best in (*DOCUMENTS, *PHONES, *MAILS)
        )
    )
)
def test_low_is_what_a_union_find_counts(some):
    assert of(some).low("all") == plain_low(some)


@given(rows, rows)
def test_the_count_of_two_parts_is_the_count_of_the_whole(left, right):
    assert of(left).merge(of(right)) == of(left + right)


@given(rows, rows, rows)
def test_merging_is_associative_commutative_and_idempotent(a, b, c):
    one_way = of(a).merge(of(b)).merge(of(c))
    assert one_way == of(c).merge(of(a).merge(of(b))) == merge([of(a), of(b), of(c)])
    again = merge([of(a), of(a)])
    assert (again.keys.tolist(), again.flags.tolist()) == (of(a).keys.tolist(), of(a).flags.tolist())


@given(rows)
def test_nobody_is_the_identity(some):
    assert of(some).merge(People.none()) == of(some)


@given(rows | mostly_shared)
def test_low_is_never_above_high_and_nobody_is_lost(some):
    for low, high in numbers(of(some)).values():
        assert low <= high
        assert (low == 0) == (high == 0)


@given(rows | mostly_shared, rows | mostly_shared)
def test_more_rows_never_mean_fewer_people(some, more):
    before, after = numbers(of(some)), numbers(of(some + more))
    assert all(after[c][1] >= before[c][1] for c in CLASSES)


@given(rows)
def test_no_reading_counts_more_than_the_strict_one(some):
    people = of(some)
    for number in ("high", "low"):
        for both_classes in (True, False):
            for name in CLASSES:
                assert people.count(name, Reading(number, both_classes)) <= people.count(name, STRICT)


def every(*some):
    return of([(ids, name, born, GENERAL, True) for ids, name, born in some])


@pytest.mark.parametrize(
    ("what", "some", "low", "high"),
    [
        ("a phone beside an ID number, and alone", [((1, 101), None, None), ((101,), None, None)], 1, 2),
        ("two ID numbers with a phone in common", [((1, 101), None, None), ((2, 101), None, None)], 2, 2),
        (
            "a phone that two ID numbers share, and alone",
            [((1, 101), None, None), ((2, 101), None, None), ((101,), None, None)],
            2,
            3,
        ),
        ("two phones with a mailbox in common", [((101, 201), None, None), ((102, 201), None, None)], 1, 2),
        ("one phone and two names", [((101,), 301, None), ((101,), 302, None)], 1, 2),
        ("one phone with its name, and alone", [((101,), 301, None), ((101,), None, None)], 1, 1),
        ("one ID number, and a name written in two ways", [((1,), 301, None), ((1,), 302, None)], 1, 1),
        (
            "an ID number beside more names than one person has",
            [((1,), 301 + n, None) for n in range(4)],
            4,
            4,
        ),
        (
            "a phone with as many mailboxes as one may have",
            [((101, 201 + n), None, None) for n in range(5)],
            1,
            1,
        ),
        ("a hotline beside mailboxes", [((101, 201 + n), None, None) for n in range(6)], 6, 6),
        ("a name alone, twice", [((), 301, None)] * 2, 1, 2),
        ("a name with two birthdays", [((), 301, 401), ((), 301, 402)], 2, 2),
        ("a name with its birthday, twice", [((), 301, 401)] * 2, 1, 2),
        ("a name beside a phone, and alone", [((101,), 301, None), ((), 301, None)], 1, 2),
        ("nothing that tells who, thrice", [((), None, None)] * 3, 1, 3),
    ],
)
def test_who_is_one_and_who_may_be_two(what, some, low, high):
    assert (every(*some).low("all"), every(*some).high("all")) == (low, high), what


def test_a_hotline_merges_nobody_who_was_counted_elsewhere():
    """The clerk's number stands beside eight customers' mailboxes; they are customers in another file too."""
    clerk = [((101, 201 + n), None, None) for n in range(8)]
    customers = [((201 + n,), None, None) for n in range(8)]
    both = every(*clerk, *customers)
    assert both.low("all") == 8
    assert both.high("all") == 16


def test_who_is_sensitive_anywhere_is_sensitive_once():
    general, sensitive = [((1,), None, None, f, True) for f in (GENERAL, SENSITIVE)]
    people = of([general, sensitive, sensitive])
    assert [people.high(c) for c in ("all", "general", "sensitive")] == [1, 1, 1]
    assert people.count("general", Reading(both_classes=False)) == 0
