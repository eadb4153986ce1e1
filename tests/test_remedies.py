"""Remedies: what is promised of a copy is what the copy is given, nothing in a set is superfluous, and it ends."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from copies_kit import ON, copied, tables, young
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_kit import card, mobile, resident_id

from tongguan import api, gate
from tongguan.judging import judge
from tongguan.law.policy import OUTCOMES
from tongguan.register import parse_register
from tongguan.remedies import MOST_JUDGED, MOST_LISTED, _Search

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"

REGISTER = """
[handler]
name = "h"
uscc = "91310000MA1SAMPLE0"
ciio = {ciio}
state_organ = false

[settings]
profile = "{profile}"

[recipients.hq]
name = "r"
country = "DE"
restricted = false

[exports.it]
recipient = "hq"
scenario = "{scenario}"
purpose = "p"
important_data = "none"
{more}
"""

CONTRACT = """
[clearances.scc]
type = "standard_contract"
recipients = ["hq"]
kinds = [{kinds}]
sensitive = {sensitive}
{most}
effective = 2026-01-01
filed = 2026-01-08
expires = 2028-12-31
"""


def register(scenario="other", *, kinds=None, ciio="false", profile="conservative", more=""):
    declared = "" if kinds is None else f"kinds = [{', '.join(map(repr, kinds))}]\nevidence = ['e']"
    text = REGISTER.format(ciio=ciio, profile=profile, scenario=scenario, more=f"{declared}\n{more}")
    return parse_register(text.encode(), "tongguan.toml")


def contract(kinds, *, sensitive="true", most=""):
    return CONTRACT.format(kinds=", ".join(map(repr, kinds)), sensitive=sensitive, most=most)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Nothing is recorded in it: checks only read."""
    return f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'year.db'}"


def check(table, said, ledger):
    frame = pa.table(table) if isinstance(table, dict) else table
    return api.check(frame, export="it", register=said, ledger=ledger, pepper=bytes(32), on=ON)


def applied(table, verdict, **cuts):
    return copied(table, {column.column: column.kind for column in verdict.scan.columns}, **cuts)


def parts(remedy):
    return {"leave_out": remedy.leave_out, "mask": remedy.mask, "without_minors": remedy.without_minors}


def offered(verdict):
    return [remedy for remedy in verdict.remedies if remedy.obtain is None]


def smaller(remedy):
    """Yield what is left of a remedy when one thing of it stays."""
    for what in ("leave_out", "mask"):
        for column in getattr(remedy, what):
            yield parts(remedy) | {what: tuple(c for c in getattr(remedy, what) if c != column)}
    if remedy.without_minors:
        yield parts(remedy) | {"without_minors": False}


def weight(verdict):
    return OUTCOMES.index(verdict.outcome)


# ---- the promise -----------------------------------------------------------------------------------------

SCENARIOS = [
    register(),
    register(ciio="true"),
    register("marketing"),
    register("contract_necessity", kinds=["person_name", "cn_mobile", "address", "email"]),
    register(profile="gbt45574"),
    register(more=contract(["person_name", "cn_mobile", "bank_card", "address", "gender"])),
    register(more=contract(["person_name", "cn_mobile", "cn_resident_id"], most="persons_max = 20")),
    register(more=contract(["person_name", "cn_mobile", "email"], sensitive="false")),
]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables(most=7), said=st.sampled_from(SCENARIOS))
def test_a_copy_is_given_what_its_remedy_promised(table, said, ledger):
    now = check(table, said, ledger)
    children = young(pa.table(table)).any()
    for remedy in offered(now):
        then = check(applied(table, now, **parts(remedy)), said, ledger)
        if remedy.status == "open":
            assert then.status == "open", remedy
        assert weight(then) <= OUTCOMES.index(remedy.outcome), remedy
        if not children and not said.clearances:  # who is under 14 is forgotten with the column that said so
            assert (then.status, then.outcome, then.articles) == (
                remedy.status,
                remedy.outcome,
                remedy.articles,
            )
        assert all(then.counts[of].after <= most for of, most in remedy.at_most.items())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables(most=6), said=st.sampled_from(SCENARIOS[:5]))
def test_nothing_in_a_remedy_can_stay(table, said, ledger):
    now = check(table, said, ledger)
    if young(pa.table(table)).any():
        return  # a copy that forgets an age is judged lighter than it is
    for remedy in offered(now):
        for less in smaller(remedy):
            then = check(applied(table, now, **less), said, ledger)
            reached = (then.status == "open") >= (remedy.status == "open")
            assert not reached or weight(then) > OUTCOMES.index(remedy.outcome), (remedy, less)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), table=tables(most=6), said=st.sampled_from(SCENARIOS[:5]))
