"""A ledger on a server: who may do what, and what is told when it cannot be done."""

from __future__ import annotations

import re
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from ledger_kit import NOW, PEPPER, asks, count, everything, first_form, opened, opens, persons
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from tongguan import api
from tongguan.errors import LedgerError
from tongguan.ledger import store
from tongguan.ledger.entry import Said
from tongguan.ledger.ledger import Ledger
from tongguan.ledger.merging import FANOUT
from tongguan.ledger.pepper import read_pepper
from tongguan.ledger.postgres import Server
from tongguan.ledger.schema import REVISION

SAID = Said("moved", "dpo")
GUIDE = (Path(__file__).parent.parent / "docs" / "guide.md").read_text(encoding="utf-8")
(LEAST,) = re.findall(r"```sql\n(.*?)```", GUIDE, flags=re.DOTALL)


@pytest.fixture
def role(postgres, url):
    """A role with what the guide grants, on a ledger that its owner made."""
    role = f"gate_{url.rpartition('/')[2]}"
    postgres.run(f"CREATE ROLE {role} LOGIN PASSWORD 'word'")
    return role


@pytest.fixture
def clerk(postgres, url, role):
    """The URL of a ledger for a role with what the guide grants."""
    api.migrate(url)
    return granted(postgres, url, role)


def granted(postgres, url, role):
    database = url.rpartition("/")[2]
    postgres.run(LEAST.replace("tongguan_gate", role), database=database)
    return postgres.url(database, user=role, password="word")


def test_a_role_without_update_and_delete_does_all_of_a_nights_work(clerk):
    with Ledger.open(clerk, PEPPER) as ledger:
        for run in range(FANOUT + 2):
            ledger.reserve(asks(ledger, f"r{run}", persons(1, 2, run)), opens, NOW)
            if run:
                ledger.post(f"r{run}", NOW)
        ledger.void("r0", NOW)
        assert any(entry.merged for entry in ledger.entries())
        assert count(ledger)[0] == FANOUT + 1
        assert ledger.verify() == []
    for statement in (
        "UPDATE entry SET counted = false",
        "DELETE FROM segment",
        "DELETE FROM merged",
        "DELETE FROM year_key",
        "UPDATE tongguan_version SET version_num = '9999'",
        "INSERT INTO tongguan_version VALUES ('9999')",
        "DROP TRIGGER entry_kept ON entry",
        "ALTER TABLE entry DISABLE TRIGGER entry_kept",
        "SET session_replication_role = replica",
    ):
        with psycopg.connect(clerk) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


@pytest.mark.parametrize(
    "verb",
    [
        lambda ledger: ledger.forget(2026, NOW, SAID),
        lambda ledger: ledger.rekey(bytes(range(1, 33)), NOW, SAID),
    ],
    ids=["forget", "rekey"],
)
def test_what_is_the_owners_is_refused_to_another_role_in_one_sentence(clerk, url, verb):
    with Ledger.open(clerk, PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
        before = everything(url)
        with pytest.raises(LedgerError, match=r"may not do this\. Nothing was recorded\.\n.*the owner's\.$"):
            verb(ledger)
        assert everything(url) == before
        assert ledger.verify() == []


def test_an_older_ledger_is_migrated_by_its_owner_only(postgres, url, role):
    first_form(url, {})
    postgres.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}", database=url.rpartition("/")[2])
    clerk = postgres.url(url.rpartition("/")[2], user=role, password="word")
    with pytest.raises(LedgerError, match="may not do this"):
        api.migrate(clerk)
    assert api.migrate(url) == ("0001", REVISION)
    with Ledger.open(granted(postgres, url, role), PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)


