"""An annex: the tables of one filing, the form's own first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.answers import answers
from tongguan.annex.decision_tables import decision_table, reason_table, source_table
from tongguan.annex.dossier import Dossier
from tongguan.annex.item_table import item_table
from tongguan.annex.party_tables import duty_table, export_table, party_table
from tongguan.annex.person_tables import expected_table, growth_table, person_table, run_table
from tongguan.annex.reference import CONFIDENCE, form_text
from tongguan.annex.table import Cell, Fill, Table

if TYPE_CHECKING:
    from tongguan.annex.reference import Form, FormText, Item
    from tongguan.case import Case
    from tongguan.ledger.ledger import YearSummary
    from tongguan.verdict import Verdict


def title(form: Form, case: Case) -> str:
    """Return what the annex is called: form, export and day."""
    return f"{form_text(form).title}：数据表（出境活动 {case.export.id}，{case.on.isoformat()}）"


def tables(form: Form, verdict: Verdict, case: Case, year: YearSummary) -> tuple[Table, ...]:
    """Return the tables that *form* needs data from, in order.

    *verdict* is that of :func:`tongguan.api.check`, with its scan; *case* what it was judged by; *year* the
    handler's year as the ledger shows it. Raises UsageError for an unknown form or where the three are not of
    one another, and LedgerError where the ledger was written to between them.
    """
    text = form_text(form)
    dossier = Dossier(verdict, case, year)
    growth = growth_table(dossier) if form == "assessment" else None
    return (
        _about(dossier, text),
        _form_table(dossier, text),
        party_table(dossier),
        export_table(dossier),
        item_table(dossier),
        person_table(dossier),
        expected_table(dossier),
        *(() if growth is None else (growth,)),
        run_table(dossier),
        duty_table(dossier),
        decision_table(dossier),
        reason_table(dossier),
        source_table(dossier),
    )


def _about(d: Dossier, text: FormText) -> Table:
    marks = "；".join(f"{mark} {meaning}" for mark, meaning in CONFIDENCE.items())
    rows: tuple[tuple[Cell, Cell], ...] = (
        ("用途", f"{text.title}所需的数据，供抄录到正式文本；不是官方表格，也不仿照其版式"),
        ("所填表格的来源", f"{text.source}（可信度 {text.confidence}，{CONFIDENCE[text.confidence]}）"),
        ("内容的来源", "登记册、台账、对文件的扫描；登记册的说法与扫描的发现分别注明"),
        ("待填", "标“【待填】”的，本工具无从得知，由填报人填写；空格表示不适用"),
        ("可信度", marks),
        ("不含原值", "不含文件中的任何值；含列名、文件名、登记册的文字和批次号，提供给他人前请查看"),
        ("性质", "不是法律意见；填报前请由法律人员核对"),
        ("出境活动", d.export.id),
        ("判定日", d.case.on),
    )
    return Table("说明", ("项目", "内容"), rows)


def _form_table(d: Dossier, text: FormText) -> Table:
    known = answers(d)
    rows = tuple(
        (part.title, item.item, known[item.answer] if item.answer else Fill(item.fill), _mark(item, text))
        for part in text.parts
        for item in part.items
    )
    notes = ("各项名称为转述，以正式文本为准。可信度：该项确为该文本所要求的把握，含义见“说明”。",)
    return Table("填报数据", ("部分", "项目", "内容", "可信度"), rows, notes)


def _mark(item: Item, text: FormText) -> str:
    return item.confidence or text.confidence
