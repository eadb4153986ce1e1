"""One export as a register declares it, and what was found in it, without a file."""

from __future__ import annotations

from datetime import date

from tongguan.case import Case, Contents
from tongguan.ledger.year import Change, Totals
from tongguan.register import parse_register

ON = date(2026, 6, 30)

REGISTER = """
[handler]
name = "h"
uscc = "91310000MA1SAMPLE0"
ciio = false
state_organ = false
place = "{place}"
processed_persons = {processed}

[settings]
statutory_duty_exempts = {duty}

[recipients.hq]
name = "r"
country = "{country}"
restricted = false

[recipients.cloud]
name = "c"
country = "SG"
restricted = false

[exports.e]
recipient = "hq"
scenario = "{scenario}"
purpose = "p"
important_data = "none"
{export}

{more}
"""

EVIDENCE = 'evidence = ["file 1"]\n'


def case(
    *, scenario="other", export="", more="", on=ON, duty="false", place="深圳", country="DE", processed=0
):
    text = REGISTER.format(
        scenario=scenario,
        export=export,
        more=more,
        duty=duty,
        place=place,
        country=country,
        processed=processed,
    )
    return Case.of(parse_register(text.encode(), "tongguan.toml"), "e", on)


def found(kinds=("person_name", "cn_mobile"), *, general=5, sensitive=0, known=True):
    everybody = max(general, sensitive)
    totals = Totals(
        Change(0, everybody, everybody), Change(0, general, general), Change(0, sensitive, sensitive)
    )
    return Contents(known, frozenset(kinds), everybody, 0, totals)
