"""The whole way: file, count, law, register, ledger, verdict."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from people_kit import card, mobile, name, resident_id

from tongguan import api
from tongguan.contract import verdict_json
from tongguan.errors import LedgerConflict, RegisterError, Unreadable, UsageError, WrongPepper
from tongguan.register import parse_register

NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)
ON = date(2026, 6, 30)

REGISTER = """
[handler]
name = "h"
uscc = "91310000MA1SAMPLE0"
ciio = {ciio}
state_organ = false

[recipients.hq]
name = "r"
country = "DE"
restricted = false

[recipients.lab]
name = "l"
country = "SG"
restricted = false

[exports.volume]
recipient = "hq"
scenario = "other"
purpose = "p"
important_data = "none"

[exports.orders]
recipient = "hq"
scenario = "contract_necessity"
purpose = "p"
kinds = ["person_name", "cn_mobile", "address"]
important_data = "none"
evidence = ["terms"]

[exports.statistics]
recipient = "hq"
scenario = "marketing"
purpose = "p"
important_data = "none"

[exports.lab]
recipient = "lab"
scenario = "other"
purpose = "p"
important_data = "none"

{more}
"""

CONTRACT = """
[clearances.scc]
type = "standard_contract"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile", "bank_card"]
sensitive = true
persons_max = 200000
sensitive_persons_max = 100
effective = 2026-01-01
expires = 2028-12-31
filed = 2026-01-09
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a ledger of its own, and a register."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TONGGUAN_LEDGER", raising=False)
    monkeypatch.delenv("TONGGUAN_PEPPER", raising=False)
    monkeypatch.delenv("TONGGUAN_PEPPER_FILE", raising=False)
    write_register(tmp_path)
    return tmp_path


def write_register(folder, ciio="false", more=""):
    (folder / "tongguan.toml").write_text(REGISTER.format(ciio=ciio, more=more), encoding="utf-8")


def people(path, numbers, **more):
    columns = {"name": [name(i) for i in numbers], "mobile": [mobile(i) for i in numbers]}
    pq.write_table(pa.table(columns | {k: v(numbers) for k, v in more.items()}), path)
    return path


def cards(numbers):
    return [card(i) for i in numbers]


def gate(path, run, export="volume", **kwargs):
    return api.gate(path, export=export, run=run, at=NOW, **kwargs)


def check(path, export="volume", **kwargs):
    return api.check(path, export=export, on=ON, **kwargs)


def test_few_people_are_exempt_and_leave(place):
    verdict = gate(people(place / "a.parquet", range(50)), "r1")
    assert (verdict.status, verdict.outcome, verdict.articles) == ("open", "exempt", ("CBDF 5(1)(4)",))
    assert verdict.counts["general"].after == 50


@pytest.mark.parametrize(
    ("persons", "status", "outcome", "article"),
    [
        (99_999, "open", "exempt", "CBDF 5(1)(4)"),  # 不满10万人
        (100_000, "shut", "contract_or_certification", "CBDF 8"),  # 10万人以上
        (100_001, "shut", "contract_or_certification", "CBDF 8"),
    ],
)
def test_the_hundred_thousandth_person_shuts_the_gate(place, persons, status, outcome, article):
    pq.write_table(pa.table({"mobile": [mobile(i) for i in range(persons)]}), place / "a.parquet")
    verdict = check(place / "a.parquet")
    assert (verdict.status, verdict.outcome, verdict.articles) == (status, outcome, (article,))


def test_the_year_is_what_counts_not_the_file(place):
    pq.write_table(pa.table({"mobile": [mobile(i) for i in range(60_000)]}), place / "a.parquet")
    pq.write_table(pa.table({"mobile": [mobile(i) for i in range(40_000, 100_000)]}), place / "b.parquet")
    assert gate(place / "a.parquet", "r1").status == "open"
    api.post("r1", at=NOW)
    verdict = gate(place / "b.parquet", "r2")
    assert verdict.status == "shut"
    count = verdict.counts["general"]
    assert (count.before, count.new, count.after) == (60_000, 60_000, 100_000)
    assert any(r.holds and r.article == "CBDF 8" for r in verdict.reasons)


