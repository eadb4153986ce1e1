"""The quality benchmark runs, and its own data is sound: a small part of it, in seconds."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import phonenumbers
import pyarrow as pa
import pytest
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from tongguan.law.catalogue import load_catalogue

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.quality import __main__ as quality
from benchmarks.quality import dirt, harmless, kinds, peers, scores, tables, texts, values


@pytest.fixture
def world():
    return values.World("test")


def test_a_quick_run_measures_every_part_and_writes_page_and_numbers(tmp_path, capsys):
    page, numbers = tmp_path / "quality.md", tmp_path / "results.json"
    found = quality.main(["--quick", "--no-peers", "--markdown", str(page), "--results", str(numbers)])
    assert {o["measure"] for o in found} >= {"column", "harmless", "dirt", "rare", "text column", "persons"}
    assert "## Aims" in page.read_text(encoding="utf-8")
    assert len(json.loads(numbers.read_text(encoding="utf-8"))["aims"]) == 7
    assert "Aims" in capsys.readouterr().out


def test_no_scan_of_a_quick_run_fails():
    work = [job for part in quality.jobs(quality.QUICK).values() for job in part]
    assert not scores.failures(list(quality.observe(work[::3], workers=1)))


def test_every_kind_of_the_catalogue_is_asked():
    catalogue = load_catalogue("conservative", date(2026, 1, 1))
    assert {maker.kind for maker in kinds.MAKERS} == set(catalogue.levels())


def test_there_are_more_than_150_different_harmless_columns():
    assert len({maker.label for maker in harmless.MAKERS}) == len(harmless.MAKERS) >= 150


@pytest.mark.parametrize("maker", [*kinds.MAKERS], ids=lambda maker: maker.label)
def test_a_column_can_be_made_and_has_helpful_headers(maker, world):
    column = kinds.column(world, maker, 20, nulls=0.2)
    assert len(column) == 20
    assert len(maker.helpful) >= 2


def test_two_worlds_of_one_seed_say_the_same():
    first, second = (values.World(7) for _ in range(2))
    assert first.people(5) == second.people(5)


def test_mobile_prefixes_are_those_that_phonenumbers_accepts():
    for prefix in values.MOBILE_PREFIXES:
        number = phonenumbers.parse(prefix + "12345678", "CN")
        assert phonenumbers.is_valid_number(number), prefix


def test_check_digits_are_right(world):
    for _ in range(50):
        assert luhn.is_valid(world.bank_card())
        assert luhn.is_valid(world.imei())
        assert uscc.is_valid(world.uscc())
        assert mod_11_2.is_valid(world.resident_id())


@pytest.mark.parametrize(
    ("check", "body", "digit"),
    [
        (values.hk_check, "A123456", "3"),
        (values.tw_check, "A12345678", "9"),
        (values.vin_check, "1M8GDM9AXKP042788", "X"),
    ],
)
def test_check_digits_written_here_agree_with_published_examples(check, body, digit):
    assert check(body) == digit


def test_the_gold_of_a_text_is_in_the_text(world):
    for genre in texts.GENRES:
        for _ in range(10):
            text = texts.personal(world, genre)
            assert text.persons >= 1
            assert "{" not in text.text


@pytest.mark.parametrize("make", tables.MAKERS, ids=lambda make: make.__name__)
def test_a_table_of_a_trade_is_as_long_as_asked(make, world):
    known = tables.known(world, make, 30)
    assert known.table.num_rows == 30
    assert known.persons >= 0


@pytest.mark.parametrize("one", dirt.DIRTS, ids=lambda one: one.name)
def test_a_dirt_applies_to_all_its_kinds(one, world):
    for kind in one.kinds:
        column = one.apply(world, [dirt.VALUES[kind](world) for _ in range(8)], kind)
        assert isinstance(column, pa.Array)
        assert len(column) * one.each == 8


def test_peers_get_the_same_columns_with_their_truth():
    made, truth = peers.data(1, rows=10, plain=5)
    assert {(table, column) for table, columns in made.items() for column in columns} == set(truth)


def test_scores_of_a_perfect_and_of_a_blind_detector():
    right = {
        "measure": "column",
        "kind": "email",
        "label": "email: plain",
        "shown": "shape",
        "style": "opaque",
        "setting": "alone",
        "said": "email",
        "right": True,
        "inside": True,
        "failed": "",
    }
    blind = {**right, "said": None, "right": False, "inside": False}
    assert scores.tallies([right], lambda o: o["kind"])["email", "opaque"].f1 == 1
    assert scores.tallies([right, blind], lambda o: o["kind"])["email", "opaque"].recall == 0.5
