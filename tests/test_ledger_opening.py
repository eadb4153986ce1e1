"""Opening a ledger: with which pepper, for what, where; and what is inside the file afterwards."""

from __future__ import annotations

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from ledger_kit import (
    HANDLER,
    NOW,
    PEPPER,
    TODAY,
    asks,
    by_hand,
    count,
    everything,
    never,
    opened,
    opens,
    persons,
)
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from tongguan.errors import LedgerCorrupt, LedgerError, WrongPepper
from tongguan.ledger.chain import GENESIS
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.sqlite import File
from tongguan.ledger.storage import place, transaction


def test_another_pepper_is_refused_before_anything_is_counted(at):
    with opened(at) as ledger:
        ledger.year_key(HANDLER, 2026, create=True)
    before = everything(at)
    for create in (True, False):
        with pytest.raises(WrongPepper) as caught:
            opened(at, bytes(32), create=create)
        assert bytes(32).hex() not in str(caught.value)
        assert PEPPER.hex() not in str(caught.value)
    assert everything(at) == before


def test_a_missing_ledger_opened_for_reading_is_empty_and_stays_missing(at, tmp_path):
    with opened(at, create=False) as ledger:
        assert ledger.year(HANDLER, 2026).high("all") == 0
        assert ledger.entries() == ()
        assert ledger.show(HANDLER, 2026).entries == ()
        assert ledger.last("r1") is None
        assert ledger.verify() == []
        key = ledger.year_key(HANDLER, 2026, create=False)
        assert len(key) == 32
        assert key != ledger.year_key(HANDLER, 2026, create=False)
        with pytest.raises(LedgerError, match="for reading"):
            ledger.year_key(HANDLER, 2026, create=True)
        with pytest.raises(LedgerError, match="for reading"):
            ledger.post("r1", NOW)
    assert list(tmp_path.iterdir()) == []
    if at.startswith("postgresql"):
        with place(at).engine(write=False).connect() as connection:
            assert inspect(connection).get_table_names() == []


def test_a_ledger_opened_for_reading_reads_and_writes_nothing(at):
    with opened(at) as ledger:
        reservation = asks(ledger, "r1", persons(1, 2))
        ledger.reserve(reservation, opens, NOW)
        key = ledger.year_key(HANDLER, 2026, create=False)
    before = everything(at)
    with opened(at, create=False) as ledger:
        assert count(ledger)[0] == 2
        assert ledger.year_key(HANDLER, 2026, create=False) == key
        for write in (
            lambda: ledger.reserve(reservation, never, NOW),
            lambda: ledger.post("r1", NOW),
            lambda: ledger.void("r1", NOW),
            lambda: ledger.year_key(HANDLER, 2027, create=True),
        ):
            with pytest.raises(LedgerError, match="for reading"):
                write()
    assert everything(at) == before


def test_a_reader_leaves_the_file_as_it_is_and_nothing_beside_it(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    before = (tmp_path / "year.db").read_bytes()
    with opened(tmp_path, create=False) as ledger:
        assert count(ledger)[0] == 2
        assert ledger.verify() == []
    assert (tmp_path / "year.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["year.db"]


def test_a_year_whose_key_was_destroyed_cannot_be_added_to(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
        by_hand(at, "DELETE FROM year_key")
        for create in (True, False):
            with pytest.raises(LedgerError, match="destroyed"):
                ledger.year_key(HANDLER, 2026, create=create)
        assert ledger.verify() == []  # totals, decisions and chain are as they were
        assert count(ledger)[0] == 1


@pytest.mark.parametrize(
    "url",
    [
        "year.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///year.db?timeout=hunter2",
        "mysql://admin:hunter2@db/ledger",
        "postgresql+psycopg2://admin@db/ledger?password=hunter2",
        "postgresql://admin:hunter2@127.0.0.1:1/ledger",
        "postgresql://admin@127.0.0.1:1/ledger?password=hunter2",
        "postgresql://admin@127.0.0.1:1/ledger?no_such_option=hunter2",
        "postgresql://admin:wo@hunter2@127.0.0.1:1/ledger",
        "postgresql://admin:word@127.0.0.1:hunter2/ledger",
        "sqlite:////no/such/folder/year.db",
    ],
)
def test_an_address_that_cannot_hold_a_ledger_is_told_without_its_password(url):
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url, PEPPER)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["年度 2026.db", "what#now.db", "a&b=c.db"])
def test_any_file_name_will_do(tmp_path, name):
    with Ledger.open(f"sqlite:///{tmp_path / name}", PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["100%.db", "%20.db", "what?mode=memory.db"])
def test_no_file_name_is_taken_for_an_option(tmp_path, name):
    where = File(tmp_path / name)
    with transaction(where, where.engine(write=True), write=True) as connection:
        connection.exec_driver_sql("CREATE TABLE here (x)")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_size


def test_many_at_once_make_one_ledger_and_one_key(at):
    start = threading.Barrier(4)

    def race(_number):
        start.wait()
        with opened(at) as ledger:
            return ledger.year_key(HANDLER, 2026, create=True)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(race, range(4)))) == 1