def test_the_same_people_in_two_files_count_once_in_the_year(place):
    gate(people(place / "a.parquet", range(50)), "r1")
    verdict = gate(people(place / "b.parquet", range(25, 75)), "r2")
    count = verdict.counts["general"]
    assert (count.before, count.new, count.after) == (50, 50, 75)


def test_a_verdict_carries_the_head_of_the_ledger(place):
    """Whoever keeps the verdict can prove later what the ledger said."""
    path = people(place / "a.parquet", range(50))
    assert verdict_json(check(path))["ledger"] is None
    verdict = gate(path, "r1")
    with api.open_ledger(None, create=False) as ledger:
        assert verdict_json(verdict)["ledger"] == {"entry": 1, "head": ledger.head()}
    api.post("r1", at=NOW)
    assert gate(path, "r1").recorded == verdict.recorded  # a retry: what was recorded then


def test_the_same_run_gated_twice_counts_once(place):
    path = people(place / "a.parquet", range(50))
    first = gate(path, "r1")
    assert gate(path, "r1") == first
    with api.open_ledger() as ledger:
        assert len(ledger.entries()) == 1
        assert ledger.year("91310000MA1SAMPLE0", 2026).high("all") == 50


def test_the_same_run_with_another_file_is_a_conflict(place):
    gate(people(place / "a.parquet", range(50)), "r1")
    with pytest.raises(LedgerConflict):
        gate(people(place / "b.parquet", range(51)), "r1")


def test_voided_people_are_given_back_and_posted_ones_are_not(place):
    path = people(place / "a.parquet", range(50))
    gate(path, "r1")
    api.void("r1", at=NOW)
    assert check(path).counts["general"].before == 0
    gate(path, "r2")
    api.post("r2", at=NOW)
    with pytest.raises(LedgerConflict):
        api.void("r2", at=NOW)
    assert check(path).counts["general"].before == 50


def test_one_sensitive_person_needs_a_contract(place):
    verdict = check(people(place / "a.parquet", range(50), bank_card=cards))
    assert (verdict.status, verdict.outcome) == ("shut", "contract_or_certification")


def test_a_shut_gate_says_what_to_leave_out_and_what_would_then_be(place):
    verdict = check(people(place / "a.parquet", range(50), bank_card=cards))
    remedy = verdict.remedies[0]
    assert (remedy.leave_out, remedy.status, remedy.outcome) == (("bank_card",), "open", "exempt")
    # The remedy is true: the file without that column goes through.
    again = check(people(place / "b.parquet", range(50)))
    assert (again.status, again.outcome, again.articles) == (remedy.status, remedy.outcome, remedy.articles)


def test_a_clearance_that_covers_opens_the_gate(place):
    write_register(place, more=CONTRACT)
    verdict = gate(people(place / "a.parquet", range(50), bank_card=cards), "r1")
    assert (verdict.status, verdict.clearance) == ("open", "scc")
    assert verdict.counts["sensitive"].after == 50


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (("expires = 2028-12-31", "expires = 2026-06-29"), "expired"),
        (("effective = 2026-01-01", "effective = 2026-07-01"), "takes effect"),
        (('"bank_card"]', '"email"]'), "not given for bank_card"),
        (("sensitive_persons_max = 100", "sensitive_persons_max = 49"), "49 sensitive persons"),
        (('recipients = ["hq"]', 'recipients = ["lab"]'), "recipient"),
    ],
)
def test_a_clearance_that_does_not_cover_leaves_it_shut_and_says_why(place, change, because):
    write_register(place, more=CONTRACT.replace(*change))
    verdict = check(people(place / "a.parquet", range(50), bank_card=cards))
    assert verdict.status == "shut"
    assert any(because in r.because for r in verdict.reasons if r.rule == "clearance scc")


