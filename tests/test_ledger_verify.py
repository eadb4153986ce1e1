"""Whoever changes the ledger behind its back is found, and the entry is named."""

from __future__ import annotations

import pytest
from ledger_kit import NOW, asks, by_hand, exempt, opened, opens, persons, shut

from tongguan.ledger.chain import row_digest
from tongguan.ledger.store import all_rows


@pytest.fixture
def ledger(at):
    """Return a ledger of seven entries: r1 reserved and posted, r2 refused, r3 voided, r4, r5 exempt."""
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2, unidentified=(1, 1, 0, 0))), opens, NOW)
        ledger.post("r1", NOW)
        ledger.reserve(asks(ledger, "r2", persons(3)), shut, NOW)
        ledger.reserve(asks(ledger, "r3", persons(2, 4)), opens, NOW)
        ledger.void("r3", NOW)
        ledger.reserve(asks(ledger, "r4", persons(2, 5)), opens, NOW)
        ledger.reserve(asks(ledger, "r5", persons(6)), exempt, NOW)
        yield ledger


def found(ledger):
    return {(problem.seq, problem.check) for problem in ledger.verify()}


def test_a_sound_ledger_has_no_problems(ledger):
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE entry SET verdict = '{}' WHERE seq = 3", {(3, "chain")}),
        ("UPDATE entry SET recorded_at = '2026-01-01T00:00:00.000000Z' WHERE seq = 2", {(2, "chain")}),
        ("UPDATE entry SET reason = 'because' WHERE seq = 2", {(2, "chain")}),
        ("UPDATE entry SET verdict = x'00' WHERE seq = 3", {(3, "chain")}),
        ("UPDATE entry SET files = 'nonsense' WHERE seq = 7", {(7, "chain"), (7, "form")}),
        # Made exempt, so that its people no longer count.
        ("UPDATE entry SET counted = 0 WHERE seq = 6", {(6, "chain"), (7, "recount")}),
        ("UPDATE entry SET counted = 0 WHERE seq = 4", {(4, "chain"), (5, "state")}),
        ("UPDATE entry SET unidentified = '[1,0,0,0]' WHERE seq = 6", {(6, "chain"), (6, "recount")}),
        ("DELETE FROM entry WHERE seq = 3", {(4, "chain")}),
        ("UPDATE segment SET flags = x'0303' WHERE seq = 6", {(6, "segments")}),
        ("DELETE FROM segment WHERE seq = 6", {(6, "segments")}),
        ("INSERT INTO segment VALUES (5, 0, zeroblob(16), x'01')", {(5, "segments")}),
        ("UPDATE year_key SET key_id = '0000000000000000'", {(seq, "key") for seq in range(1, 8)}),
    ],
)
def test_a_tampered_row_is_named(ledger, at, statement, expected):
    if at.startswith("postgresql") and "verdict = x" in statement:
        statement = "UPDATE entry SET verdict = 'x' WHERE seq = 3"  # its text columns hold text only
    by_hand(at, statement)
    assert found(ledger) == expected


def rewrite(ledger, folder, changes):
    """Change rows and make the whole chain fit again, as somebody with the source code would."""
    with ledger._transaction(write=False) as connection:
        rows = list(all_rows(connection))
    previous = rows[0]["previous"]
    by_hand(folder, "UPDATE entry SET previous = 'p' || seq, digest = 'd' || seq")
    for old in rows:
        row = old | changes.get(old["seq"], {}) | {"previous": previous}
        previous = row["digest"] = row_digest(row)
        names = [name for name in row if name != "seq"]
        by_hand(
            folder,
            f"UPDATE entry SET {', '.join(f'{name} = ?' for name in names)} WHERE seq = ?",
            *(row[name] for name in names),
            row["seq"],
        )


def test_rewriting_without_a_change_is_no_problem(ledger, at):
    rewrite(ledger, at, {})
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # 1's people made exempt: 2 is about something else, and 3 began with more.
        (
            {1: {"counted": False}},
            {(2, "state"), (3, "recount")},
        ),
        ({1: {"unidentified": "[0,0,0,0]"}}, {(1, "recount")}),
        ({5: {"kind": "post"}}, {(6, "recount")}),  # which was judged without the people of 4
        ({5: {"run": "r4"}}, {(5, "state"), (6, "recount")}),
        ({2: {"kind": "void"}}, {(3, "recount")}),
        ({2: {"kind": "invented"}}, {(2, "form")}),
        ({2: {"export": "other"}}, {(2, "state")}),
        ({2: {"leaves_on": "2027-01-01"}}, {(2, "state")}),
        ({2: {"verdict": "{}"}}, {(2, "state")}),
        ({3: {"totals": None}}, {(3, "state")}),
        (
            {6: {"totals": '{"all":{"before":3,"new":2,"after":3},"general":{"before":3,"new":2,"after":4},'
                 '"sensitive":{"before":0,"new":0,"after":0}}'}},
            {(6, "recount")},
        ),
    ],
)  # fmt: skip
def test_a_chain_that_was_rewritten_still_has_to_add_up(ledger, at, changes, expected):
    rewrite(ledger, at, changes)
    assert found(ledger) == expected


def test_an_entry_taken_out_leaves_a_gap_though_the_chain_was_rewritten(ledger, at):
    by_hand(at, "DELETE FROM entry WHERE seq = 3")
    rewrite(ledger, at, {})
    assert found(ledger) == {(4, "chain")}


def test_an_entry_rewritten_alone_does_not_fit_the_next(ledger, at):
    with ledger._transaction(write=False) as connection:
        row = list(all_rows(connection))[2] | {"verdict": "{}"}
    by_hand(at, "UPDATE entry SET verdict = '{}', digest = ? WHERE seq = 3", row_digest(row))
    assert found(ledger) == {(4, "chain")}


def test_a_column_added_later_leaves_old_digests_as_they_are(ledger):
    with ledger._transaction(write=False) as connection:
        row = next(iter(all_rows(connection)))
    assert row_digest(row | {"approved_by": None}) == row["digest"]
    assert row_digest(row | {"approved_by": "desk 7"}) != row["digest"]


def test_a_chain_cut_at_its_end_has_another_head(ledger, at):
    head = ledger.head()
    by_hand(at, "DELETE FROM segment WHERE seq = 7")
    by_hand(at, "DELETE FROM entry WHERE seq = 7")
    assert ledger.verify() == []  # why others must hold the head
    assert ledger.head() != head