def test_a_role_that_may_only_read_reads(postgres, clerk, url, role):
    with Ledger.open(clerk, PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    database = url.rpartition("/")[2]
    postgres.run(f"REVOKE INSERT ON ALL TABLES IN SCHEMA public FROM {role}", database=database)
    with Ledger.open(clerk, PEPPER, create=False) as ledger:
        assert count(ledger)[0] == 2
        assert ledger.verify() == []
    with Ledger.open(clerk, PEPPER) as ledger, pytest.raises(LedgerError, match="may not do this"):
        ledger.post("r1", NOW)


def test_a_role_that_may_not_make_tables_is_told_so(postgres, url, role):
    guest = postgres.url(url.rpartition("/")[2], user=role, password="word")
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


def test_encryption_and_other_hosts_of_the_url_reach_the_driver(url, postgres):
    with pytest.raises(LedgerError, match="cannot be reached"):
        Ledger.open(f"{url}?sslmode=require", PEPPER)  # this server has no certificate
    Ledger.open(f"{url}?sslmode=prefer&connect_timeout=5", PEPPER).close()
    two = url.replace(f"127.0.0.1:{postgres.port}", "") + f"?host=127.0.0.1:1&host=127.0.0.1:{postgres.port}"
    with Ledger.open(two, PEPPER) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)


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


def test_a_reader_waits_for_a_migration_no_longer_than_a_writer(url, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.postgres.LOCK_TIMEOUT_MS", 50)
    with opened(url) as ledger, psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE entry IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(LedgerError, match="busy"):
            ledger.head()


def test_what_is_read_in_one_transaction_is_of_one_moment(url):
    with opened(url) as ledger, opened(url) as other:
        with ledger._transaction(write=False) as connection:
            before = store.head(connection)
            other.reserve(asks(other, "r1", persons(1)), opens, NOW)
            assert store.head(connection) == before
        assert ledger.head() != before.digest


def test_a_reader_cannot_write(url):
    with opened(url) as ledger:
        with (
            pytest.raises(LedgerError, match=r"can only be read\. Nothing was recorded"),
            ledger._transaction(write=False) as connection,
        ):
            connection.exec_driver_sql("CREATE TABLE here (x int)")
        assert ledger.verify() == []


def test_a_long_ledger_is_not_fetched_at_once(url):
    with opened(url) as ledger:
        for run in range(3):
            ledger.reserve(asks(ledger, f"r{run}", persons(run)), opens, NOW)
        with ledger._transaction(write=False) as connection:
            rows = iter(store.all_rows(connection))
            assert next(rows)["seq"] == 1
            assert connection.exec_driver_sql("SELECT count(*) FROM pg_cursors").scalar() == 1
            assert [row["seq"] for row in rows] == [2, 3]


def test_a_connection_that_is_ended_while_it_counts_has_recorded_nothing(url):
    with opened(url) as ledger, psycopg.connect(url, autocommit=True) as other:
        asked = asks(ledger, "r1", persons(1))

        def ended(totals):
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                          "AND application_name = 'tongguan' AND datname = current_database()")  # fmt: skip
            return opens(totals)

        with pytest.raises(LedgerError, match=r"(lost|shut down).*Nothing was recorded"):
            ledger.reserve(asked, ended, NOW)
        assert ledger.entries() == ()
        assert ledger.reserve(asked, opens, NOW).seq == 1


@pytest.mark.parametrize(
    ("sqlstate", "told"),
    [
        ("23505", "another writer came first"),
        ("40001", "another writer came first"),
        ("40P01", "another writer came first"),
        ("55P03", "busy for 60 s"),
        ("42501", "may not do this"),
        ("25006", "can only be read"),
        ("53100", "no room left (sqlstate 53100)"),
        ("57P01", "shut down or gave up"),
        ("57014", "shut down or gave up"),
        ("08006", "connection to the database was lost"),
        ("42703", "could not be read or written (sqlstate 42703)"),
        ("22P05", "could not be read or written (sqlstate 22P05)"),
    ],
)
def test_what_the_server_says_is_told_without_its_words(sqlstate, told):
    cause = psycopg.errors.lookup(sqlstate)("DETAIL: Key (run)=(13912345678) already exists.")
    what, hint = Server(make_url("postgresql://h/d")).told(DBAPIError("INSERT 139", {"x": "139"}, cause))
    assert told in what
    assert "13912345678" not in what + hint


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


def test_a_role_that_may_not_look_does_not_take_the_year_for_empty(postgres, url):
    with opened(url) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
    database = url.rpartition("/")[2]
    role = f"blind_{database}"
    postgres.run(f"CREATE ROLE {role} LOGIN PASSWORD 'word'")
    postgres.run("REVOKE USAGE ON SCHEMA public FROM PUBLIC", database=database)
    with pytest.raises(LedgerError, match="may not look"):
        Ledger.open(postgres.url(database, user=role, password="word"), PEPPER, create=False)