def test_what_the_contract_needs_is_exempt_and_does_not_count(place):
    verdict = gate(people(place / "a.parquet", range(50)), "r1", export="orders")
    assert (verdict.status, verdict.articles, verdict.counted) == ("open", ("CBDF 5(1)(1)",), False)
    assert check(people(place / "b.parquet", range(50, 60))).counts["general"].before == 0
    with api.open_ledger() as ledger:
        summary = ledger.show("91310000MA1SAMPLE0", 2026)
    assert (summary.counted.high("all"), summary.shadow.high("all")) == (0, 50)


def test_a_kind_the_purpose_does_not_need_shuts_the_gate(place):
    verdict = check(people(place / "a.parquet", range(50), bank_card=cards), export="orders")
    assert verdict.status == "shut"
    assert any("bank_card" in r.because for r in verdict.reasons if r.rule == "declaration")
    assert verdict.remedies[0].leave_out == ("bank_card",)
    assert verdict.remedies[0].articles == ("CBDF 5(1)(1)",)


def test_people_in_an_export_declared_free_of_them_shut_the_gate(place):
    verdict = check(people(place / "a.parquet", range(3)), export="statistics")
    assert verdict.status == "shut"


def test_an_export_without_anybody_is_not_regulated(place):
    pq.write_table(pa.table({"clicks": list(range(500))}), place / "a.parquet")
    verdict = gate(place / "a.parquet", "r1", export="statistics")
    assert (verdict.status, verdict.outcome, verdict.articles) == ("open", "not_regulated", ("CBDF 3",))
    assert verdict.duties == ()


def test_what_is_not_known_is_not_open(place):
    write_register(place, ciio='"unknown"')
    verdict = check(people(place / "a.parquet", range(3)))
    assert (verdict.status, verdict.outcome) == ("review", "hold")


def test_a_critical_operator_needs_an_assessment_for_one_person(place):
    write_register(place, ciio="true")
    verdict = check(people(place / "a.parquet", range(1)))
    assert (verdict.status, verdict.outcome, verdict.articles) == (
        "shut",
        "security_assessment",
        ("CBDF 7(1)(1)",),
    )


def test_what_was_not_read_is_not_open_whatever_is_declared(place):
    pq.write_table(pa.table({"mobile": [mobile(1)], "photo": [b"\xff\xd8\xff"]}), place / "a.parquet")
    verdict = gate(place / "a.parquet", "r1", export="orders")
    assert (verdict.status, verdict.outcome) == ("review", "hold")
    with api.open_ledger() as ledger:
        assert [entry.kind for entry in ledger.entries()] == ["refuse"]
        assert "photo" not in ledger.entries()[0].verdict_text


def test_attributes_of_nobody_in_particular_ask_for_a_person(place):
    pq.write_table(pa.table({"gender": ["男", "女"] * 20}), place / "a.parquet")
    assert check(place / "a.parquet").status == "review"


def test_a_tagged_export_leaves_shut_and_is_counted(place):
    path = people(place / "a.parquet", range(50), bank_card=cards)
    verdict = gate(path, "r1", on_shut="tag")
    assert (verdict.status, verdict.tagged, verdict.may_leave) == ("shut", True, True)
    assert check(path).counts["sensitive"].before == 50


def test_a_tag_lets_nothing_pass_that_was_not_read(place):
    pq.write_table(pa.table({"photo": [b"\xff\xd8\xff"]}), place / "a.parquet")
    verdict = gate(place / "a.parquet", "r1", on_shut="tag")
    assert not verdict.may_leave


def test_a_shut_export_may_be_gated_again_under_its_run_once_it_is_cleared(place):
    path = people(place / "a.parquet", range(50), bank_card=cards)
    assert gate(path, "r1").status == "shut"
    write_register(place, more=CONTRACT)
    assert gate(path, "r1").status == "open"


def test_checking_writes_nothing(place):
    check(people(place / "a.parquet", range(5)))
    assert sorted(p.name for p in place.iterdir()) == ["a.parquet", "tongguan.toml"]


def test_the_wrong_pepper_is_refused_before_anything_is_read(place, monkeypatch):
    path = people(place / "a.parquet", range(5))
    gate(path, "r1")
    monkeypatch.setenv("TONGGUAN_PEPPER", "ab" * 32)
    path.write_bytes(b"not even a file any more")
    with pytest.raises(WrongPepper):
        gate(path, "r2")