def test_a_file_that_is_no_ledger_is_told_without_its_contents(tmp_path):
    (tmp_path / "year.db").write_text("name,phone\n张三,13912345678\n" * 100)
    with pytest.raises(LedgerError, match="could not be read") as caught:
        opened(tmp_path)
    assert "13912345678" not in str(caught.value)


def test_the_database_itself_refuses_writes_while_reading(tmp_path):
    opened(tmp_path).close()
    where = File(tmp_path / "year.db")
    with (
        pytest.raises(LedgerError, match="READONLY"),
        transaction(where, where.engine(write=False), write=False) as connection,
    ):
        connection.exec_driver_sql("CREATE TABLE here (x)")


def test_only_the_owner_can_read_the_ledger(tmp_path):
    opened(tmp_path).close()
    assert (tmp_path / "year.db").stat().st_mode & 0o077 == 0


def test_a_commit_is_synced_to_disk(tmp_path):
    with opened(tmp_path) as ledger, ledger._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3  # EXTRA
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def test_a_ledger_held_by_another_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.sqlite.BUSY_TIMEOUT_MS", 50)
    with opened(tmp_path) as ledger:
        reservation = asks(ledger, "r1", persons(1))
        holder = sqlite3.connect(tmp_path / "year.db")
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="busy"):
            ledger.reserve(reservation, never, NOW)
        holder.close()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SQLITE_BUSY", "busy for 60 s"),
        ("SQLITE_BUSY_SNAPSHOT", "busy for 60 s"),
        ("SQLITE_CONSTRAINT_UNIQUE", "another writer came first"),
        ("SQLITE_CONSTRAINT_PRIMARYKEY", "another writer came first"),
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_READONLY_DIRECTORY", "can only be read (SQLITE_READONLY_DIRECTORY)"),
        ("SQLITE_CANTOPEN", "could not be read or written (SQLITE_CANTOPEN)"),
        ("SQLITE_IOERR_FSYNC", "could not be read or written (SQLITE_IOERR_FSYNC)"),
        ("SQLITE_CORRUPT", "could not be read or written (SQLITE_CORRUPT)"),
    ],
)
def test_what_sqlite_says_is_told_without_its_words(tmp_path, name, told):
    cause = sqlite3.OperationalError("no such column: 13912345678")
    cause.sqlite_errorname, cause.sqlite_errorcode = name, getattr(sqlite3, name)
    what, hint = File(tmp_path / "year.db").told(DBAPIError("INSERT 139", {"x": "139"}, cause))
    assert told in what
    assert "13912345678" not in what + hint


# ---- what is kept


def test_nothing_but_ids_digests_and_counts_is_kept(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    connection = sqlite3.connect(tmp_path / "year.db")
    connection.row_factory = sqlite3.Row
    row = dict(connection.execute("SELECT * FROM entry").fetchone())
    connection.close()
    digests = {name: row.pop(name) for name in ("files", "key_id", "segment_sha256", "digest")}
    assert all(isinstance(value, str) for value in digests.values())
    assert row == {
        "seq": 1,
        "kind": "reserve",
        "handler": HANDLER,
        "year": 2026,
        "run": "r1",
        "export": "orders",
        "recorded_at": "2026-05-01T02:00:00.000000Z",
        "leaves_on": TODAY.isoformat(),
        "counted": 1,
        "totals": json.dumps(
            {
                name: {"after": n, "before": 0, "new": n}
                for name, n in [("all", 1), ("general", 1), ("sensitive", 0)]
            },
            separators=(",", ":"),
        ),
        "unidentified": "[0,0,0,0]",
        "verdict": '{"status":"open"}',
        "reason": None,
        "by": None,
        "merged": None,
        "previous": GENESIS,
    }


def test_persons_that_were_changed_are_not_counted_from(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
        by_hand(at, "UPDATE segment SET keys = substr(keys, 1, 16), flags = substr(flags, 1, 1)")
        with pytest.raises(LedgerCorrupt, match="entry 1"):
            ledger.reserve(asks(ledger, "r2", persons(3)), never, NOW)
