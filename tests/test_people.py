"""The laws of counting, and both numbers held against plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongguan.persons.flags import GENERAL, LOOSE, MINOR, SENSITIVE, SURE
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
        represented.identify(
            at,
            token([each]),
            numbers=str(KIND[each]),
            kind=KIND[each],
            loose=0 if each in DOCUMENTS else LOOSE,
        )
    if name is not None:
        represented.name(at, token([name]), token([born]) if born else np.zeros((1, 2), dtype=np.uint64))
    classes_ = np.array([flags], dtype=np.uint8)
    return represented.people(classes_, SURE if sure else 0, np.empty(0, dtype=np.uint8))


def numbers(people):
    return {c: (people.low(c), people.high(c)) for c in CLASSES}


def plain_high(some, bit):
    """Count as the docstrings say, with dictionaries."""
    seen, nobody = {}, 0
    for identifiers, name, _, flags, _ in some:
        if not identifiers:
            nobody += not bit or bool(flags & bit)
            continue
        best, *others = identifiers
        keys = seen.setdefault(best, {})
        for place, other in enumerate(others):
            key = ("other", other, place == 0 and not name)
            keys[key] = keys.get(key, 0) | flags
        if name or not others:
            key = ("name", name) if name else ("alone",)
            keys[key] = keys.get(key, 0) | flags
    return nobody + sum(persons_of(best, keys, bit) for best, keys in seen.items())


def persons_of(best, keys, bit):
    document = best in DOCUMENTS
    limit = OTHERS_OF_A_HOLDER if document else OTHERS_OF_ONE
    names = sum(key[0] == "name" for key in keys)
    if document and 0 < names <= NAMES_OF_A_HOLDER:
        names = 1

    def shared(wanted):
        by_kind = {}
        for key in keys:
            if key[0] == "other" and wanted(key):
                by_kind.setdefault(KIND[key[1]], []).append(key)
        return [len(each) for each in by_kind.values() if len(each) > limit]

    every = max([1, *shared(lambda _: True), names + sum(shared(lambda key: key[2]))])
    theirs = [key for key, flags in keys.items() if flags & bit]
    if not bit or ("alone",) in theirs:
        return every
    return min(every, len(theirs))


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


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.sampled_from(["family", "hotline", "own"]), st.booleans(), st.booleans()
        ),
        max_size=40,
    )
)
def test_nobody_who_has_a_name_is_missed_whatever_phone_stands_beside_it(calls):
    """Persons come first here: each has a name, a mailbox and a phone, which may be others' too."""
    some = []
    for person, phone, mail, sensitive in calls:
        number = {"family": 1000 + person // 4, "hotline": 999, "own": 2000 + person}[phone]
        KIND[number], KIND[3000 + person] = 2, 3
        identifiers = (number, 3000 + person) if mail else (number,)
        some.append((identifiers, 4000 + person, None, SENSITIVE if sensitive else GENERAL, True))
    people = of(some)
    assert people.high("all") >= len({person for person, *_ in calls})
    assert people.high("sensitive") >= len({person for person, _, _, sensitive in calls if sensitive})


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
        (
            "a hotline beside names in some rows and mailboxes in others",
            [((101,), 301 + n, None) for n in range(8)] + [((101, 201 + n), None, None) for n in range(8)],
            8,
            16,
        ),
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


def test_what_stood_beside_nothing_may_be_anybodys_who_shares_the_number():
    """A hotline's callers by name; then their illnesses, beside the hotline's number alone."""
    calls = [((101,), 301 + n, None, GENERAL, True) for n in range(20)]
    ill = [((101,), None, None, SENSITIVE, True)]
    people = of(calls + ill)
    assert [people.high(c) for c in ("all", "general", "sensitive")] == [20, 20, 20]


def test_who_may_be_sensitive_is_taken_from_nobodys_general_count():
    """One illness beside the hotline's number is one caller's, whichever: the others are general persons."""
    calls = [((101,), 301 + n, None, GENERAL, True) for n in range(20)]
    people = of([*calls, ((101,), None, None, SENSITIVE, True)])
    apart = Reading(both_classes=False)
    assert (people.count("sensitive", apart), people.count("general", apart)) == (20, 19)


def test_a_number_that_may_be_no_document_is_not_one_because_it_was_once_called_so():
    at = np.zeros(1, dtype=np.int64)
    none = np.zeros((1, 2), dtype=np.uint64)

    def passport(name, loose):
        represented = Representatives(1)
        represented.identify(at, token([7]), numbers="passport", kind=4, loose=loose)
        if name:
            represented.name(at, token([name]), none)
        return represented.people(np.array([GENERAL], dtype=np.uint8), SURE, np.empty(0, dtype=np.uint8))

    unsure = merge([passport(301, LOOSE), passport(302, LOOSE)])
    assert unsure.high("all") == 2
    assert unsure.merge(passport(None, 0)).high("all") == 2
    assert merge([passport(301, 0), passport(302, 0)]).high("all") == 1


def test_who_is_sensitive_anywhere_is_sensitive_once():
    general, sensitive = [((1,), None, None, f, True) for f in (GENERAL, SENSITIVE)]
    people = of([general, sensitive, sensitive])
    assert [people.high(c) for c in ("all", "general", "sensitive")] == [1, 1, 1]
    assert people.count("general", Reading(both_classes=False)) == 0
