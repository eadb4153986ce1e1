"""The tables: made, migrated, refused where they are of another form, and guarded."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from ledger_kit import NOW, asks, by_hand, config, everything, first_form, opened, opens, persons, upgraded
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from tongguan import api
from tongguan.cli import main
from tongguan.errors import LedgerCorrupt, LedgerError
from tongguan.ledger.schema import METADATA, REVISION, VERSION_TABLE
from tongguan.ledger.storage import place


def test_the_migrations_come_to_the_tables_of_a_new_ledger(at):
    engine = upgraded(at, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "none", "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []
        assert (
            connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
            == REVISION
            == ScriptDirectory.from_config(config(connection)).get_current_head()
        )
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
        assert ledger.verify() == []


def guards(at):
    """Return what the database itself keeps watch with, as it tells it."""
    engine = place(at).engine(write=False)
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc FROM pg_trigger "
        "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {name: " ".join(said.split()) for name, said in connection.execute(text(asked))}


def test_the_guards_of_a_migrated_ledger_are_those_of_a_new_one(database):
    with database() as new, database() as old:
        opened(new).close()
        first_form(old, {})
        assert guards(old) == {}
        api.migrate(old)
        assert guards(old) == guards(new) != {}


def test_a_ledger_of_the_first_form_is_refused_then_migrated_with_its_chain(at, tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    with opened(tmp_path / "source") as source:
        source.reserve(asks(source, "r1", persons(1, 2)), opens, NOW)
        source.post("r1", NOW)
        head = source.head()
    first_form(at, everything(tmp_path / "source"))
    for create in (True, False):
        with pytest.raises(LedgerError, match=r"older form.*Nothing was recorded.*\n.*ledger migrate"):
            opened(at, create=create)
    monkeypatch.setenv("TONGGUAN_LEDGER", at)
    told = CliRunner().invoke(main, ["ledger", "migrate"])
    assert (told.exit_code, told.stderr) == (0, f"The ledger was of form 0001; it is now {REVISION}.\n")
    assert "nothing was changed" in CliRunner().invoke(main, ["ledger", "migrate"]).stderr
    with opened(at) as ledger:
        assert (ledger.head(), ledger.verify()) == (head, [])
        ledger.reserve(asks(ledger, "r2", persons(2, 3)), opens, NOW)
        assert ledger.verify() == []


def shape(at):
    """Return the tables and columns there are, and the form that is noted."""
    engine = place(at).engine(write=False)
    with engine.connect() as connection:
        seen = inspect(connection)
        return {
            name: [column["name"] for column in seen.get_columns(name)] for name in seen.get_table_names()
        }


def test_a_migration_that_fails_at_any_statement_changes_nothing(at):
    first_form(at, {})
    before = shape(at)
    for number in itertools.count(1):
        statements = itertools.count(1)

        def fail(*_, number=number, statements=statements):
            if next(statements) == number:
                raise OperationalError("ALTER TABLE", {}, sqlite3.OperationalError("at its words"))

        event.listen(Engine, "before_cursor_execute", fail)
        try:
            api.migrate(at)
        except LedgerError as error:
            failed = str(error)
        else:
            break
        finally:
            event.remove(Engine, "before_cursor_execute", fail)
        assert "Nothing was recorded" in failed
        assert shape(at) == before
    assert number > 10  # two columns, a table, six guards or three, the note
    assert guards(at)


def test_of_many_who_migrate_at_once_one_does(at):
    first_form(at, {})
    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(lambda _: api.migrate(at)[0], range(4)))
    assert told == ["0001"] + [REVISION] * 3
    assert guards(at)


def test_a_ledger_of_a_newer_form_is_left_alone(at):
    opened(at).close()
    by_hand(at, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    for attempt in (lambda: opened(at), lambda: api.migrate(at)):
        with pytest.raises(LedgerError, match="newer form"):
            attempt()


def test_a_ledger_that_does_not_say_of_which_form_it_is_is_not_taken_for_an_empty_one(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    by_hand(at, f"DELETE FROM {VERSION_TABLE}")
    for attempt in (lambda: opened(at), lambda: opened(at, create=False), lambda: api.migrate(at)):
        with pytest.raises(LedgerCorrupt, match="gate stays shut"):
            attempt()


def test_migrating_makes_a_ledger_where_there_is_none(at):
    assert api.migrate(at) == (None, REVISION)
    assert api.migrate(at) == (REVISION, REVISION)
    with opened(at) as ledger:
        assert ledger.entries() == ()


@pytest.mark.parametrize("table", ["entry", "segment"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET seq = seq + 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_kept(at, table, verb):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    before = everything(at)
    with (
        pytest.raises(DBAPIError, match="added, never changed"),
        place(at).engine(write=True).begin() as conn,
    ):
        conn.execute(text(verb.format(table)))
    assert everything(at) == before


REPLACING = {
    "sqlite": [
        "INSERT OR REPLACE INTO entry SELECT * FROM entry",
        "INSERT OR REPLACE INTO segment SELECT seq, part, keys, x'03' FROM segment",
        "UPDATE OR REPLACE segment SET flags = x'03'",
    ],
    "postgresql": [
        "INSERT INTO segment SELECT * FROM segment ON CONFLICT (seq, part) DO UPDATE SET flags = '\\x03'",
        "TRUNCATE segment",
        "TRUNCATE entry CASCADE",
    ],
}


def test_the_database_refuses_to_put_other_rows_in_the_place_of_what_is_kept(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    before = everything(at)
    engine = place(at).engine(write=True)
    for statement in REPLACING[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="added, never changed"), engine.begin() as connection:
            connection.execute(text(statement))
    assert everything(at) == before


def test_nothing_is_printed_by_a_migration(at, capfd):
    first_form(at, {})
    api.migrate(at)
    assert capfd.readouterr() == ("", "")


WITHOUT = """
import sys
from tongguan.ledger.ledger import Ledger
Ledger.open(f"sqlite:///{sys.argv[1]}", bytes(32)).close()
Ledger.open(f"sqlite:///{sys.argv[1]}", bytes(32), create=False).close()
print(sorted({"alembic", "psycopg"} & set(sys.modules)))
"""


def test_neither_alembic_nor_the_driver_of_the_other_database_is_loaded_for_a_file(tmp_path):
    command = [sys.executable, "-c", WITHOUT, str(tmp_path / "year.db")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\n"
