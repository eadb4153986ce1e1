"""Exports that look like one that was split: same purpose, same recipient, each just under a line.

Numbers may not be split so as to stay below a line (SCCM 4). Tongguan counts one handler's persons together
whatever export they leave in, so nothing is gained by it there; what can be gained is by an exemption that is
claimed for each part, and by handlers that are one in fact. Both are pointed out here, neither is decided.

Purposes are compared and never shown: ids only. The lines are the policy's. Pure.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tongguan.law.lines import lines
from tongguan.law.words import FACTS, Because
from tongguan.ledger.entry import live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tongguan.law.lines import Counted, Line
    from tongguan.law.policy import Policy
    from tongguan.ledger.entry import Entry
    from tongguan.ledger.year import Change
    from tongguan.register import Export, Register

_Export: TypeAlias = tuple[str, str]
"""A handler, and the id of an export."""

JUST_UNDER = 80
"""Percent of a line from which an export is just under it. No text says so."""

_CALLED: Mapping[Counted, str] = {
    "all": "persons",
    "general": "general persons",
    "sensitive": "sensitive persons",
}


@dataclass(frozen=True)
class Part:
    """One export of one handler, and the persons of its year: so many at least, and whether all count."""

    handler: str
    export: str
    persons: int
    counted: bool


@dataclass(frozen=True)
class Split:
    """Parts that are each just under a line, and reach it together.

    Attributes:
        line: the line.
        parts: the exports, by handler and id.
        at_least: different persons of all parts together, each once per handler.
        added_up: the persons of the parts added up, but of one handler no more than its year counts.
        article, article_zh: what forbids splitting.
        text, text_en: what it means; ids and numbers only.
    """

    line: Line
    parts: tuple[Part, ...]
    at_least: int
    added_up: int
    article: str
    article_zh: str
    text: str
    text_en: str

    def to_json(self) -> dict[str, object]:
        """Return the fields; a part is ``{"handler", "export", "persons", "counted"}``."""
        return {
            "persons": self.line.counted,
            "line": self.line.at,
            "line_article": self.line.article,
            "line_article_zh": self.line.article_zh,
            "parts": [
                {"handler": p.handler, "export": p.export, "persons": p.persons, "counted": p.counted}
                for p in self.parts
            ],
            "at_least": self.at_least,
            "added_up": self.added_up,
            "article": self.article,
            "article_zh": self.article_zh,
            "text": self.text,
            "text_en": self.text_en,
        }


@dataclass
class _Year:
    """What the entries of one export say of its persons of one class."""

    largest: int = 0
    added: int = 0
    all_counted: bool = True

    @property
    def at_least(self) -> int:
        """Different persons: those of its largest run, or all that its runs added, whichever are more."""
        return max(self.largest, self.added)


def splits(register: Register, entries: Iterable[Entry], policy: Policy, on: date) -> tuple[Split, ...]:
    """Return the groups of exports that look split, by line and id.

    *entries* are those of the ledger, of the year of *on* and others, of this handler and others: an export
    of another handler is taken for the same as this one's of the same id.
    """
    cite = policy.cites.splitting
    if cite is None:
        return ()
    year = [each for each in live(entries) if each.year == on.year and each.totals is not None]
    by_export: dict[_Export, list[Entry]] = defaultdict(list)
    for each in year:
        by_export[each.handler, each.export].append(each)
    groups = _groups(register, by_export)
    found = (
        _split(register, line, parts, year, cite)
        for line in lines(policy, ciio=register.handler.ciio)
        if line.at > 1
        for parts in (_just_under(line, group, by_export) for group in groups)
        if len(parts) > 1
    )
    return tuple(each for each in found if each is not None)


def _groups(register: Register, sent: Iterable[_Export]) -> list[tuple[_Export, ...]]:
    """Return groups of (handler, export): same purpose and recipient; other handlers' by the export's id."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for export in register.exports.values():
        alike[_purpose(export), _recipient(export, register)].append(export.id)
    return [tuple(sorted(each for each in sent if each[1] in ids)) for ids in alike.values()]