@pytest.mark.parametrize("broken", ["missing", "empty", "cut off"])
def test_what_cannot_be_read_leaves_nothing_in_the_ledger(place, broken):
    path = people(place / "a.parquet", range(500))
    if broken == "missing":
        path.unlink()
    else:
        path.write_bytes(b"" if broken == "empty" else path.read_bytes()[:-20])
    with pytest.raises(Unreadable) as problem:
        gate(path, "r1")
    assert problem.value.hint
    assert sorted(p.name for p in place.iterdir() if p.name.startswith("tongguan.db")) == []


def test_an_unknown_export_names_the_nearest(place):
    with pytest.raises(UsageError, match="order") as problem:
        check(people(place / "a.parquet", range(3)), export="order")
    assert "orders" in problem.value.hint


def test_a_misspelt_key_names_the_nearest():
    with pytest.raises(RegisterError) as problem:
        parse_register(
            REGISTER.format(ciio="false", more="").replace("purpose", "purpos", 1).encode(), "tongguan.toml"
        )
    assert "purpose" in problem.value.hint


def test_a_run_that_is_in_no_ledger_makes_none(place):
    with pytest.raises(LedgerConflict):
        api.post("r1", at=NOW)
    with pytest.raises(LedgerConflict):
        api.void("r1", at=NOW)
    assert not (place / "tongguan.db").exists()


def test_the_verdict_depends_on_nothing_but_its_inputs(place):
    path = people(place / "a.parquet", range(50), bank_card=cards)
    assert verdict_json(check(path)) == verdict_json(check(path))


def test_children_make_every_item_sensitive(place):
    children = pa.table(
        {"id_card": [resident_id(f"2015{m:02d}01", m) for m in range(1, 13)] * 5, "n": list(range(60))}
    )
    pq.write_table(children, place / "a.parquet")
    write_register(place, more='[settings]\nprofile = "gbt45574"\n')
    verdict = check(place / "a.parquet")
    assert verdict.counts["sensitive"].new == 12
    assert verdict.status == "shut"


def test_a_clearance_is_no_remedy_for_kinds_the_purpose_does_not_need(place):
    verdict = check(people(place / "a.parquet", range(50), bank_card=cards), export="orders")
    assert all(remedy.obtain is None for remedy in verdict.remedies)
    other = check(people(place / "b.parquet", range(50), bank_card=cards))
    assert [remedy.obtain for remedy in other.remedies if remedy.obtain] == ["contract_or_certification"]


def test_what_is_prohibited_stays_shut_also_where_it_was_not_read(place):
    register = place / "tongguan.toml"
    register.write_text(register.read_text().replace("restricted = false", "restricted = true", 1))
    pq.write_table(pa.table({"photo": [b"\xff\xd8\xff"]}), place / "a.parquet")
    verdict = gate(place / "a.parquet", "r1", on_shut="tag")
    assert (verdict.status, verdict.outcome, verdict.may_leave) == ("shut", "prohibited", False)


SYSTEMS = """
[exports.members]
recipient = "hq"
scenario = "other"
purpose = "p"
important_data = "none"
{first}

[exports.newsletter]
recipient = "hq"
scenario = "other"
purpose = "p"
important_data = "none"
{second}
"""


@pytest.mark.parametrize(
    ("first", "second", "persons"),
    [
        ('system = "crm"', 'system = "crm"', 30),  # the member 12345 of one system is one person
        ('system = "crm"', 'system = "shop"', 60),
        ("", "", 60),  # nobody knows: two
    ],
)
def test_member_numbers_are_one_persons_only_within_a_system(place, first, second, persons):
    write_register(place, more=SYSTEMS.format(first=first, second=second))
    pq.write_table(pa.table({"member_no": list(range(1, 31))}), place / "a.parquet")
    assert gate(place / "a.parquet", "r1", export="members").counts["all"].after == 30
    assert gate(place / "a.parquet", "r2", export="members").counts["all"].after == 30
    assert gate(place / "a.parquet", "r3", export="newsletter").counts["all"].after == persons
