"""The tables: made, migrated, refused where they are of another form, and guarded."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from ledger_kit import NOW, asks, by_hand, everything, opened, opens, persons
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from tongguan import api
from tongguan.cli import main
from tongguan.errors import LedgerError
from tongguan.ledger.schema import METADATA, REVISION, VERSION_TABLE
from tongguan.ledger.storage import place, transaction


def config(connection):
    said = Config()
    said.set_main_option("script_location", "tongguan.ledger:migrations")
    said.attributes["connection"] = connection
    return said


def upgraded(at, to):
    where = place(at)
    engine = where.engine(write=True)
    with transaction(where, engine, write=True) as connection:
        command.upgrade(config(connection), to)
    return engine


def first_form(at, rows):
    """Make a ledger as the first version did, with *rows* in it."""
    engine = upgraded(at, "0001")
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))  # which was not written then
        for table in inspect(connection).get_table_names():
            columns = [column["name"] for column in inspect(connection).get_columns(table)]
            for row in rows.get(table, []):
                said = dict(zip((c.name for c in METADATA.tables[table].columns), row, strict=True))
                names = ", ".join(f'"{name}"' for name in columns)
                places = ", ".join(f":{name}" for name in columns)
                connection.execute(
                    text(f"INSERT INTO {table} ({names}) VALUES ({places})"), {n: said[n] for n in columns}
                )


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


def test_a_ledger_of_a_newer_form_is_left_alone(at):
    opened(at).close()
    by_hand(at, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    for attempt in (lambda: opened(at), lambda: api.migrate(at)):
        with pytest.raises(LedgerError, match="newer form"):
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


def test_nothing_is_printed_by_a_migration(at, capfd, tmp_path):
    first_form(at, {})
    api.migrate(at)
    assert capfd.readouterr() == ("", "")