def _purpose(export: Export) -> str:
    """Return the purpose with no regard to case, width, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", export.purpose).casefold()
    return "".join(c for c in folded if c.isalnum()) or folded


def _recipient(export: Export, register: Register) -> str:
    """Return the same for recipients of one name, and for all members of the handler's group."""
    recipient = register.recipients[export.recipient]
    name = unicodedata.normalize("NFKC", recipient.name).casefold()
    return "group" if recipient.group_member else f"name {''.join(name.split())}"


def _just_under(
    line: Line, group: Iterable[_Export], by_export: Mapping[_Export, Sequence[Entry]]
) -> tuple[Part, ...]:
    """Return the exports of a group that are just under the line, each for itself."""
    found = ((*each, _year_of(by_export[each], line.counted)) for each in group)
    return tuple(
        Part(handler, export, said.at_least, said.all_counted)
        for handler, export, said in found
        if line.at * JUST_UNDER <= 100 * said.at_least < 100 * line.at
    )


def _year_of(entries: Iterable[Entry], of: Counted) -> _Year:
    """Return what the entries of one export say of its persons.

    What counted runs add are different persons. An exempt run adds to no year, so two of them may add the
    same: of those only the largest is sure.
    """
    said = _Year()
    for entry, change in _changes(entries, of):
        said.largest = max(said.largest, change.new)
        said.added += max(0, change.after - change.before) if entry.counted else 0
        said.all_counted &= entry.counted
    return said


def _changes(entries: Iterable[Entry], of: Counted) -> Iterator[tuple[Entry, Change]]:
    for entry in entries:
        if (totals := entry.totals) is not None:
            changes = {"all": totals.everybody, "general": totals.general, "sensitive": totals.sensitive}
            yield entry, changes[of]


def _split(
    register: Register, line: Line, parts: tuple[Part, ...], year: Sequence[Entry], cite: tuple[str, str]
) -> Split | None:
    """Return the parts as a split, or None where together they cannot reach the line."""
    handlers = sorted({part.handler for part in parts})
    bounds = [_together([p for p in parts if p.handler == each], line.counted, year) for each in handlers]
    at_least, added_up = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    if added_up < line.at:
        return None
    text = _text(register, line, parts, at_least, added_up)
    return Split(line, parts, at_least, added_up, *cite, text.zh, text.en)


def _together(parts: Sequence[Part], of: Counted, year: Sequence[Entry]) -> tuple[int, int]:
    """Return how many different persons one handler's parts have at least, and how many added up.

    Counted parts have no more than the handler's year: who is in several of them is in it once.
    """
    own = [(e, c) for e, c in _changes(year, of) if e.handler == parts[0].handler and e.counted]
    whole = max((change.after for _, change in own), default=0)
    ids = {part.export for part in parts}
    added = sum(max(0, change.after - change.before) for entry, change in own if entry.export in ids)
    counted = sum(part.persons for part in parts if part.counted)
    exempt = sum(part.persons for part in parts if not part.counted)
    most = min(counted, whole) + exempt
    return min(max(added, *(part.persons for part in parts)), most), most


def _text(register: Register, line: Line, parts: Sequence[Part], at_least: int, added_up: int) -> Because:
    ids = list(dict.fromkeys(part.export for part in parts))
    en = (
        f"exports {', '.join(ids)}: same purpose and recipient, each just under the line of {line.at:,} "
        f"{_CALLED[line.counted]} ({line.article}), added up {added_up:,}, different persons {at_least:,} at "
        "least. Numbers may not be split to stay below a line"
    )
    zh = (
        f"出境项目{'、'.join(ids)}：目的和接收方相同，各自略低于{line.at:,}人的界限（{line.article_zh}，"
        f"{FACTS[f'{line.counted}_persons']}），相加{added_up:,}人，去重后至少{at_least:,}人。不得采取数量拆分等手段"
    )
    if any(part.handler != register.handler.uscc for part in parts):
        en += ". Some are another handler's, whose year is counted apart: look whether they are one in fact"
        zh += "。其中有其他数据处理者的项目，其人数分别累计：请核实是否实为同一数据处理者"
    if any(not part.counted for part in parts):
        en += ". Some are exempt and not counted: what the exemption rests on has to hold for each"
        zh += "。其中有豁免而未累计的项目：豁免依据须逐项成立"
    if any(part.counted for part in parts):
        en += ". What one handler sends is counted together, split or not"
        zh += "。同一数据处理者计入的人数，无论是否拆分，一律合并累计"
    return Because(en, zh)
