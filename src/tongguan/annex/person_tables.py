"""How many natural persons: in the export, in the year, expected, and run by run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.table import Cell, Fill, Table
from tongguan.ledger.entry import Kind, live
from tongguan.persons.people import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.annex.dossier import Dossier
    from tongguan.clearance import Clearance

_CLASSES = dict(
    zip(
        CLASSES,
        ("自然人（去重）", "其中：含一般个人信息", "其中：含敏感个人信息", "其中：不满十四周岁"),
        strict=True,
    )
)

_HEADS = (
    "自然人数量（去重）", "本次：至少", "本次：至多", "当年此前：至少", "当年此前：至多", "当年含本次：至少",
    "当年含本次：至多", "连同豁免出境，此前：至多", "连同豁免出境，含本次：至多",
)  # fmt: skip


def person_table(d: Dossier) -> Table:
    """Return the natural persons by class: in this export, in the year before it, and with it."""
    sets = d.persons
    rows: list[tuple[Cell, ...]] = []
    for of, title in _CLASSES.items():
        both = ((p.low(of), p.high(of)) for p in (sets.export, sets.before, sets.after))
        exempt_too = (sets.shadow_before.high(of), sets.shadow_after.high(of))
        rows.append((title, *(number for pair in both for number in pair), *exempt_too))
    return Table("自然人数量", _HEADS, tuple(rows), tuple(_notes(d)))


def _notes(d: Dossier) -> Iterator[str]:
    if d.uncertain:
        yield "注意：有内容没有读完或者读懂，本次人数未能确定，不得用于填报。"
    yield f"当年：{d.case.on.year} 年 1 月 1 日起（北京时间）。同一人在各批次、各文件中只计一次。"
    yield "至少：同一行的标识视为同一人；至多：从不凭猜测合并，什么标识都没有的行一行算一人。"
    deciding = "至多" if d.case.reading.number == "high" else "至少"
    yield f"判定采用“{deciding}”。既有一般又有敏感个人信息的人，两类都在其中。"
    if not d.case.reading.both_classes:
        yield "登记册选择：判定时，一般个人信息人数中减去确有敏感个人信息的人。"
    if not d.verdict.counted:
        yield "本次豁免，不计入当年累计（第七条、第八条末款）；连同豁免出境的数另列。"
    if d.case.policy.window == "last_year_too":
        yield "所用规则自上年 1 月 1 日起累计：本表只有当年的人数，上年的见判定理由。"


def expected_table(d: Dossier) -> Table:
    """Return what the register expects of the year, beside what the year holds."""
    pairs = (
        ("预计当年自然人数量", d.export.expected_persons, d.persons.in_year("all")),
        ("预计当年敏感个人信息人数", d.export.expected_sensitive_persons, d.persons.in_year("sensitive")),
    )
    rows = tuple(
        (
            what,
            Fill("登记册 expected_persons、expected_sensitive_persons") if expected is None else expected,
            so_far,
            "已超过预计" if expected is not None and so_far > expected else "",
        )
        for what, expected, so_far in pairs
    )
    notes = ("当年累计是处理者全部出境活动的，不只本项出境活动的；预计是登记册的。",)
    return Table("预计人数", ("项目", "登记册预计", "当年累计（至多，含本次）", "备注"), rows, notes)


def growth_table(d: Dossier) -> Table | None:
    """Return the test of growth for each assessment on file that names a number; ``None`` without one."""
    percent, cite = (
        d.case.policy.validity.extension_growth_percent,
        d.case.policy.cites.extension_growth_percent,
    )
    if percent is None:
        return None
    rows = tuple(
        row
        for clearance in d.case.register.clearances.values()
        if clearance.type == "security_assessment" and d.recipient.id in clearance.recipients
        for row in _growth(d, clearance, percent)
    )
    notes = (
        f"依据：{cite[1] if cite else d.case.policy.title}（据二手资料，可信度 S）。",
        f"未来三年人数增长不超过 {percent}% 是延期的条件之一，其余条件请另行核对。",
        "登记册只写当年预计；未来三年的预计由申报人填写。",
        "登记册的预计自然人数量含只有敏感个人信息的人，故不少于与批准人数相比的人数。",
    )
    heads = ("安全评估", "人数", "批准人数", "登记册预计当年", "增长", f"不超过{percent}%", "未来三年")
    return Table("延期：人数增长", heads, rows, notes) if rows else None


def _growth(d: Dossier, clearance: Clearance, percent: int) -> Iterator[tuple[Cell, ...]]:
    for what, most, expected in (
        ("含一般个人信息", clearance.persons_max, d.export.expected_persons),
        ("含敏感个人信息", clearance.sensitive_persons_max, d.export.expected_sensitive_persons),
    ):
        if most is None:
            continue
        named, future = clearance.reference or clearance.id, Fill("未来三年逐年预计")
        if expected is None:
            unknown = Fill("登记册 expected_persons、expected_sensitive_persons")
            yield named, what, most, unknown, "", "", future
        else:
            fits = expected * 100 <= most * (100 + percent)
            yield named, what, most, expected, _percent(most, expected), "是" if fits else "否", future


def _percent(approved: int, expected: int) -> str:
    """Return the growth in percent, to one digit, rounded up: never less than it is."""
    if approved == 0:
        return "" if expected else "0.0%"
    tenths = -((approved - expected) * 1000 // approved)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def run_table(d: Dossier) -> Table:
    """Return the runs of this export in the year that have left, or are reserved, by the ledger's order."""
    own = [entry for entry in d.year.entries if entry.export == d.export.id]
    posted = {entry.run: entry for entry in own if entry.kind is Kind.POST}
    rows: list[tuple[Cell, ...]] = []
    for entry in live(own):
        left = posted.get(entry.run)
        totals = entry.totals
        assert totals is not None, "entries with persons have totals"
        rows.append(
            (
                entry.seq,
                entry.run,
                (left or entry).leaves_on,
                "已出境" if left else "补录" if entry.kind is Kind.ADD else "已预留，未出境",
                totals.everybody.new,
                totals.general.new,
                totals.sensitive.new,
                "是" if entry.counted else "否",
            )
        )
    heads = ("台账序号", "批次", "出境日期", "状态", "自然人", "含一般", "含敏感", "计入当年累计")
    notes = (
        "来源：台账。各批次人数是该批次内去重的人数：同一人可在几个批次中，故不可相加；当年去重后的数见“自然人数量”。",
        "不含本次检查的文件，除非它已经预留或者出境。",
    )
    return Table("当年批次", heads, tuple(rows), notes)