def test_taking_more_never_makes_the_outcome_heavier(data, table, said, ledger):
    """As long as the search knows what would be left: what shows nobody any more asks for a person."""
    worth = {}

    def kept(contained, rules, year, judge, now, values):
        search = _Search(contained, year, judge, now)
        units = [("leave out", name) for name in contained.removable]
        if units:
            some = data.draw(st.sets(st.sampled_from(units)))
            more = some | data.draw(st.sets(st.sampled_from(units)))
            worth.update(
                {key: search._answer(frozenset(each)) for key, each in (("less", some), ("more", more))}
            )
        return ()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "remedies", kept)  # what it is handed, and a search of its own
        check(table, said, ledger)
    if worth and None not in worth.values() and worth["more"].known:
        assert worth["more"].worth <= worth["less"].worth


@pytest.mark.parametrize(
    ("sample", "export"),
    [
        ("orders.parquet", "marketing"),
        ("vip_service.parquet", "vip"),
        ("hr_roster.csv", "members"),
        ("hr_roster.csv", "telemetry"),
        ("logistics.tsv", "marketing"),
        ("service_calls.csv", "customers"),
        ("service_calls.csv", "marketing"),
        (("members_1.parquet", "members_2.parquet", "members_3.parquet"), "members"),
    ],
)
def test_the_copy_of_a_sample_is_given_what_was_promised(sample, export, ledger, tmp_path):
    names = [sample] if isinstance(sample, str) else sample
    asked = {"export": export, "register": SAMPLES / "tongguan.toml", "ledger": ledger, "pepper": bytes(32)}
    now = api.check([str(SAMPLES / each) for each in names], on=ON, **asked)
    assert offered(now)
    for number, remedy in enumerate(offered(now)):
        files = [tmp_path / f"{number}_{turn}.parquet" for turn in range(len(names))]
        for each, file in zip(names, files, strict=True):
            pq.write_table(applied(read(SAMPLES / each), now, **parts(remedy)), file)
        then = api.check([str(file) for file in files], on=ON, **asked)
        assert (then.status, then.outcome, then.articles) == (remedy.status, remedy.outcome, remedy.articles)
        assert all(then.counts[of].after <= most for of, most in remedy.at_most.items())


def read(path):
    """Read a sample as text where it is text."""
    if path.suffix == ".parquet":
        return pq.read_table(path)
    lines = [
        line.split("\t" if path.suffix == ".tsv" else ",")
        for line in path.read_text("utf-8-sig").splitlines()
    ]
    return pa.table({head: [row[n] or None for row in lines[1:]] for n, head in enumerate(lines[0])})


# ---- which are found -------------------------------------------------------------------------------------


def mobiles(count, first=0):
    return [mobile(first + i) for i in range(count)]


def cards(count, of):
    return [card(i) if i < count else None for i in range(of)]


def short(verdict):
    return [(r.status, r.outcome, r.leave_out, r.mask, r.without_minors) for r in offered(verdict)]


def test_what_is_sensitive_goes_or_is_masked(ledger):
    table = {
        "mobile": mobiles(50),
        "bank_card": cards(50, 50),
        "gender": ["男", "女"] * 25,
        "n": list(range(50)),
    }
    assert short(check(table, register(), ledger)) == [
        ("open", "exempt", ("bank_card",), (), False),
        ("open", "exempt", (), ("bank_card",), False),
        # Gender alone tells of nobody who is meant: a person would have to look.
        ("open", "not_regulated", ("bank_card", "gender", "mobile"), (), False),
    ]


def test_less_may_go_for_what_is_lighter_to_obtain(ledger):
    """10,000 sensitive persons ask for an assessment; without their cards a contract will do."""
    n = 10_050
    diagnoses = ["高血压2级" if i < 40 else None for i in range(n)]
    table = {"mobile": mobiles(n), "bank_card": cards(n, n), "诊断": diagnoses, "n": list(range(n))}
    verdict = check(table, register(), ledger)
    assert verdict.outcome == "security_assessment"
    found = short(verdict)
    assert found[0] == ("open", "exempt", ("bank_card", "诊断"), (), False)
    assert ("shut", "contract_or_certification", ("bank_card",), (), False) in found
    assert [status for status, *_ in found] == sorted(
        status for status, *_ in found
    )  # what opens comes first
    (lighter,) = [r for r in verdict.remedies if r.leave_out == ("bank_card",)]
    assert lighter.at_most == {"general": n, "sensitive": 40}


def test_one_of_two_parties_may_go(ledger):
    """Buyers and recipients are 100,000 together, and fewer alone: no rule names either."""
    n = 52_000
    table = {"buyer_phone": mobiles(n), "receiver_phone": mobiles(n, n), "n": list(range(n))}
    verdict = check(table, register(), ledger)
    assert verdict.outcome == "contract_or_certification"
    assert [r.leave_out for r in offered(verdict)][:2] == [("buyer_phone",), ("receiver_phone",)]
    assert verdict.remedies[0].at_most == {"general": n, "sensitive": 0}


