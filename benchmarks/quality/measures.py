"""The measurements. Each is a list of jobs; a job makes its data by its own seed, asks, and returns observations.

A job is (name of the measure, its arguments), so that it can run in another process; observations are plain
dictionaries, so that they can be written down. :mod:`.scores` makes tables of them.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import dirt, harmless, kinds, tables, texts
from .black_box import ask
from .values import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .black_box import Answer
    from .kinds import Maker

Observation = dict[str, Any]
Job = tuple[str, tuple[Any, ...]]

STYLES = ("helpful", "opaque", "misleading")
SETTINGS = ("alone", "beside persons", "beside harmless")
NULLS = (0.0, 0.05, 0.4)


_BESIDE = tuple(maker for maker in harmless.MAKERS if not maker.apart)


def _told_by_value(maker: Maker) -> bool:
    return maker.shown != "header"


# --- Columns ---


def column_jobs(seeds: Sequence[int], rows: int) -> Iterable[Job]:
    """List every way of every kind, under each style of header in each setting that is fair."""
    for seed in seeds:
        for at, maker in enumerate(kinds.MAKERS):
            for style in STYLES if _told_by_value(maker) else STYLES[:1]:
                for setting in SETTINGS[1:2] if maker.beside else SETTINGS:
                    yield "column", (seed, at, style, setting, rows)


def column(seed: int, at: int, style: str, setting: str, rows: int) -> list[Observation]:
    """Ask about one personal column, alone or among others."""
    maker = kinds.MAKERS[at]
    w = World(f"column {seed} {at} {style} {setting}")
    rows += w.random.randrange(rows // 2)
    opaque = w.random.sample(kinds.OPAQUE, len(kinds.OPAQUE))
    header = {"helpful": lambda: w.pick(maker.helpful), "opaque": opaque.pop, "misleading": lambda: kinds.misleading(w, maker)}[style]()  # fmt: skip
    made = {header: kinds.column(w, maker, rows, nulls=w.pick(NULLS))}
    plain: dict[str, harmless.Harmless] = {}
    if setting == "beside persons":
        people = w.people(rows)
        name, phone = (opaque.pop(), opaque.pop()) if style == "opaque" else ("姓名", "手机号")
        for other, values in ((name, [p.name for p in people]), (phone, [p.mobile for p in people])):
            made.setdefault(other if other != header else f"{other}_2", pa.array(values))
    if setting != "alone":
        for other in w.random.sample(_BESIDE, 4 if setting == "beside harmless" else 2):
            title = opaque.pop() if style == "opaque" else w.pick(other.headers)
            if title not in made:
                made[title] = harmless.column(w, other, rows)
                plain[title] = other
    answer = ask(_shuffled(w, made))
    said = answer.column(header)
    accepted = {maker.kind, *maker.also, *(maker.also_opaque if style == "opaque" else ())}
    seen = {
        "measure": "column", "kind": maker.kind, "label": maker.label, "shown": maker.shown, "style": style,
        "setting": setting, "header": header, "said": said.kind, "right": said.kind in accepted,
        "inside": said.flagged, "failed": answer.failed,
    }  # fmt: skip
    return [
        seen,
        *(
            _harmless_seen(
                answer, title, other, "opaque" if style == "opaque" else "helpful", "beside a personal column"
            )
            for title, other in plain.items()
        ),
    ]


def _shuffled(w: World, made: dict[str, pa.Array]) -> pa.Table:
    names = w.random.sample(list(made), len(made))
    return pa.table({name: made[name] for name in names})


# --- Harmless columns ---


def _harmless_seen(
    answer: Answer, header: str, maker: harmless.Harmless, style: str, setting: str
) -> Observation:
    said = answer.column(header)
    return {
        "measure": "harmless", "label": maker.label, "style": style, "setting": setting, "header": header,
        "said": said.kind, "mentions": dict(said.mentions), "right": said.kind is None or said.kind in maker.right,
        "flagged": (said.flagged and said.kind not in maker.right) or (setting == "alone" and answer.high > 0),
        "counts": setting != "beside a personal column" or style != "opaque" or maker.tellable,
        "persons": answer.high if setting == "alone" else 0, "unsure": answer.unsure, "failed": answer.failed,
    }  # fmt: skip


def harmless_jobs(seeds: Sequence[int], rows: int) -> Iterable[Job]:
    """List every harmless column alone, under its own and an opaque header, and tables of six of them."""
    for seed in seeds:
        for at, maker in enumerate(harmless.MAKERS):
            for style in STYLES[:2] if maker.tellable else STYLES[:1]:
                yield "harmless_column", (seed, at, style, rows)
        for style in STYLES[:2]:
            for first in range(0, len(harmless.MAKERS), 6):
                yield "harmless_table", (seed, first, style, rows)


def harmless_column(seed: int, at: int, style: str, rows: int) -> list[Observation]:
    """Ask about one harmless column alone."""
    maker = harmless.MAKERS[at]
    w = World(f"harmless {seed} {at} {style}")
    header = w.pick(maker.headers if style == "helpful" else kinds.OPAQUE)
    return [
        _harmless_seen(
            ask(pa.table({header: harmless.column(w, maker, rows)})), header, maker, style, "alone"
        )
    ]


def harmless_table(seed: int, first: int, style: str, rows: int) -> list[Observation]:
    """Ask about a table of six harmless columns: there is nobody in it, and no doubt."""
    w = World(f"harmless table {seed} {first} {style}")
    makers = list(harmless.MAKERS)
    random.Random(seed).shuffle(makers)
    some = [m for m in makers[first : first + 6] if m.tellable or style == "helpful"]
    opaque = w.random.sample(kinds.OPAQUE, len(some))
    titled = {opaque.pop() if style == "opaque" else w.pick(m.headers): m for m in some}
    answer = ask(pa.table({title: harmless.column(w, m, rows) for title, m in titled.items()}))
    table = {
        "measure": "harmless table", "style": style, "persons": answer.high, "unsure": answer.unsure,
        "labels": [m.label for m in titled.values()], "failed": answer.failed,
    }  # fmt: skip
    return [
        table,
        *(_harmless_seen(answer, title, m, style, "among harmless") for title, m in titled.items()),
    ]


# --- Dirt ---


def dirt_jobs(seeds: Sequence[int], rows: int) -> Iterable[Job]:
    """List every dirt of every kind: all values dirty under a helpful header, some under an opaque one."""
    for seed in seeds:
        for at, one in enumerate(dirt.DIRTS):
            for kind in sorted(one.kinds):
                for style in ("helpful",) if one.headed or kind in dirt.WEAK else ("helpful", "opaque"):
                    yield "dirty_column", (seed, at, kind, style, rows)


def dirty_column(seed: int, at: int, kind: str, style: str, rows: int) -> list[Observation]:
    """Ask about a column of dirty values; under an opaque header two thirds of the cells are clean."""
    one = dirt.DIRTS[at]
    w = World(f"dirt {seed} {one.name} {kind} {style}")
    values = [dirt.VALUES[kind](w) for _ in range(rows)]
    changed = one.apply(w, values, kind)
    clean = (
        [dirt.ordinary(w, kind) for _ in range(2 * rows)]
        if style == "opaque" and changed.type == pa.string()
        else []
    )
    if clean:
        mixed = clean + changed.to_pylist()
        w.random.shuffle(mixed)
        changed = pa.array(mixed)
    header = w.pick(kinds.HEADERS[kind]) if style == "helpful" else w.pick(kinds.OPAQUE)
    answer = ask(pa.table({header: changed}))
    truth = len(changed.drop_null()) * one.each if not clean else rows
    accepted = frozenset({kind, *one.counted_as, *(("cn_resident_id",) if kind == "student_no" else ())})
    own = [
        said
        for path, said in answer.columns.items()
        if path == header or path.startswith((f"{header}.", f"{header}["))
    ]
    counted = sum(said.counted(accepted) for said in own) - len(clean)
    persons = len(clean) + (truth if one.persons and kind in dirt.IDENTIFYING else 0)
    doubted = answer.unsure or any(said.review for said in own)
    return [{
        "measure": "dirt", "dirt": one.name, "kind": kind, "style": style, "truth": truth, "ruins": one.ruins,
        "counted": truth * doubted if one.ruins else max(0, min(truth, counted)), "over": max(0, counted - truth),
        "lost": 0 if one.ruins or kind not in dirt.IDENTIFYING else max(0, persons - answer.high),
        "persons": persons, "said": answer.column(header).kind, "unsure": doubted, "failed": answer.failed,
    }]  # fmt: skip


# --- Rare ---

_CELL: dict[str, Callable[[World], str]] = {"cn_mobile": lambda w: w.mobile(), "cn_resident_id": lambda w: w.resident_id(), "bank_card": lambda w: w.bank_card(19), "email": lambda w: w.email()}  # fmt: skip
_HOSTS: dict[str, Callable[[World, int], Any]] = {
    "remarks": lambda w, _i: texts.harmless(w).text,
    "product titles": lambda w, i: _maker("product titles").make(w, i),
    "order numbers SO…": lambda _w, i: f"SO{20240000 + i:012d}",
    "order numbers, 12 digits": lambda w, _i: w.digits(12, "234"),
    "small integers": lambda w, _i: w.random.randint(1, 99_999),
    "small numbers as text": lambda w, _i: str(w.random.randint(1, 99_999)),
    "JSON of goods": lambda w, i: _maker("JSON of goods").make(w, i),
    "log lines": lambda w, i: _maker("log lines").make(w, i),
    "statuses": lambda w, i: _maker("statuses").make(w, i),
}
_SENTENCE = {"remarks": "请打{}联系", "log lines": "2024-05-06 INFO notify user={} ok", "JSON of goods": '{{"sku": "1", "contact": "{}"}}', "product titles": "{}"}  # fmt: skip


def _maker(label: str) -> harmless.Harmless:
    return next(m for m in harmless.MAKERS if m.label == label)


def rare_jobs(seeds: Sequence[int], rows: int) -> Iterable[Job]:
    """List one needle of each kind in each haystack, and each haystack without."""
    for seed in seeds:
        for host in _HOSTS:
            for kind in (None, *_CELL):
                if host != "small integers" or kind in {None, "cn_mobile", "cn_resident_id"}:
                    yield "rare", (seed, host, kind, rows)


def rare(seed: int, host: str, kind: str | None, rows: int) -> list[Observation]:
    """Ask about one number among many harmless cells."""
    w = World(f"rare {seed} {host} {kind}")
    pool = [_HOSTS[host](w, i) for i in range(min(rows, 4_000))]
    cells = w.random.choices(pool, k=rows)
    if kind:
        needle = _CELL[kind](w).replace("X", "1")
        if kind == "cn_resident_id":
            while "X" in (needle := w.resident_id()):
                pass
        cells[w.random.randrange(rows)] = (
            int(needle) if host == "small integers" else _SENTENCE.get(host, "{}").format(needle)
        )
    answer = ask(pa.table({w.pick(kinds.OPAQUE): pa.array(cells)}))
    said = next(iter(answer.columns.values()), None)
    return [{
        "measure": "rare", "host": host, "kind": kind or "nobody", "rows": rows, "persons": answer.high,
        "found": bool(said and kind and (said.mentions.get(kind) or said.kind == kind)), "failed": answer.failed,
    }]  # fmt: skip


# --- Text ---

_SHARES = (1.0, 0.3, 0.02)
_TEXT_HEADERS = ("备注", "remark", "content", "c7", "内容", "field_3")


def text_jobs(seeds: Sequence[int], rows: int, single: int) -> Iterable[Job]:
    """List columns of each genre with different shares of texts that tell of somebody, and single texts."""
    for seed in seeds:
        for genre in texts.GENRES:
            for share in _SHARES:
                yield "text_column", (seed, genre, share, rows)
        yield "text_column", (seed, "nobody", 0.0, rows)
        for at in range(0, single, 20):
            yield "single_texts", (seed, at, 20)


def text_column(seed: int, genre: str, share: float, rows: int) -> list[Observation]:
    """Ask about a column of texts."""
    w = World(f"text {seed} {genre} {share}")
    some = [texts.personal(w, genre) if w.random.random() < share else texts.harmless(w) for _ in range(rows)]
    answer = ask(pa.table({w.pick(_TEXT_HEADERS): pa.array([t.text for t in some])}))
    said = next(iter(answer.columns.values()), None)
    gold: dict[str, int] = {}
    for text in some:
        for kind, count in text.gold.items():
            gold[kind] = gold.get(kind, 0) + count
    return [{
        "measure": "text column", "genre": genre, "share": share, "gold": gold, "mentions": dict(said.mentions) if said else {},
        "said": said.kind if said else None, "truth": sum(t.persons for t in some), "high": answer.high, "failed": answer.failed,
    }]  # fmt: skip


def single_texts(seed: int, first: int, count: int) -> list[Observation]:
    """Ask about texts one by one: half of them tell of somebody."""
    seen = []
    for at in range(first, first + count):
        w = World(f"single {seed} {at}")
        text = texts.personal(w, w.pick(tuple(texts.GENRES))) if at % 2 else texts.harmless(w)
        answer = ask(pa.table({"content": [text.text]}))
        said = next(iter(answer.columns.values()), None)
        told = set(said.mentions) | ({said.kind} if said.personal else set()) if said else set()
        seen.append({
            "measure": "single text", "gold": sorted(text.gold), "told": sorted(filter(None, told)),
            "truth": text.persons, "high": answer.high, "failed": answer.failed,
        })  # fmt: skip
    return seen


# --- Persons ---


def person_jobs(seeds: Sequence[int], rows: int) -> Iterable[Job]:
    """List the tables of trades."""
    for seed in seeds:
        for at in range(len(tables.MAKERS)):
            yield "persons", (seed, at, rows)


def persons(seed: int, at: int, rows: int) -> list[Observation]:
    """Ask how many persons are in a table."""
    known = tables.known(World(f"persons {seed} {at}"), tables.MAKERS[at], rows)
    answer = ask(known.table)
    return [{
        "measure": "persons", "table": known.name, "truth": known.persons, "high": answer.high, "low": answer.low,
        "unsure": answer.unsure, "failed": answer.failed,
    }]  # fmt: skip


MEASURES: dict[str, Callable[..., list[Observation]]] = {
    "column": column, "harmless_column": harmless_column, "harmless_table": harmless_table, "dirty_column": dirty_column,
    "rare": rare, "text_column": text_column, "single_texts": single_texts, "persons": persons,
}  # fmt: skip


def run(job: Job) -> list[Observation]:
    """Run one job."""
    name, arguments = job
    return MEASURES[name](*arguments)
