"""Keys of years: forgotten, kept under another pepper, and what is left on the disk."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from ledger_kit import HANDLER, NOW, PEPPER, asks, count, everything, exempt, never, opened, opens, persons

from tongguan import api
from tongguan.cli import main
from tongguan.errors import LedgerConflict, LedgerError, UsageError, WrongPepper
from tongguan.ledger.entry import Kind, Said
from tongguan.ledger.ledger import Ledger

SAID = Said("the year is over", "dpo")
LATER = datetime(2027, 3, 1, tzinfo=UTC)
OTHER = bytes(range(100, 132))


@pytest.fixture
def filled(at):
    """A ledger of two years and two handlers; its URL."""
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
        ledger.reserve(asks(ledger, "r2", persons(2, 3)), exempt, NOW)
        ledger.reserve(asks(ledger, "r3", persons(4), handler="another"), opens, NOW)
        ledger.reserve(asks(ledger, "r4", persons(5), leaves_on=date(2027, 2, 1)), opens, LATER)
    return at


# ---- forget


def test_a_forgotten_year_keeps_totals_decisions_and_chain_and_takes_nobody_in(filled):
    with opened(filled) as ledger:
        before = ledger.show(HANDLER, 2026)
        key = ledger.year_key(HANDLER, 2026, create=False)
        entries = ledger.forget(2026, LATER, SAID)
        assert [(e.kind, e.handler, e.year, e.reason, e.by) for e in entries] == [
            (Kind.FORGET, "another", 2026, "the year is over", "dpo"),
            (Kind.FORGET, HANDLER, 2026, "the year is over", "dpo"),
        ]
        after = ledger.show(HANDLER, 2026)
        assert after.counted == before.counted
        assert after.entries[: len(before.entries)] == before.entries
        assert ledger.verify() == []
        with pytest.raises(LedgerError, match="key of 2026 was destroyed"):
            ledger.year_key(HANDLER, 2026, create=True)
        assert ledger.year_key(HANDLER, 2027, create=False) != key
        assert count(ledger, 2027)[0] == 1
    with opened(filled) as ledger:
        assert ledger.forget(2026, LATER, SAID) == []


def test_only_the_named_handlers_key_is_destroyed(filled):
    with opened(filled) as ledger:
        (entry,) = ledger.forget(2026, LATER, SAID, handler="another")
        assert entry.handler == "another"
        assert ledger.year_key(HANDLER, 2026, create=False)


def test_a_destroyed_key_is_not_left_in_the_file(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    salt = everything(tmp_path)["year_key"][0][3]
    assert salt in (tmp_path / "year.db").read_bytes()
    with opened(tmp_path) as ledger:
        ledger.forget(2026, LATER, SAID)
    assert salt not in (tmp_path / "year.db").read_bytes()


def test_the_current_year_is_not_forgotten_by_mistake(tmp_path, monkeypatch):
    monkeypatch.setenv("TONGGUAN_LEDGER", f"sqlite:///{tmp_path / 'year.db'}")
    monkeypatch.setenv("TONGGUAN_PEPPER", PEPPER.hex())
    monkeypatch.setattr(api, "now", lambda: NOW.astimezone(api.CHINA))
    with opened(tmp_path) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    with pytest.raises(UsageError, match="2026 is not over"):
        api.forget(2026, reason="r", by="dpo")
    run = CliRunner().invoke
    words = ["ledger", "forget", "2026", "--reason", "moved", "--by", "dpo", "--current-year-too"]
    asked = run(main, words, input="n\n")
    assert asked.exit_code == 1
    assert "cannot be undone" in asked.stderr
    with opened(tmp_path) as ledger:
        assert ledger.year_key(HANDLER, 2026, create=False)
    assert "destroyed, entry 2" in run(main, [*words, "--yes"]).stderr
    assert "no key of 2026" in run(main, [*words, "--yes"]).stderr


def test_what_is_done_to_keys_never_takes_the_id_of_somebodys_run(at):
    with opened(at) as ledger:
        for run in ("forget 2026", "rekey", "rekey (2)"):
            ledger.reserve(asks(ledger, run, persons(1)), opens, NOW)
        assert ledger.rekey(OTHER, LATER, SAID).run == "rekey (3)"
        assert ledger.rekey(PEPPER, LATER, SAID).run == "rekey (4)"
        assert [entry.run for entry in ledger.forget(2026, LATER, SAID)] == ["forget 2026 (2)"]
        assert ledger.verify() == []
        with pytest.raises(LedgerConflict, match="ledger's own"):
            ledger.reserve(asks(ledger, "rekey (3)", persons(1), leaves_on=date(2027, 2, 1)), opens, LATER)


# ---- rekey


def test_persons_stay_who_they_are_under_another_pepper(filled):
    with opened(filled) as ledger:
        keys = [ledger.year_key(HANDLER, year, create=False) for year in (2026, 2027)]
        entry = ledger.rekey(OTHER, LATER, SAID)
        assert (entry.kind, entry.handler, entry.export, entry.by) == (Kind.REKEY, "-", "-", "dpo")
        # It goes on with the new one, here and when it is opened again.
        assert [ledger.year_key(HANDLER, year, create=False) for year in (2026, 2027)] == keys
    with pytest.raises(WrongPepper):
        opened(filled)
    with opened(filled, OTHER) as ledger:
        assert [ledger.year_key(HANDLER, year, create=False) for year in (2026, 2027)] == keys
        ledger.reserve(asks(ledger, "r9", persons(1, 9)), opens, NOW)
        assert count(ledger)[0] == 3
        new = ledger.year_key(HANDLER, 2028, create=True)
        ledger.rekey(PEPPER, LATER, SAID)
        assert ledger.year_key(HANDLER, 2028, create=False) == new
        assert ledger.verify() == []
    with opened(filled) as ledger:
        assert [ledger.year_key(HANDLER, year, create=False) for year in (2026, 2027)] == keys


def test_no_key_is_kept_in_the_clear(filled):
    with opened(filled) as ledger:
        keys = {ledger.year_key(HANDLER, year, create=False) for year in (2026, 2027)}
        ledger.rekey(OTHER, LATER, SAID)
    kept = {value for row in everything(filled)["year_key"] for value in row if isinstance(value, bytes)}
    assert not kept & keys
    assert not kept & {PEPPER, OTHER}


def test_a_ledger_under_another_pepper_is_not_rekeyed(filled):
    with opened(filled) as ledger:
        ledger._pepper = bytes(32)
        before = everything(filled)
        with pytest.raises(WrongPepper):
            ledger.rekey(OTHER, LATER, SAID)
    assert everything(filled) == before


def test_no_key_is_made_from_a_pepper_that_was_changed_meanwhile(filled):
    """Under two peppers at once nobody could open the ledger any more."""
    with opened(filled) as before, opened(filled) as ledger:
        ledger.rekey(OTHER, LATER, SAID)
        with pytest.raises(WrongPepper):
            before.year_key(HANDLER, 2031, create=True)
    with opened(filled, OTHER) as ledger:
        assert ledger.verify() == []


@pytest.mark.parametrize("pepper", [PEPPER, OTHER], ids=["the same", "no key"])
def test_where_there_is_nothing_to_rekey_nothing_is_recorded(at, pepper):
    with opened(at) as ledger:
        if pepper == PEPPER:
            ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
        before = everything(at)
        with pytest.raises(LedgerError, match="Nothing was changed"):
            ledger.rekey(pepper, LATER, SAID)
    assert everything(at) == before


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A ledger with its pepper beside it, and somebody in it; its folder."""
    for name in ("TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TONGGUAN_LEDGER", f"sqlite:///{tmp_path / 'year.db'}")
    with api.open_ledger() as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1)), opens, NOW)
    return tmp_path


