"""The ledger: what is counted, what a run may become, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from ledger_kit import (
    HANDLER,
    NOW,
    asks,
    count,
    everything,
    exempt,
    never,
    opened,
    opens,
    persons,
    shut,
)

from tongguan.errors import LedgerConflict, LedgerError, UsageError
from tongguan.ledger.chain import GENESIS
from tongguan.ledger.entry import Judgement, Kind
from tongguan.ledger.pepper import key_id
from tongguan.persons.flags import GENERAL, MINOR, SENSITIVE

SHANGHAI = timezone(timedelta(hours=8))


@pytest.fixture
def ledger(at):
    with opened(at) as ledger:
        yield ledger


# ---- counting


def test_the_same_people_in_two_exports_count_once(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1, 2, 3)), opens, NOW)
    entry = ledger.reserve(asks(ledger, "r2", persons(2, 3, 4), export="other", files=("b",)), opens, NOW)
    assert entry.totals.to_json()["all"] == {"before": 3, "new": 3, "after": 4}
    assert count(ledger) == (4, 4, 0, 0)


def test_what_is_sent_of_a_person_adds_up_over_the_year(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1, 2, flags=GENERAL)), opens, NOW)
    ledger.reserve(asks(ledger, "r2", persons(2, 3, flags=SENSITIVE | MINOR)), opens, NOW)
    assert count(ledger) == (3, 2, 2, 2)


def test_rows_that_nothing_identifies_count_one_each_every_time(ledger):
    for run in ("r1", "r2"):
        people = persons(1, unidentified=(5, 4, 3, 2))
        ledger.reserve(asks(ledger, run, people), opens, NOW)
    assert count(ledger) == (11, 9, 6, 4)


def test_handlers_and_years_are_counted_apart(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    ledger.reserve(asks(ledger, "r2", persons(1, 2), handler="another"), opens, NOW)
    ledger.reserve(asks(ledger, "r3", persons(1, 2, 3), leaves_on=date(2027, 1, 1)), opens, NOW)
    assert count(ledger)[0] == 1
    assert count(ledger, handler="another")[0] == 2
    assert count(ledger, 2027)[0] == 3


def test_an_exempt_export_is_in_the_shadow_only(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    entry = ledger.reserve(asks(ledger, "r2", persons(2, 3, 4)), exempt, NOW)
    assert not entry.counted
    summary = ledger.show(HANDLER, 2026)
    assert (summary.counted.high("all"), summary.shadow.high("all")) == (2, 4)
    assert [entry.run for entry in summary.entries] == ["r1", "r2"]
    assert ledger.verify() == []


def test_an_export_without_persons_is_recorded_too(ledger):
    entry = ledger.reserve(asks(ledger, "r1", persons()), opens, NOW)
    assert entry.totals.everybody.after == 0
    assert ledger.verify() == []


def test_keeps_more_persons_than_one_segment_holds(ledger, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.store.SEGMENT_KEYS_MAX", 3)
    ledger.reserve(asks(ledger, "r1", persons(*range(10))), opens, NOW)
    assert count(ledger)[0] == 10
    assert ledger.verify() == []


# ---- one run, told twice


def test_the_same_run_gated_twice_counts_once(ledger):
    first = ledger.reserve(asks(ledger, "r1", persons(1, 2), files=("a", "b")), opens, NOW)
    later = NOW + timedelta(hours=1)
    assert ledger.reserve(asks(ledger, "r1", persons(1, 2), files=("b", "a")), never, later) == first
    ledger.post("r1", later)
    assert ledger.reserve(asks(ledger, "r1", persons(1, 2), files=("b", "a")), never, later) == first
    assert count(ledger)[0] == 2
    assert len(ledger.entries()) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"files": ("b",)},
        {"files": ("a", "a")},
        {"export": "members"},
        {"handler": "another"},
        {"leaves_on": date(2027, 1, 1)},
    ],
)
@pytest.mark.parametrize("posted", [False, True])
def test_a_live_run_with_anything_else_is_a_conflict(ledger, other, posted):
    ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    if posted:
        ledger.post("r1", NOW)
    before = ledger.head()
    with pytest.raises(LedgerConflict):
        ledger.reserve(asks(ledger, "r1", persons(1), **other), never, NOW)
    assert ledger.head() == before


def test_a_refused_run_keeps_its_verdict_and_nobody_and_may_be_judged_anew(ledger):
    refused = ledger.reserve(asks(ledger, "r1", persons(1, 2)), shut, NOW)
    assert (refused.kind, refused.verdict, refused.segment_sha256) == (Kind.REFUSE, {"status": "shut"}, None)
    assert refused.totals.everybody.after == 2
    assert count(ledger)[0] == 0
    entry = ledger.reserve(asks(ledger, "r1", persons(1), files=("leaner",)), opens, NOW)
    assert entry.kind is Kind.RESERVE
    assert count(ledger)[0] == 1
    assert ledger.verify() == []


def test_a_voided_run_may_be_reserved_again(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    ledger.void("r1", NOW)
    ledger.reserve(asks(ledger, "r1", persons(2, 3, 4)), opens, NOW)
    assert count(ledger)[0] == 3
    assert ledger.last("r1").seq == 3
    assert ledger.verify() == []


def test_a_judge_that_fails_leaves_nothing_written(ledger, at):
    def breaks(_totals):
        raise ZeroDivisionError

    reservation = asks(ledger, "r1", persons(1))
    before = everything(at)
    with pytest.raises(ZeroDivisionError):
        ledger.reserve(reservation, breaks, NOW)
    assert everything(at) == before
    assert ledger.head() == GENESIS
    assert ledger.reserve(reservation, opens, NOW).seq == 1  # and the lock is free again


def test_a_verdict_that_is_not_json_leaves_nothing_written(ledger):
    with pytest.raises(TypeError):
        ledger.reserve(
            asks(ledger, "r1", persons(1)),
            lambda _: Judgement(open=True, counted=True, verdict={"a": object()}),
            NOW,
        )
    assert ledger.entries() == ()


# ---- post and void


def test_void_gives_people_back_but_not_those_in_another_live_run(ledger):
    ledger.reserve(asks(ledger, "r1", persons(1, 2, 3, flags=SENSITIVE)), opens, NOW)
    ledger.reserve(asks(ledger, "r2", persons(3, 4)), opens, NOW)
    ledger.void("r1", NOW, "transfer failed")
    assert count(ledger) == (2, 2, 0, 0)
    assert ledger.last("r1").reason == "transfer failed"
    assert ledger.verify() == []


def test_posting_and_voiding_twice_is_once(ledger):
    for run in ("posted", "voided"):
        ledger.reserve(asks(ledger, run, persons(1)), opens, NOW)
    later = NOW + timedelta(days=300)  # by then it is another year
    assert ledger.post("posted", NOW) == ledger.post("posted", later)
    assert ledger.void("voided", NOW) == ledger.void("voided", later)
    assert len(ledger.entries()) == 4


@pytest.mark.parametrize(
    ("history", "verb"),
    [
        ([], "post"),
        ([], "void"),
        (["refuse"], "post"),
        (["refuse"], "void"),
        (["reserve", "void"], "post"),
        (["reserve", "post"], "void"),  # what has left does not come back
    ],
)
def test_only_a_reserved_run_is_posted_or_voided(ledger, history, verb):
    steps = {
        "refuse": lambda: ledger.reserve(asks(ledger, "r1", persons(1)), shut, NOW),
        "reserve": lambda: ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW),
        "post": lambda: ledger.post("r1", NOW),
        "void": lambda: ledger.void("r1", NOW),
    }
    for step in history:
        steps[step]()
    with pytest.raises(LedgerConflict):
        steps[verb]()
    assert len(ledger.entries()) == len(history)


@pytest.mark.parametrize(
    ("now", "same_year"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), True),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=SHANGHAI), False),
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), False),  # still December in London
        (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), True),  # already January in Shanghai
    ],
)
def test_a_run_is_posted_in_the_chinese_year_it_was_reserved_in_or_not_at_all(ledger, now, same_year):
    ledger.reserve(asks(ledger, "r1", persons(1), leaves_on=date(2026, 12, 31)), opens, NOW)
    if same_year:
        assert ledger.post("r1", now).leaves_on.year == 2026
    else:
        with pytest.raises(LedgerConflict, match=r"(?s)reserved in 2026.*Void it and reserve it again"):
            ledger.post("r1", now)
        assert ledger.last("r1").kind is Kind.RESERVE
        ledger.void("r1", now)
    assert ledger.verify() == []


@pytest.mark.parametrize("verb", ["reserve", "post", "void"])
def test_a_time_without_a_zone_is_refused(ledger, verb):
    reservation = asks(ledger, "r1", persons(1))
    naive = datetime(2026, 5, 1)  # noqa: DTZ001 (that is the point)
    if verb != "reserve":
        ledger.reserve(reservation, opens, NOW)
    call = {
        "reserve": lambda: ledger.reserve(reservation, never, naive),
        "post": lambda: ledger.post("r1", naive),
        "void": lambda: ledger.void("r1", naive),
    }
    with pytest.raises(UsageError, match="time zone"):
        call[verb]()


# ---- what is asked must be well formed


@pytest.mark.parametrize(
    "wrong",
    [
        {"handler": ""},
        {"handler": "trading "},  # another year for the same company
        {"run": "r" * 251},
        {"run": "r\n1"},
        {"export": "\x1b[2J"},
    ],
)
def test_ids_that_are_no_ids_are_refused(ledger, wrong):
    said = {"run": "r1", "handler": HANDLER, "export": "orders"} | wrong
    with pytest.raises(LedgerError, match="id is empty"):
        asks(ledger, said.pop("run"), persons(1), **said)


def test_files_are_given_by_digest_and_not_by_path(ledger):
    reservation = asks(ledger, "r1", persons(1))
    with pytest.raises(LedgerError, match="SHA-256"):
        type(reservation)(**{**vars(reservation), "files": ("/data/orders.csv",)})


def test_persons_keyed_for_another_year_are_refused(ledger):
    reservation = asks(ledger, "r1", persons(1))
    of_2027 = key_id(ledger.year_key(HANDLER, 2027, create=True))
    with pytest.raises(LedgerError, match="not keyed under the key of 2026"):
        ledger.reserve(type(reservation)(**{**vars(reservation), "key_id": of_2027}), never, NOW)
    assert ledger.entries() == ()


def test_a_verdict_without_end_is_refused(ledger):
    endless = Judgement(open=True, counted=True, verdict={"why": "x" * 1_000_001})
    with pytest.raises(LedgerError, match="too long"):
        ledger.reserve(asks(ledger, "r1", persons(1)), lambda _: endless, NOW)
    with pytest.raises(LedgerError, match="too long"):
        ledger.void("r1", NOW, "x" * 501)
    assert ledger.entries() == ()
