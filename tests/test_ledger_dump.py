"""The ledger line by line, in another database, and what was added to it by hand."""

from __future__ import annotations

import getpass
import json
import re
import subprocess
import sys
from base64 import b64decode
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from ledger_kit import (
    HANDLER,
    NOW,
    PEPPER,
    asks,
    by_hand,
    count,
    everything,
    exempt,
    opened,
    opens,
    persons,
    shut,
)
from test_gate import place  # noqa: F401  (a fixture)

from tongguan import api
from tongguan.cli import main
from tongguan.errors import LedgerConflict, LedgerError, UsageError
from tongguan.ledger.entry import Kind, Said

SAID = Said("left before the gate", "dpo")


@pytest.fixture
def filled(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2, 3)), opens, NOW)
        ledger.post("r1", NOW)
        ledger.reserve(asks(ledger, "r2", persons(4)), shut, NOW)
        ledger.reserve(asks(ledger, "r3", persons(3, 5)), exempt, NOW)
        ledger.void("r3", NOW, "票据 returned")
        ledger.reserve(asks(ledger, "r4", persons(7), leaves_on=date(2025, 12, 31)), opens, NOW)
    return at


def digests(lines):
    """Check a dump as the guide says anybody can."""
    previous = "0" * 64
    for line in lines:
        entry = json.loads(line)
        digest = entry.pop("digest")
        entry.pop("segments", None)
        said = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["previous"] == previous
        assert sha256((previous + said).encode()).hexdigest() == digest
        previous = digest
    return previous


@pytest.mark.parametrize("with_persons", [False, True])
def test_anybody_can_check_the_chain_of_a_dump(filled, with_persons):
    with opened(filled, create=False) as ledger:
        lines = list(ledger.dump(persons=with_persons))
        assert digests(lines) == ledger.head()
    first = json.loads(lines[0])
    assert ("segments" in first) == with_persons
    if with_persons:
        ((keys, flags),) = [[b64decode(each) for each in part] for part in first["segments"]]
        whole = len(flags).to_bytes(8, "big") + keys + flags
        assert (len(keys), sha256(whole).hexdigest()) == (48, first["segment_sha256"])


def test_a_dump_of_a_year_holds_that_year(filled, monkeypatch):
    monkeypatch.setenv("TONGGUAN_LEDGER", filled)
    monkeypatch.setenv("TONGGUAN_PEPPER", PEPPER.hex())
    told = CliRunner().invoke(main, ["ledger", "dump", "--year", "2025"])
    assert [json.loads(line)["run"] for line in told.stdout.splitlines()] == ["r4"]


def test_the_lines_in_the_guides_check_the_chain(filled):
    with opened(filled, create=False) as ledger:
        head, lines = ledger.head(), list(ledger.dump(persons=True))
    for guide in ("guide.md", "guide.zh.md"):
        text = (Path(__file__).parent.parent / "docs" / guide).read_text(encoding="utf-8")
        (program,) = re.findall(r"```python\n(import hashlib\n.*?)```", text, flags=re.DOTALL)

        def check(lines, program=program):
            told = "".join(f"{line}\n" for line in lines).encode()
            return subprocess.run(
                [sys.executable, "-c", program], check=False, input=told, capture_output=True
            )

        assert check(lines).stdout.decode().split() == [head]
        assert check([*lines[:4], lines[4].replace("票据", "其他"), *lines[5:]]).returncode
        assert check([*lines[:3], *lines[4:]]).returncode


def test_who_reads_a_dump_slowly_keeps_nobody_from_writing(filled, monkeypatch):
    monkeypatch.setattr("tongguan.ledger.dump._LINES_AT_ONCE", 2)
    monkeypatch.setattr("tongguan.ledger.sqlite.BUSY_TIMEOUT_MS", 0)
    with opened(filled, create=False) as reader, opened(filled) as writer:
        lines = reader.dump()
        first = next(lines)
        writer.reserve(asks(writer, "r9", persons(9)), opens, NOW)
        assert digests([first, *lines]) == writer.head()


def test_a_copy_is_the_same_ledger_elsewhere(filled, postgres, tmp_path):
    with postgres.database() as server:
        for target in (server, f"sqlite:///{tmp_path / 'copy.db'}"):
            with opened(filled, create=False) as source, opened(target) as copy:
                assert source.copy_to(copy) == 6
                assert copy.head() == source.head()
                assert copy.verify() == []
                assert count(copy) == count(source)
                key = copy.year_key(HANDLER, 2026, create=False)
                assert key == source.year_key(HANDLER, 2026, create=False)
            assert everything(target) == everything(filled)


def test_two_ledgers_do_not_become_one(filled, tmp_path):
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with opened(target) as other:
        other.reserve(asks(other, "mine", persons(1)), opens, NOW)
    before = everything(target)
    with (
        opened(filled, create=False) as source,
        opened(target) as copy,
        pytest.raises(LedgerError, match="a ledger already"),
    ):
        source.copy_to(copy)
    assert everything(target) == before


