"""A ledger on a server: who may do what, and what is told when it cannot be done."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
from ledger_kit import HANDLER, NOW, PEPPER, asks, count, opened, opens, persons
from pg_kit import server

from tongguan import api
from tongguan.errors import LedgerError
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import read_pepper

LEAST = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}",
)


@pytest.fixture
def clerk(postgres, url):
    """A role that may read and add rows, and nothing else; its URL, and the owner's."""
    api.migrate(url)
    database = url.rpartition("/")[2]
    role = f"clerk_{database}"
    postgres.run(f"CREATE ROLE {role} LOGIN PASSWORD 'word'")
    postgres.run(*(grant.format(role=role) for grant in LEAST), database=database)
    return postgres.url(database, user=role, password="word")


def test_a_role_without_update_and_delete_does_all_of_a_nights_work(clerk):
    with Ledger.open(clerk, PEPPER) as ledger:
        for run in ("r1", "r2", "r3"):
            ledger.reserve(asks(ledger, run, persons(1, 2, int(run[1]))), opens, NOW)
        ledger.post("r1", NOW)
        ledger.void("r2", NOW)
        assert count(ledger)[0] == 3
        assert ledger.verify() == []
    for statement in ("UPDATE entry SET counted = false", "DELETE FROM segment", "DELETE FROM year_key"):
        with psycopg.connect(clerk) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_role_that_may_only_read_reads(postgres, clerk, url):
    with Ledger.open(clerk, PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    role, database = clerk.split("//")[1].split(":")[0], url.rpartition("/")[2]
    postgres.run(f"REVOKE INSERT ON ALL TABLES IN SCHEMA public FROM {role}", database=database)
    with Ledger.open(clerk, PEPPER, create=False) as ledger:
        assert count(ledger)[0] == 2
        assert ledger.verify() == []
    with Ledger.open(clerk, PEPPER) as ledger, pytest.raises(LedgerError, match="may not do this"):
        ledger.post("r1", NOW)


def test_a_role_that_may_not_make_tables_is_told_so(postgres, url):
    database = url.rpartition("/")[2]
    postgres.run(f"CREATE ROLE guest_{database} LOGIN PASSWORD 'word'")
    guest = postgres.url(database, user=f"guest_{database}", password="word")
    with pytest.raises(LedgerError, match=r"may not do this.*\n.*migrate are the owner's"):
        Ledger.open(guest, PEPPER)


def test_a_ledger_that_is_not_there_reads_as_empty_and_is_not_made(url):
    with Ledger.open(url, PEPPER, create=False) as ledger:
        assert count(ledger)[0] == 0
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'postgres' "
                                  "AND schemaname = 'public'").fetchone() == (0,)  # fmt: skip


def test_the_pepper_of_a_server_has_to_be_named(url, postgres):
    with pytest.raises(LedgerError, match=r"must be named.*\n.*TONGGUAN_PEPPER_FILE") as caught:
        read_pepper(url, {})
    assert read_pepper(url, {"TONGGUAN_PEPPER": PEPPER.hex()}) == PEPPER
    assert postgres.password not in str(caught.value)


def test_no_message_holds_a_password(postgres, url):
    secret = postgres.password
    for broken in (
        url.replace(secret, "wrong-word"),
        url.replace(f":{postgres.port}/", ":1/"),
        url + "_none",
        url + "?sslmode=verify-full",
    ):
        with pytest.raises(LedgerError) as caught:
            Ledger.open(broken, PEPPER)
        assert secret not in str(caught.value)
        assert "wrong-word" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_options_of_the_url_reach_the_driver(url, postgres):
    database = url.rpartition("/")[2]
    postgres.run("CREATE SCHEMA elsewhere", database=database)
    with Ledger.open(f"{url}?options=-csearch_path%3Delsewhere", PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM elsewhere.entry").fetchone() == (1,)


def test_a_missing_driver_is_named(url, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"no driver.*\n.*pip install 'tongguan\[postgres\]'"):
        Ledger.open(url, PEPPER)


def test_a_ledger_held_by_another_says_so(url, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.postgres.LOCK_TIMEOUT_MS", 50)
    with opened(url) as ledger, psycopg.connect(url) as holder:
        reservation = asks(ledger, "r1", persons(1))
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(b"tongguan", "big")])
        with pytest.raises(LedgerError, match="busy"):
            ledger.reserve(reservation, opens, NOW)


def test_who_waits_counts_what_the_other_added(url):
    """A snapshot taken before the lock was granted would miss those who were added meanwhile."""
    with opened(url) as ledger, opened(url) as other:
        first, second = asks(ledger, "r1", persons(1, 2)), asks(other, "r2", persons(2, 3))
        waiting = threading.Event()
        seen = []

        def slow(totals):
            waiting.set()
            time.sleep(0.5)
            return opens(totals)

        def record(totals):
            seen.append(totals)
            return opens(totals)

        writer = threading.Thread(target=ledger.reserve, args=(first, slow, NOW))
        writer.start()
        waiting.wait()
        other.reserve(second, record, NOW)
        writer.join()
        assert (seen[0].everybody.before, seen[0].everybody.after) == (2, 3)


def test_what_was_acknowledged_is_there_after_a_crash_of_the_server():
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), durable=True) as running:
        running.run("CREATE DATABASE ledger")
        at = running.url("ledger")
        for round_ in range(3):
            with opened(at) as ledger:
                for number in range(5):
                    ledger.reserve(
                        asks(ledger, f"r{round_}.{number}", persons(10 * round_ + number)), opens, NOW
                    )
                hanging = asks(ledger, f"r{round_}.cut", persons(99))

                def crash(_totals):
                    running.crash()
                    return opens(_totals)

                with pytest.raises(LedgerError, match=r"(unknown|Nothing was recorded)"):
                    ledger.reserve(hanging, crash, NOW)
            running.start(durable=True)
            with opened(at) as ledger:
                assert count(ledger)[0] == 5 * (round_ + 1)
                assert ledger.last(f"r{round_}.cut") is None
                assert ledger.verify() == []
                assert ledger.year_key(HANDLER, 2026, create=False)
