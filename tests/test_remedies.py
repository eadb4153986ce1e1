"""Remedies: what is promised of a copy is what the copy is given, nothing in a set is superfluous, and it ends."""

from pathlib import Path

import pyarrow as pa
import pytest
from copies_kit import ON, copied, tables, young
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_kit import card, mobile, name, resident_id

from tongguan import api
from tongguan.law.policy import OUTCOMES
from tongguan.register import parse_register

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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
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


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
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