def test_an_unsound_ledger_leaves_no_copy(filled, tmp_path):
    by_hand(filled, "UPDATE entry SET reason = 'other' WHERE seq = 5")
    target = f"sqlite:///{tmp_path / 'copy.db'}"
    with (
        opened(filled, create=False) as source,
        opened(target) as copy,
        pytest.raises(LedgerError, match="not sound"),
    ):
        source.copy_to(copy)
    with opened(target, create=False) as copy:
        assert copy.entries() == ()


# ---- added by hand


def added(ledger, run="opening", number=5, day=date(2026, 1, 15)):
    people = persons(unidentified=(number, number, 0, 0))
    return ledger.add(asks(ledger, run, people, files=(), leaves_on=day), SAID, NOW)


def test_what_left_around_the_gate_is_added_and_never_recognised(at):
    with opened(at) as ledger:
        ledger.reserve(asks(ledger, "r1", persons(1, 2)), opens, NOW)
        entry = added(ledger)
        assert (entry.kind, entry.totals.everybody.before, entry.totals.everybody.after) == (Kind.ADD, 2, 7)
        assert (entry.reason, entry.by, entry.verdict) == ("left before the gate", "dpo", None)
        assert added(ledger) == entry  # a retry
        assert count(ledger)[0] == 7
        with pytest.raises(LedgerConflict, match="added by hand"):
            added(ledger, number=6)
        with pytest.raises(LedgerConflict, match="added by hand"):
            ledger.reserve(asks(ledger, "opening", persons(1)), opens, NOW)
        with pytest.raises(LedgerConflict):
            ledger.post("opening", NOW)
        ledger.void("opening", NOW, "a typing error")
        assert count(ledger)[0] == 2
        added(ledger, number=6)
        assert count(ledger)[0] == 8
        assert ledger.verify() == []


def test_what_is_still_to_leave_cannot_have_left(at):
    with opened(at) as ledger, pytest.raises(LedgerError, match="cannot have left"):
        added(ledger, day=date(2026, 5, 2))


def test_the_year_goes_on_from_the_opening_balance(place, monkeypatch):  # noqa: F811
    monkeypatch.setattr(api, "now", lambda: NOW.astimezone(api.CHINA))
    words = ["ledger", "add", "--export", "volume", "--run", "opening", "--left-on", "2026-04-30"]
    words += ["--reason", "exports of January to April, from the filing", "--by", "dpo"]
    told = CliRunner().invoke(main, [*words, "--general", "99990", "--sensitive", "3"])
    assert (told.exit_code, told.stderr) == (0, "Run opening: added to 2026, entry 1.\n")
    with api.open_ledger(None, create=False) as ledger:
        handler = "91310000MA1SAMPLE0"
        assert count(ledger, handler=handler) == (99_993, 99_990, 3, 0)
        assert ledger.verify() == []


def add_opening(**changed):
    given = {"export": "volume", "general": 5, "sensitive": 0, "left_on": date(2026, 1, 1)}
    return api.add("r", **(given | {"reason": "r", "by": "dpo", "at": NOW} | changed))


def test_what_cannot_be_added_leaves_no_ledger(place):  # noqa: F811
    for wrong, why in [
        ({"reason": " "}, "reason is empty"),
        ({"left_on": date(2026, 5, 2)}, "cannot have left"),
        ({"export": "volumes"}, "unknown export"),
        ({"general": api.ADDED_MAX, "sensitive": 1}, "do not fit"),
    ]:
        with pytest.raises(UsageError, match=why):
            add_opening(**wrong)
    assert not (place / "tongguan.db").exists()


def test_what_was_added_by_hand_counts_in_the_lower_number_too(place):  # noqa: F811
    """Nobody knows who they are, but how many: an opening balance must not vanish under decide_on = "low"."""
    text = (place / "tongguan.toml").read_text(encoding="utf-8")
    (place / "tongguan.toml").write_text(text + '[settings]\ndecide_on = "low"\n', encoding="utf-8")
    entry = add_opening(general=99_990)
    assert (entry.totals.reading.number, entry.totals.general.after) == ("low", 99_990)
    with api.open_ledger(None, create=False) as ledger:
        year = ledger.show("91310000MA1SAMPLE0", 2026).counted
        assert (year.low("general"), year.high("general")) == (99_990, 99_990)
        assert ledger.verify() == []


def test_who_adds_is_the_user_of_the_system_unless_it_is_said(place, monkeypatch):  # noqa: F811
    monkeypatch.setattr(getpass, "getuser", lambda: "zhang")
    assert add_opening(by=None).by == "zhang"

    def unknown():
        raise KeyError("getpwuid(): uid not found: 1000650000")

    monkeypatch.setattr(getpass, "getuser", unknown)
    with pytest.raises(UsageError, match="no name") as caught:
        add_opening(by=None)
    assert "--by" in caught.value.hint


@pytest.mark.parametrize(
    ("general", "sensitive", "everybody"), [(5, 3, 9), (5, 3, 4), (-1, 3, None), (3, -1, 3)]
)
def test_numbers_that_do_not_fit_are_not_added(place, general, sensitive, everybody):  # noqa: F811
    with pytest.raises(UsageError, match="do not fit"):
        add_opening(general=general, sensitive=sensitive, everybody=everybody)
    assert not (place / "tongguan.db").exists()