def test_rows_of_children_may_go_where_they_are_few(ledger):
    adults, children = 60, 5
    numbers = [resident_id("19800101", i) for i in range(adults)]
    numbers += [resident_id("20180101", i) for i in range(children)]
    table = {"id_card": numbers, "n": list(range(adults + children))}
    said = register(profile="gbt45574")
    assert ("open", "exempt", (), (), True) in short(check(table, said, ledger))
    many = {"id_card": numbers[-10:], "n": list(range(10))}
    assert all(not remedy.without_minors for remedy in offered(check(many, said, ledger)))


def test_what_a_clearance_was_not_given_for_may_go(ledger):
    table = {
        "mobile": mobiles(50),
        "bank_card": cards(50, 50),
        "email": [f"user{i}@example.com" for i in range(50)],
    }
    said = register(more=contract(["cn_mobile", "bank_card"]))
    found = short(check(table, said, ledger))
    assert ("open", "contract_or_certification", ("email",), (), False) in found


def test_a_column_nobody_could_read_may_go(ledger):
    table = {"mobile": mobiles(50), "photo": [b"\xff\xd8\xff"] * 50}
    verdict = check(table, register(), ledger)
    assert verdict.status == "review"
    assert short(verdict)[0] == ("open", "exempt", ("photo",), (), False)


def test_an_operator_of_critical_infrastructure_is_offered_what_leaves_nobody(ledger):
    table = {"mobile": mobiles(50), "gender": ["男", "女"] * 25, "n": list(range(50))}
    verdict = check(table, register(ciio="true"), ledger)
    assert short(verdict) == [("open", "not_regulated", ("gender", "mobile"), (), False)]


def test_a_column_may_go_beside_which_another_is_sensitive(ledger):
    table = {
        "mobile": mobiles(60),
        "身高": [150 + i % 40 for i in range(60)],
        "诊断": ["高血压2级", "2型糖尿病"] * 30,
    }
    found = short(check(table, register(), ledger))
    assert found[0] == ("open", "exempt", ("诊断",), (), False)
    positions = {
        "mobile": mobiles(60),
        "c1": [f"116.39{i:04d},39.90{i:04d}" for i in range(60)],
        "pay_time": [f"2026-06-{i % 28 + 1:02d} 10:00:00" for i in range(60)],
    }
    loosened = '[[levels]]\nkind = "geo_point"\nlevel = "general"\nreason = "of shops"\n'
    found = short(check(positions, register(more=loosened), ledger))
    assert ("open", "exempt", ("pay_time",), (), False) in found


def test_who_is_in_the_year_already_is_not_added_again(tmp_path):
    ledger = f"sqlite:///{tmp_path / 'year.db'}"
    asked = {"export": "it", "register": register(), "ledger": ledger, "pepper": bytes(32)}
    at = datetime(2026, 6, 30, 2, tzinfo=UTC)
    assert api.gate(pa.table({"mobile": mobiles(99_000)}), run="r1", at=at, **asked).status == "open"
    table = {
        "buyer_phone": mobiles(2_000),
        "receiver_phone": mobiles(2_000, 200_000),
        "n": list(range(2_000)),
    }
    verdict = api.check(pa.table(table), on=ON, **asked)
    assert verdict.outcome == "contract_or_certification"
    assert offered(verdict)[0].leave_out == ("receiver_phone",)
    assert offered(verdict)[0].at_most == {"general": 99_000, "sensitive": 0}


def test_a_page_of_remedies_is_enough_and_a_wide_table_is_soon_searched(ledger):
    table = {f"phone_{n}": mobiles(30, 30 * n) for n in range(40)} | {"n": list(range(30))}
    table |= {f"card_{n}": [card(30 * n + i) for i in range(30)] for n in range(8)}
    judged = []

    def counting(*asked, **more):
        judged.append(1)
        return judge(*asked, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "judge", counting)
        verdict = check(table, register(), ledger)
    assert len(judged) <= MOST_JUDGED + 60
    assert 1 <= len(offered(verdict)) <= MOST_LISTED
    assert offered(verdict)[0].leave_out == tuple(f"card_{n}" for n in range(8))


def test_obtaining_a_clearance_stays_the_last_remedy(ledger):
    table = {"mobile": mobiles(50), "bank_card": cards(50, 50)}
    *before, last = check(table, register(), ledger).remedies
    assert last.obtain == "contract_or_certification"
    assert all(remedy.obtain is None for remedy in before)
