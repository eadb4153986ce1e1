"""A register and files for the tests of the annexes. Everything in it is made up."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from tongguan import api
from tongguan.case import Case
from tongguan.register import parse_register

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"

ON = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)

REGISTER = """
[handler]
name = "示例商贸（上海）有限公司"
uscc = "91310000MA1SAMPLE0"
ciio = false
state_organ = false
place = "上海"

[recipients.hq]
name = "Example Holdings GmbH"
country = "DE"
restricted = false
group_member = true
address = "Berlin"

[recipients.lab]
name = "示例客服（新加坡）"
country = "SG"
restricted = false

[exports.vip]
recipient = "hq"
scenario = "other"
purpose = "海外礼宾服务"
kinds = ["person_name", "cn_mobile", "cn_passport", "bank_card"]
important_data = "none"
schedule = "monthly"
method = "专线"
retention = "两年"
storage = "示例系统，上海数据中心"
onward = ["lab"]
expected_persons = 1300
expected_sensitive_persons = 90

[exports.vip.duties]
basis = "consent"
notice = "会员协议第三条，2026-01-05 版"
impact_assessment = 2026-05-20
impact_assessment_report = "PIA-2026-03"

[exports.service]
recipient = "lab"
scenario = "contract_necessity"
purpose = "境外售后维修"
kinds = ["person_name", "cn_mobile", "address", "vehicle_plate"]
important_data = "none"
evidence = ["售后条款第二条"]

[clearances.csa]
type = "security_assessment"
recipients = ["hq"]
kinds = ["person_name", "cn_mobile", "cn_resident_id", "cn_passport", "bank_card"]
sensitive = true
persons_max = 1100
sensitive_persons_max = 75
effective = 2025-03-01
reference = "示例评估 2025-07"

[[columns]]
column = "passport_no"
export = "vip"
kind = "cn_passport"
reason = "会员登记的护照"
"""


@contextmanager
def a_year(folder):
    """Yield a ledger of two runs that have left: one of the export itself, and an exempt one of another."""
    url = f"sqlite:///{folder / 'tongguan.db'}"
    register = parse_register(REGISTER.encode(), "tongguan.toml")
    for source, export, run in (
        ("service_calls.csv", "vip", "vip-1"),
        ("customers_gb18030.csv", "service", "service-1"),
    ):
        api.gate(
            SAMPLES / source, export=export, run=run, register=register, ledger=url, at=NOW, on_shut="tag"
        )
        api.post(run, ledger=url, at=NOW)
    yield url


def judged(what, url, *, export="vip", register=REGISTER, on=ON, folder=SAMPLES):
    """Return verdict, case and year: what an annex is made from."""
    known = parse_register(register.encode(), "tongguan.toml", folder)
    verdict = api.check(what, export=export, register=known, ledger=url, on=on)
    with api.open_ledger(url, create=False) as opened:
        year = opened.show(known.handler.uscc, on.year)
    return verdict, Case.of(known, export, on), year


def called(tables, title):
    """Return the table of that title."""
    return next(table for table in tables if table.title == title)


def said(table, row):
    """Return the cell beside that first (or second) cell of a table of items."""
    return next(cells[-1] if len(cells) == 2 else cells[2] for cells in table.rows if row in cells[:2])
