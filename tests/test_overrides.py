"""What the register says of single columns: it counts, and what was found stays beside it."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from people_kit import mobile, resident_id
from test_gate import REGISTER

from tongguan import api
from tongguan.cli import main
from tongguan.contract import verdict_record
from tongguan.detector import builtin
from tongguan.errors import RegisterError
from tongguan.register import parse_register
from tongguan.scanning.classify import Finding
from tongguan.scanning.examined import Examined
from tongguan.scanning.statement import (
    Statement,
    apply,
    statement_about,
    subjects_stated,
    taken_for,
    warnings,
)

ON = date(2026, 6, 30)
KNOWN = builtin()
FILES = ("orders.parquet",)

# (what was found, what is said, the kinds that then count, the mentions that then count)
MOBILES = Finding("cn_mobile", 0.99, ("values",), (), ("cn_mobile", "email"), ("bank_card",), review=False)
IDS = Finding("cn_resident_id", 0.99, ("values",), (), ("cn_resident_id",), (), review=False)
EXTENDED = Finding("cn_mobile", 0.99, (), (), ("cn_mobile",), ("cn_mobile", "email"), review=False)
NOTHING = Finding(None, 0.9, (), (), (), ("cn_mobile",), review=False)
APPLIED = [
    (MOBILES, Statement("c", kind="harmless", reason="r"), (), ("email", "bank_card")),
    (MOBILES, Statement("c", nobody=True, reason="r"), (), ("email", "bank_card")),
    (MOBILES, Statement("c", kind="person_name"), ("person_name", "email"), ("bank_card",)),
    (MOBILES, Statement("c", kind="cn_mobile"), ("cn_mobile", "email"), ("bank_card",)),
    (MOBILES, Statement("c", kind="email"), ("email",), ("bank_card",)),
    (MOBILES, Statement("c", subject="buyer"), ("cn_mobile", "email"), ("bank_card",)),
    (MOBILES, Statement("d", kind="harmless", reason="r"), ("cn_mobile", "email"), ("bank_card",)),
    (IDS, Statement("c", kind="harmless", reason="r"), (), ("cn_resident_id",)),
    (IDS, Statement("c", nobody=True, reason="r"), (), ("cn_resident_id",)),
    (IDS, Statement("c", kind="person_name"), ("person_name", "cn_resident_id"), ()),
    (EXTENDED, Statement("c", nobody=True, reason="r"), (), ("email",)),
    (EXTENDED, Statement("c", kind="person_name"), ("person_name",), ("cn_mobile", "email")),
    (NOTHING, Statement("c", kind="person_name"), ("person_name",), ("cn_mobile",)),
    (NOTHING, Statement("c", kind="harmless", reason="r"), (), ("cn_mobile",)),
]


@pytest.mark.parametrize(("found", "said", "kinds", "mentions"), APPLIED)
def test_a_statement_replaces_the_main_kind_and_nothing_else(found, said, kinds, mentions):
    counts = apply({"c": found, "other": MOBILES}, [said], FILES, KNOWN)
    assert (counts["c"].kinds, counts["c"].mentions) == (kinds, mentions)
    assert counts["c"].kind == (kinds[0] if kinds else None)
    assert counts["other"] is MOBILES


def test_what_was_found_stays_among_the_alternates():
    counts = apply({"c": MOBILES}, [Statement("c", kind="person_name", reason="r")], FILES, KNOWN)["c"]
    assert counts.alternates[0] == ("cn_mobile", 0.99)
    assert counts.why == ("the register says person_name: r",)
    assert not counts.review


@pytest.mark.parametrize(
    ("source", "sources", "holds"),
    [
        ("*", ("a.parquet",), True),
        ("a.*", ("a.parquet",), True),
        ("a.*", ("a.parquet", "b.parquet"), False),  # decided about together: it must be said of all
        ("[ab].parquet", ("a.parquet", "b.parquet"), True),
        ("A.*", ("a.parquet",), False),
    ],
)
def test_a_statement_may_be_about_some_files(source, sources, holds):
    said = Statement("c", kind="email", source=source)
    assert (statement_about("c", [said], sources) is said) is holds


def test_what_is_said_of_some_files_goes_before_what_is_said_of_any():
    any_, some = Statement("c", kind="email"), Statement("c", kind="cn_mobile", source="o*")
    assert statement_about("c", [any_, some], FILES) is some
    assert statement_about("c", [any_, some], ("x.csv",)) is any_


def test_the_column_is_meant_by_its_exact_name():
    assert statement_about("User_code", [Statement("mark", kind="email")], FILES) is None


def test_subjects_are_those_that_are_said():
    said = [Statement("c", subject="buyer"), Statement("d", kind="email")]
    assert subjects_stated(["c", "d", "e"], said, FILES) == {"c": "buyer"}


def test_a_statement_about_no_column_is_a_warning_and_so_is_one_the_values_contradict():
    said = [Statement("c", kind="harmless", reason="r"), Statement("gone", kind="email")]
    told = list(warnings([(FILES, {"c": IDS})], said, KNOWN))
    assert len(told) == 2
    assert "pass as Resident ID number" in told[0]
    assert "'gone'" in told[1]
    assert list(warnings([(FILES, {"c": MOBILES})], said[:1], KNOWN)) == []


def examined(values):
    array = pa.array(values)
    rows = np.flatnonzero(np.asarray(array.is_valid()))
    return Examined("c", str(array.type), len(array), rows, array.drop_null())


@pytest.mark.parametrize(
    ("values", "kind", "found"),
    [
        (["a1", "b2", None, "无"], "email", 0),  # an e-mail is written in one way: these are not identified
        (["a@example.org", "x"], "email", 1),
        ([13812340000, 5], "cn_mobile", 1),
        ([True, None], "email", 0),
        ([[1]], "email", 0),
    ],
)
def test_values_are_taken_for_what_the_register_says(values, kind, found):
    hits = taken_for(examined(values), KNOWN[kind]).whole.get(kind)
    assert (0 if hits is None else hits.count) == found


def test_any_value_of_a_stated_account_identifies_its_holder():
    from dataclasses import replace

    account = replace(
        KNOWN["cn_passport"], id="account", needs_header=True, canonical=None, placeholders=frozenset()
    )
    whole = taken_for(examined(["a1", "b2", None, "无", " a1 "]), account).whole["account"]
    assert whole.values.to_pylist() == ["a1", "b2", "a1"]
    assert whole.rows.tolist() == [0, 1, 4]
    assert taken_for(examined([7.0, 8.5]), account).whole["account"].values.to_pylist() == ["7", "8.5"]


# --- The whole way -----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def says(place, more):
    (place / "tongguan.toml").write_text(REGISTER.format(ciio="false", more=more), encoding="utf-8")


def check(place, table, more="", export="volume"):
    says(place, more)
    pq.write_table(pa.table(table), place / "orders.parquet")
    return api.check("orders.parquet", export=export, on=ON)


def column(verdict, called):
    return next(c for c in verdict.scan.columns if c.column == called)


SHOP = {"shop_phone": [mobile(i) for i in range(40)], "amount": list(range(40))}
NOBODYS = '[[columns]]\ncolumn = "shop_phone"\nnobody = true\nreason = "门店电话"\n'


def test_a_shops_own_phone_is_nobodys(place):
    assert check(place, SHOP).counts["all"].new == 40
    verdict = check(place, SHOP, NOBODYS, export="statistics")
    assert verdict.counts["all"].new == 0
    assert (verdict.status, verdict.articles) == ("open", ("CBDF 3",))
    shop = column(verdict, "shop_phone")
    assert (shop.kind, shop.level, shop.found, shop.counts_as) == ("cn_mobile", "none", 40, None)
    assert shop.stated.reason == "门店电话"


def test_the_reason_is_kept_with_the_decision_and_names_no_column(place):
    verdict = check(place, SHOP, NOBODYS, export="statistics")
    (kept,) = [r for r in verdict_record(verdict)["reasons"] if r["rule"] == "stated"]
    assert kept["article"] == "PIPL 4"
    assert "cn_mobile was found" in kept["because"]
    assert "门店电话" in kept["because"]
    assert "shop_phone" not in json.dumps(verdict_record(verdict))


def test_resident_ids_count_whatever_the_register_says(place):
    table = {"code": [resident_id("19800101", i) for i in range(30)], "n": list(range(30))}
    said = '[[columns]]\ncolumn = "code"\nkind = "harmless"\nreason = "batch numbers"\n'
    verdict = check(place, table, said)
    assert verdict.counts["sensitive"].new == 30
    assert verdict.status == "shut"
    code = column(verdict, "code")
    assert (code.kind, dict(code.mentions)) == ("cn_resident_id", {"cn_resident_id": 30})
    assert any("pass as Resident ID number" in warning for warning in verdict.scan.warnings)


def test_a_person_of_another_kind_among_harmless_cells_still_counts(place):
    cells = [f"B-{i:05d}" for i in range(60)] + [f"call {mobile(i)}" for i in range(3)]
    said = '[[columns]]\ncolumn = "note"\nkind = "harmless"\nreason = "ours"\n'
    assert check(place, {"note": cells}, said).counts["all"].new == 3


STAFF = """
[[detector]]
id = "staff_code"
title = "Staff code"
level = "sensitive"
identifies = true
needs_header = true
headers = ["staff code"]
examples = ["x"]
"""


def test_a_stated_kind_counts_persons_and_its_level(place):
    (place / "mine.toml").write_text(STAFF)
    own = '[settings]\ndetectors = ["mine.toml"]\n'
    table = {"mark": [f"u-{i % 20}" for i in range(60)], "n": list(range(60))}
    assert check(place, table, own).counts["all"].new == 0
    said = '[[columns]]\ncolumn = "mark"\nkind = "staff_code"\n'
    verdict = check(place, table, own + said)
    assert (verdict.counts["all"].new, verdict.counts["sensitive"].new) == (20, 20)
    code = column(verdict, "mark")
    assert (code.kind, code.counts_as, code.level) == (None, "staff_code", "sensitive")
    assert verdict.scan.kinds == {"staff_code"}


def test_a_stated_kind_is_one_that_the_purpose_must_need(place):
    (place / "mine.toml").write_text(STAFF)
    table = {"mark": [7, 8, 9, 9], "n": list(range(4))}
    said = '[settings]\ndetectors = ["mine.toml"]\n[[columns]]\ncolumn = "mark"\nkind = "staff_code"\n'
    verdict = check(place, table, said, export="orders")
    assert verdict.counts["all"].new == 3
    assert verdict.status == "shut"
    assert any("found staff_code" in reason.because for reason in verdict.reasons)


def test_columns_may_be_said_to_be_one_persons(place):
    table = {"phone_a": [mobile(i) for i in range(20)], "phone_b": [mobile(i) for i in range(100, 120)]}
    assert check(place, table).counts["all"].new == 40
    said = '[[columns]]\ncolumn = "phone_b"\nsubject = "recipient"\n'
    verdict = check(place, table, said)
    assert column(verdict, "phone_b").subject == "recipient"
    assert column(verdict, "phone_a").subject != "recipient"


def test_what_is_said_for_another_export_is_not_said_for_this(place):
    said = NOBODYS + 'export = "lab"\n'
    assert check(place, SHOP, said).counts["all"].new == 40
    assert check(place, SHOP, said, export="lab").counts["all"].new == 0


def test_what_is_said_for_the_export_alone_comes_first():
    text = NOBODYS + '[[columns]]\ncolumn = "shop_phone"\nkind = "cn_landline"\nexport = "lab"\n'
    register = parse_register(REGISTER.format(ciio="false", more=text).encode(), "r.toml")
    assert [s.kind for s in register.statements("lab")] == ["cn_landline", None]
    assert [s.kind for s in register.statements("volume")] == [None]


def test_a_column_that_is_not_there_is_a_warning(place):
    verdict = check(place, SHOP, NOBODYS.replace("shop_phone", "shop_fone"))
    assert any("'shop_fone'" in warning for warning in verdict.scan.warnings)
    assert verdict.counts["all"].new == 40


def test_json_and_report_show_both_what_was_found_and_what_is_said(place):
    check(place, SHOP, NOBODYS)
    command = ["check", "orders.parquet", "--export", "statistics", "--on", "2026-06-30"]
    document = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)
    shop = next(c for c in document["scan"]["columns"] if c["column"] == "shop_phone")
    assert shop["kind"] == "cn_mobile"
    assert shop["stated"] == {"kind": None, "nobody": True, "subject": None, "reason": "门店电话"}
    text = " ".join(CliRunner().invoke(main, command).stdout.split())
    assert "the register says about nobody in" in text


@pytest.mark.parametrize("values", [["x"] * 3, ["张伟", "abc", ""], [1, 2, 3]])
def test_a_stated_kind_of_which_no_value_is_one_holds_nobody_up(place, values):
    said = '[[columns]]\ncolumn = "ids"\nkind = "cn_resident_id"\n'
    assert check(place, {"ids": values}, said).counts["all"].new >= 1


def test_a_stated_kind_loses_nobody_in_cells_of_several_numbers(place):
    table = {"phone": [f"{mobile(i)}/{mobile(i + 500)}" for i in range(50)]}
    said = '[[columns]]\ncolumn = "phone"\nkind = "cn_mobile"\n'
    assert check(place, table, said).counts["all"].new == check(place, table, "").counts["all"].new == 100


@pytest.mark.parametrize("kind", ["org_name", "uscc"])
def test_a_kind_that_is_nobodys_takes_no_column_out_of_the_count(place, kind):
    with pytest.raises(RegisterError, match="nobody's"):
        check(place, {"mobile": [mobile(1)]}, f'[[columns]]\ncolumn = "mobile"\nkind = "{kind}"\n')
