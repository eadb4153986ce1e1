"""Who provides the data, who receives them, what is declared of the export, and what stays due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.answers import NONE_FOUND, answers
from tongguan.annex.table import Cell, Fill, Table
from tongguan.annex.words import cited, word
from tongguan.duties import checklist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.annex.dossier import Dossier
    from tongguan.duties import Due

_PARTIES = (
    ("个人信息处理者", "名称", "handler_name"),
    ("个人信息处理者", "统一社会信用代码", "handler_uscc"),
    ("个人信息处理者", "注册地", "handler_place"),
    ("个人信息处理者", "关键信息基础设施运营者", "handler_ciio"),
    ("个人信息处理者", "国家机关", "handler_state_organ"),
    ("个人信息处理者", "处理个人信息的总人数", "processed_persons"),
    ("境外接收方", "名称", "recipient_name"),
    ("境外接收方", "国家或者地区（ISO 3166）", "recipient_country"),
    ("境外接收方", "地址", "recipient_address"),
    ("境外接收方", "同一集团", "recipient_group"),
    ("境外接收方", "列入限制或者禁止清单", "recipient_restricted"),
)

_EXPORT = (
    ("处理目的", "purpose"),
    ("所主张的场景", "claimed"),
    ("场景和必要性的证明材料", "evidence"),
    ("处理依据", "basis"),
    ("传输方式", "method"),
    ("出境频次", "schedule"),
    ("信息系统", "system"),
    ("境内存储", "storage"),
    ("境外存储", "storage_abroad"),
    ("境外保存期限", "retention"),
    ("向其他境外接收方提供", "onward"),
    ("重要数据", "important_data"),
    ("其他专门制度", "special_regime"),
)


def party_table(d: Dossier) -> Table:
    """Return handler and recipient."""
    known = answers(d)
    rows = tuple((who, what, known[key]) for who, what, key in _PARTIES)
    return Table("处理者与接收方", ("主体", "项目", "内容"), rows, ("来源：登记册。",))


def export_table(d: Dossier) -> Table:
    """Return what the register declares of the export."""
    known = answers(d)
    rows: list[tuple[Cell, Cell]] = [(what, known[key]) for what, key in _EXPORT]
    return Table("出境活动", ("项目", "内容"), (*rows, *_more(d)), ("来源：登记册；重要数据线索来自扫描。",))


def _more(d: Dossier) -> Iterator[tuple[Cell, Cell]]:
    export = d.export
    if export.important_since is not None:
        yield "被告知或者公开发布为重要数据的日期", export.important_since
    if export.special_permit:
        yield "专门制度主管部门的许可", export.special_permit
    if export.negative_list is not None:
        claim = export.negative_list
        yield "适用的负面清单", f"{claim.list}：{claim.sector}，{claim.scenario}"
        yield "适用负面清单的证明材料", "；".join(claim.evidence)
    elif export.off_list is not False:
        yield "数据不在负面清单内", word(export.off_list)
    hints = list(dict.fromkeys(hint.hint for hint in d.scan.important))
    yield "扫描提示的重要数据线索", "、".join(hints) or NONE_FOUND
    for hint in hints:
        settled = export.settled_hints.get(hint)
        yield f"线索 {hint}", f"登记册说明不是：{settled}" if settled else Fill(f"线索 {hint} 是否重要数据")


_STATES = {"shown": "已证明", "missing": "待证明", "overdue": "逾期", "not_asked": "不需要"}


def duty_table(d: Dossier) -> Table:
    """Return what stays due, exempt or not, and the evidence for it that the register names."""
    personal = d.uncertain or bool(d.persons.in_export("all"))
    due = checklist(
        d.case.policy, d.export, d.case.on, personal=personal, clearances=d.case.register.clearances.values()
    )
    notes = ("豁免只免除安全评估、标准合同和认证，不免除这些义务。", "期限为“暂定”的，当年放假安排尚未公布。")
    return Table(
        "义务与证明",
        ("义务", "依据", "状态", "证明", "期限", "备注"),
        tuple(_duty(each, d.case.policy.title) for each in due),
        notes,
    )


def _duty(due: Due, policy_title: str) -> tuple[Cell, ...]:
    asked = due.state in {"missing", "overdue"}
    remarks = [due.note, "暂定" if due.provisional else "", f"合同 {due.clearance}" if due.clearance else ""]
    return (
        due.text,
        cited(due.article, due.article_zh, policy_title),
        _STATES[due.state],
        due.evidence or (Fill("证明材料") if asked else ""),
        due.until or "",
        "；".join(filter(None, remarks)),
    )