def test_the_pepper_beside_the_ledger_is_replaced(beside):
    old = (beside / "year.db.pepper").read_text()
    told = CliRunner().invoke(main, ["ledger", "rekey", "--reason", "it was seen", "--by", "dpo"])
    assert (told.exit_code, told.stderr) == (0, "The ledger is under another pepper, entry 2.\n")
    assert (beside / "year.db.pepper").read_text() != old
    assert stat.S_IMODE((beside / "year.db.pepper").stat().st_mode) == 0o600
    assert sorted(path.name for path in beside.iterdir()) == ["year.db", "year.db.pepper"]
    with api.open_ledger() as ledger:
        assert count(ledger)[0] == 1
    with pytest.raises(WrongPepper):
        Ledger.open(os.environ["TONGGUAN_LEDGER"], bytes.fromhex(old))


@pytest.mark.parametrize("where", ["tongguan.ledger.pepper._make", "tongguan.ledger.ledger.Ledger.rekey",
                                   "pathlib.Path.replace", "tongguan.ledger.pepper._sync_folder"])  # fmt: skip
@pytest.mark.parametrize("after", [False, True])
def test_a_rekey_cut_off_anywhere_loses_nobody_and_goes_on(beside, monkeypatch, where, after):
    """Whichever step fails, before or after it is done: the ledger opens, or rekey once more and it does."""
    module, _, name = where.rpartition(".")
    target = {"pathlib.Path": Path, "tongguan.ledger.ledger.Ledger": Ledger}.get(module) or __import__(
        module, fromlist=[name]
    )
    real = getattr(target, name)

    def cut_off(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(target, name, cut_off)
        with pytest.raises(KeyboardInterrupt):
            api.rekey(reason="it was seen", by="dpo")
    try:
        with api.open_ledger() as ledger:
            assert count(ledger)[0] == 1
    except WrongPepper as error:
        assert "rekey" in str(error.hint)  # noqa: PT017
    api.rekey(reason="once more", by="dpo")
    with api.open_ledger() as ledger:
        assert count(ledger)[0] == 1
        assert ledger.verify() == []
        assert {e.kind for e in ledger.entries()} == {Kind.RESERVE, Kind.REKEY}
    assert not (beside / "year.db.pepper.new").exists()


def test_a_pepper_named_by_the_environment_gets_a_file_that_is_named(beside, monkeypatch):
    pepper = (beside / "year.db.pepper").read_text().strip()
    (beside / "year.db.pepper").unlink()
    monkeypatch.setenv("TONGGUAN_PEPPER", pepper)
    with pytest.raises(LedgerError, match="--new-pepper-file"):
        api.rekey(reason="r", by="dpo")
    file = beside / "new"
    told = CliRunner().invoke(
        main, ["ledger", "rekey", "--new-pepper-file", str(file), "--reason", "seen", "--by", "dpo"]
    )
    assert f"Set TONGGUAN_PEPPER_FILE={file}" in told.stderr
    monkeypatch.delenv("TONGGUAN_PEPPER")
    monkeypatch.setenv("TONGGUAN_PEPPER_FILE", str(file))
    with api.open_ledger() as ledger:
        assert count(ledger)[0] == 1


def test_a_ledger_that_never_was_rekeyed_is_not_said_to_be(beside, monkeypatch):
    """The new pepper opens it, but not because of a rekey: the one that was named is wrong."""
    (beside / "year.db.pepper").rename(beside / "right")
    monkeypatch.setenv("TONGGUAN_PEPPER", bytes(32).hex())
    with pytest.raises(WrongPepper):
        api.rekey(beside / "right", reason="r", by="dpo")


def test_a_rekey_without_a_reason_leaves_no_file(beside):
    with pytest.raises(LedgerError, match="reason is empty"):
        api.rekey(reason=" ", by="dpo")
    assert sorted(path.name for path in beside.iterdir()) == ["year.db", "year.db.pepper"]


def test_the_years_of_handlers_are_shown_and_not_those_of_keys(beside):
    api.rekey(reason="it was seen", by="dpo", at=NOW)
    shown = CliRunner().invoke(main, ["ledger", "show", "--year", "2026", "--json"])
    assert [each["handler"] for each in json.loads(shown.stdout)["handlers"]] == [HANDLER]


@pytest.mark.parametrize(
    "verb",
    [
        lambda: api.forget(2020, reason="r", by="dpo"),
        lambda: api.rekey(reason="r", by="dpo"),
        lambda: api.copy_ledger("sqlite:///other.db"),
    ],
)
def test_where_there_is_no_ledger_none_is_made(tmp_path, monkeypatch, verb):
    monkeypatch.chdir(tmp_path)
    for name in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(LedgerError, match="there is no ledger"):
        verb()
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_opened_for_reading_keeps_its_keys(filled):
    with opened(filled, create=False) as ledger:
        for verb in (lambda: ledger.forget(2026, LATER, SAID), lambda: ledger.rekey(OTHER, LATER, SAID)):
            with pytest.raises(LedgerError, match="for reading"):
                verb()
    with opened(filled) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), never, NOW)
