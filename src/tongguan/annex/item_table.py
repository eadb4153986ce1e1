"""The table of data items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongguan.annex.reference import CONFIDENCE, ClassOf, categories, classes
from tongguan.annex.table import Cell, Fill, Table
from tongguan.annex.words import subject
from tongguan.law.words import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongguan.annex.dossier import Dossier
    from tongguan.annex.items import DataItem

_HEADS = (
    "字段", "种类", "类别（35273附录A）", "类别可信度", "级别", "级别依据", "敏感类别", "谁的信息",
    "目的所需", "检查的值", "识别的值", "形态", "备注",
)  # fmt: skip


def item_table(d: Dossier) -> Table:
    """Return every data item: what it is, of which class, how much the law minds it, and whose it is."""
    return Table("个人信息项", _HEADS, tuple(tuple(_row(d, item)) for item in d.items), tuple(_notes(d)))


def _notes(d: Dossier) -> Iterator[str]:
    yield "字段一列是文件中的列名，照录；没有表头的文件，列名本身可能就是数据，填报前请查看。"
    yield "检查的值：非空的值；识别的值：其中属于该种类的值。“文本中”的种类，计其出现的次数。"
    yield "敏感类别依 GB/T 45574-2025 附录A（据二手资料）；级别依所用目录，见“级别依据”。"
    yield "去标识化（哈希、掩码）的信息仍是个人信息（《个人信息保护法》第四条、第七十三条）。"
    if d.persons.in_export("minors"):
        yield "其中有不满十四周岁的人：其全部个人信息均为敏感个人信息（《个人信息保护法》第二十八条）。"


def _row(d: Dossier, item: DataItem) -> Iterator[Cell]:
    yield item.column
    if item.kind is None:
        yield NOTHING
        yield from ("",) * 7
        yield item.checked
        yield from ("", "", "；".join(_remarks(d, item)))
        return
    found = classes().get(item.kind) or ClassOf("", "A", "登记册自定义的种类")
    personal = item.level != "none"
    yield d.kinds[item.kind]
    yield found.title or (Fill(f"类别（{found.note}）") if personal else "")
    yield (found.confidence if found.title else "") if personal else ""
    yield LEVELS[item.level]
    yield _ground(d, item)
    yield _category(item) if item.level == "sensitive" else ""
    yield subject(item.subject) if personal else ""
    yield _needed(d, item.kind) if personal else ""
    yield item.checked
    yield item.found
    yield "去标识化" if item.de_identified else "原值"
    yield "；".join(_remarks(d, item))


NOTHING = "未发现个人信息"


def _ground(d: Dossier, item: DataItem) -> str:
    """Return by which text the kind is of its level; the register's word where it says another."""
    for said in d.case.register.levels:
        if said.kind == item.kind:
            return f"登记册 [[levels]] 声明{f'：{said.reason}' if said.reason else ''}"
    group = d.case.catalogue.groups.get(item.kind or "")
    if group is None:
        return "登记册自定义的种类"
    if group.level == item.level:
        return group.article_zh
    met = [each.article_zh for each in d.case.catalogue.combinations if item.kind in each.kinds]
    return "；".join(dict.fromkeys((*met, "与同表的其他字段组合")))


def _category(item: DataItem) -> Cell:
    known = categories().get(item.kind or "")
    if known is None:
        return "不在已知类别中，见级别依据"
    return (
        known.title
        if known.confidence == "S"
        else f"{known.title}（{known.confidence}，{CONFIDENCE[known.confidence]}）"
    )


def _needed(d: Dossier, kind: str) -> Cell:
    if d.case.declared is None:
        return Fill("是否为目的所必需（登记册 kinds 未写）")
    return "是" if kind in d.case.declared else "否"


def _remarks(d: Dossier, item: DataItem) -> Iterator[str]:
    if item.inside:
        yield "文本中识别"
    if item.stated is not None:
        said = item.stated
        meant = (
            "与特定个人无关"
            if said.acquits
            else d.kinds.get(said.kind or "", "") or f"为{subject(said.subject)}的信息"
        )
        yield f"登记册声明：{meant}{f'（{said.reason}）' if said.reason else ''}"
        if item.seen is not None and item.seen != item.kind:
            yield f"扫描识别为{d.kinds[item.seen]}"
    if item.review:
        yield "待人工确认"
    if item.sets > 1:
        yield f"见于 {item.sets:,} 组文件"
