"""From observations to tables: precision, recall, F1; shares; what was confused with what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import dirt
from .measures import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .measures import Observation


@dataclass(frozen=True)
class Table:
    """A table to print: a title, what it says, its columns, its rows."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Aim:
    """What is aimed at and what was measured."""

    name: str
    wanted: str
    measured: str
    met: bool


@dataclass
class Tally:
    """Right, wrong and missed columns of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    inside: int = 0

    @property
    def asked(self) -> int:
        """Return how many columns were of the kind."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Return the share of what was called so that is so."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Return the share of the kind that was called so."""
        return self.right / self.asked if self.asked else None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of both."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if self.asked else None


def share(value: float | None, places: int = 3) -> str:
    """Return a share as text: cut, not rounded, so that 1 means all."""
    if value is None:
        return "·"
    if value == 1:
        return "1"
    return f"{int(value * 10**places) / 10**places:.{places}f}"


def of(observations: Iterable[Observation], measure: str) -> list[Observation]:
    """Return the observations of one measure."""
    return [o for o in observations if o["measure"] == measure]


def tallies(
    observations: Sequence[Observation], key: Callable[[Observation], str]
) -> dict[tuple[str, str], Tally]:
    """Count columns by *key* of a kind's column and by header style.

    A column called what it is not counts as wrong for the kinds it was called, under the key of that kind:
    harmless columns are asked too.
    """
    found: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    columns = of(observations, "column")
    # Makers that values show come first; what is wrongly called a kind is held against those.
    key_of_kind: dict[str, str] = {}
    for o in columns:
        key_of_kind.setdefault(o["kind"], key(o))
    for o in columns:
        tally = found[key(o), o["style"]]
        tally.right += o["right"]
        tally.missed += not o["right"]
        tally.inside += o["inside"]
        if not o["right"] and o["said"] in key_of_kind:
            found[key_of_kind[o["said"]], o["style"]].wrong += 1
    for o in of(observations, "harmless"):
        if o["counts"] and not o["right"] and o["said"] in key_of_kind:
            found[key_of_kind[o["said"]], o["style"]].wrong += 1
    return dict(found)


_GROUPS = {
    "check": "check digit or clear shape", "shape": "check digit or clear shape", "header": "shown by headers only",
    "weak": "weak shape (passports, permits)",
}  # fmt: skip


def group(o: Observation) -> str:
    """Return the group of kinds a column belongs to, as the aims speak of them."""
    if o["shown"] == "words":
        return {"person_name": "names", "address": "addresses"}.get(o["kind"], "companies and closed lists")
    return _GROUPS[o["shown"]]


def column_groups(observations: Sequence[Observation]) -> Table:
    """F1 by group of kinds and style of header."""
    found: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for (kind_group, style), tally in tallies(observations, lambda o: f"{group(o)}|{o['kind']}").items():
        into = found[kind_group.split("|")[0], style]
        into.right, into.wrong = into.right + tally.right, into.wrong + tally.wrong
        into.missed, into.inside = into.missed + tally.missed, into.inside + tally.inside
    names = list(dict.fromkeys(name for name, _ in found))
    rows = [
        (name, *(cell for style in STYLES for cell in _cells(found.get((name, style), Tally()))))
        for name in names
    ]
    heads = tuple(f"{style} {head}" for style in STYLES for head in ("n", "P", "R", "F1", "seen"))
    return Table(
        "Columns, by what shows them",
        "P, R, F1: the kind is right. seen: called personal at all, whatever the kind.",
        ("group", *heads), tuple(rows),
    )  # fmt: skip


def _cells(tally: Tally) -> tuple[str, ...]:
    if not tally.asked:
        return ("·",) * 5
    return (
        str(tally.asked),
        share(tally.precision),
        share(tally.recall),
        share(tally.f1),
        share(tally.inside / tally.asked),
    )


def column_kinds(observations: Sequence[Observation]) -> Table:
    """Precision, recall and F1 by kind and style of header."""
    found = tallies(observations, lambda o: o["kind"])
    rows = []
    for kind in sorted({kind for kind, _ in found}):
        cells = [kind]
        for style in STYLES:
            tally = found.get((kind, style), Tally())
            cells += (
                [str(tally.asked), share(tally.precision), share(tally.recall), share(tally.f1)]
                if tally.asked
                else ["·"] * 4
            )
        rows.append(tuple(cells))
    heads = tuple(f"{style} {head}" for style in STYLES for head in ("n", "P", "R", "F1"))
    return Table(
        "Columns, by kind", "A dot: not asked, because no value can show it.", ("kind", *heads), tuple(rows)
    )


def column_misses(observations: Sequence[Observation], limit: int = 60) -> Table:
    """Which ways of which kinds were missed, and what was said instead."""
    asked: Counter[tuple[str, str]] = Counter()
    missed: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    headers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for o in of(observations, "column"):
        key = (o["label"], o["style"])
        asked[key] += 1
        if not o["right"]:
            missed[key][(o["said"] or "nothing") + ("" if o["inside"] else " (not seen)")] += 1
            headers[key].add(o["header"])
    worst = sorted(missed.items(), key=lambda item: (-sum(item[1].values()) / asked[item[0]], item[0]))
    rows = [
        (label, style, f"{sum(said.values())} of {asked[label, style]}",
         ", ".join(f"{name} {count}" for name, count in said.most_common(3)),
         ", ".join(sorted(headers[label, style])[:6]) if style != "opaque" else "")
        for (label, style), said in worst[:limit]
    ]  # fmt: skip
    return Table(
        "Columns missed", f"{len(worst)} of {len(asked)} ways missed something; the worst {len(rows)}.",
        ("column", "headers", "missed", "said instead", "under"), tuple(rows),
    )  # fmt: skip


def confusions(observations: Sequence[Observation], limit: int = 20) -> Table:
    """Which kinds were taken for which."""
    pairs = Counter(
        (o["kind"], o["said"], o["style"]) for o in of(observations, "column") if not o["right"] and o["said"]
    ) + Counter(
        (f"harmless: {o['label']}", o["said"], o["style"])
        for o in of(observations, "harmless") if o["said"] and not o["right"] and o["counts"]
    )  # fmt: skip
    rows = [(is_, said, style, str(count)) for (is_, said, style), count in pairs.most_common(limit)]
    return Table("Taken for another", "", ("is", "said", "headers", "columns"), tuple(rows))


def harmless_share(observations: Sequence[Observation], **where: str) -> tuple[int, int]:
    """Return how many harmless columns were flagged, and how many asked."""
    some = [
        o for o in of(observations, "harmless") if o["counts"] and all(o[k] == v for k, v in where.items())
    ]
    return sum(o["flagged"] for o in some), len(some)


def harmless_shares(observations: Sequence[Observation]) -> Table:
    """Return the share of harmless columns flagged, by style and setting."""
    rows = []
    for setting in ("alone", "among harmless", "beside a personal column"):
        for style in STYLES:
            flagged, asked = harmless_share(observations, setting=setting, style=style)
            if asked:
                rows.append((setting, style, str(asked), str(flagged), f"{100 * flagged / asked:.2f} %"))
    whole = of(observations, "harmless table")
    rows.extend(
        (
            "tables of six",
            style,
            str(len(some)),
            f"{sum(o['persons'] > 0 for o in some)} with persons",
            f"{sum(o['unsure'] for o in some)} unsure",
        )
        for style in STYLES[:2]
        if (some := [o for o in whole if o["style"] == style])
    )
    labels = {o["label"] for o in of(observations, "harmless")}
    return Table(
        "Harmless columns flagged",
        f"{len(labels)} different columns. Flagged: called personal, or a value in it mentioned, or (alone) a person counted.",
        ("setting", "headers", "columns", "flagged", "share"), tuple(rows),
    )  # fmt: skip


def harmless_flagged(observations: Sequence[Observation], limit: int = 60) -> Table:
    """Which harmless columns were flagged, and as what."""
    asked: Counter[tuple[str, str]] = Counter()
    said: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    headers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for o in of(observations, "harmless"):
        if o["counts"]:
            key = (o["label"], o["style"])
            asked[key] += 1
            if o["flagged"]:
                names = (
                    [o["said"]]
                    if o["said"]
                    else [f"mentions {kind}" for kind in o["mentions"]] or ["a person"]
                )
                said[key].update(names)
                headers[key].add(o["header"])
    count = {
        key: sum(
            o["flagged"] and o["counts"] and (o["label"], o["style"]) == key
            for o in of(observations, "harmless")
        )
        for key in said
    }
    worst = sorted(said, key=lambda key: (-count[key] / asked[key], key))
    rows = [
        (label, style, f"{count[label, style]} of {asked[label, style]}", ", ".join(n for n, _ in said[label, style].most_common(4)),
         ", ".join(sorted(headers[label, style])[:5]) if style == "helpful" else "")
        for label, style in worst[:limit]
    ]  # fmt: skip
    return Table("Which harmless columns", "", ("column", "headers", "flagged", "as", "under"), tuple(rows))


def dirt_matrix(observations: Sequence[Observation]) -> Table:
    """Return the share of values counted as what they are, by dirt and kind."""
    truth: Counter[tuple[str, str]] = Counter()
    counted: Counter[tuple[str, str]] = Counter()
    lost: Counter[str] = Counter()
    for o in of(observations, "dirt"):
        for kind in (o["kind"], "all"):
            truth[o["dirt"], kind] += o["truth"]
            counted[o["dirt"], kind] += o["counted"]
        lost[o["dirt"]] += o["lost"]
    order = [*dirt.VALUES, "all"]
    rows = [
        (
            name,
            *(share(counted[name, kind] / truth[name, kind]) if truth[name, kind] else "·" for kind in order),
            str(lost[name]),
        )
        for name in dict.fromkeys(o["dirt"] for o in of(observations, "dirt"))
    ]
    return Table(
        "Values counted as what they are, under dirt",
        "Half under a helpful header, all dirty; half under an opaque one, a third dirty. ruined: in doubt, as they must be. "
        "Last column: persons lost.",
        ("dirt", *order, "lost"), tuple(rows),
    )  # fmt: skip


def dirt_misses(observations: Sequence[Observation], limit: int = 60) -> Table:
    """Which dirty columns lost values or persons."""
    some = [o for o in of(observations, "dirt") if o["counted"] < o["truth"] or o["lost"]]
    grouped: defaultdict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for o in some:
        grouped[o["dirt"], o["kind"], o["style"]].append(o)
    worst = sorted(
        grouped.items(),
        key=lambda item: sum(o["counted"] for o in item[1]) / sum(o["truth"] for o in item[1]),
    )
    rows = [
        (*key, f"{sum(o['counted'] for o in some)} of {sum(o['truth'] for o in some)}", str(sum(o["lost"] for o in some)),
         ", ".join(sorted({o["said"] or o["failed"] or "nothing" for o in some})))
        for key, some in worst[:limit]
    ]  # fmt: skip
    return Table(
        "Dirty columns that lost something", f"{len(worst)} in all; the worst {len(rows)}.",
        ("dirt", "kind", "headers", "values counted", "persons lost", "column said to be"), tuple(rows),
    )  # fmt: skip


def rare_table(observations: Sequence[Observation]) -> Table:
    """One number in a haystack."""
    some = of(observations, "rare")
    wanted = list(dict.fromkeys(o["kind"] for o in some))
    rows = []
    for host in dict.fromkeys(o["host"] for o in some):
        cells = [host]
        for kind in wanted:
            here = [o for o in some if o["host"] == host and o["kind"] == kind]
            if kind == "nobody":
                cells.append(f"{max((o['persons'] for o in here), default=0)} persons")
            else:
                cells.append(
                    f"{sum(o['found'] and o['persons'] >= 1 for o in here)} of {len(here)}" if here else "·"
                )
        rows.append(tuple(cells))
    size = max((o["rows"] for o in some), default=0)
    return Table(
        "One number in a haystack", f"In {size:,} cells under an opaque header; first without: nobody should be counted.",
        ("cells", *wanted), tuple(rows),
    )  # fmt: skip


def text_table(observations: Sequence[Observation]) -> Table:
    """Numbers and names in free text, by kind: counted against gold."""
    gold: Counter[tuple[str, float]] = Counter()
    counted: Counter[tuple[str, float]] = Counter()
    over: Counter[tuple[str, float]] = Counter()
    for o in of(observations, "text column"):
        for kind in set(o["gold"]) | set(o["mentions"]):
            truth, said = o["gold"].get(kind, 0), o["mentions"].get(kind, 0)
            gold[kind, o["share"]] += truth
            counted[kind, o["share"]] += min(truth, said)
            over[kind, o["share"]] += max(0, said - truth)
    shares = sorted({share_ for _, share_ in gold}, reverse=True)
    rows = [
        (kind, *(
            f"{counted[kind, s]} of {gold[kind, s]}" + (f" (+{over[kind, s]})" if over[kind, s] else "")
            for s in shares
        ))
        for kind in sorted({kind for kind, _ in gold})
    ]  # fmt: skip
    return Table(
        "Free text: how often each kind was counted",
        "By share of texts that tell of somebody. In brackets: counted beyond what is there.",
        ("kind", *(f"{100 * s:g} % of texts" for s in shares)), tuple(rows),
    )  # fmt: skip


def text_people(observations: Sequence[Observation]) -> Table:
    """Persons counted in columns of text, by genre."""
    grouped: defaultdict[tuple[str, float], list[Observation]] = defaultdict(list)
    for o in of(observations, "text column"):
        grouped[o["genre"], o["share"]].append(o)
    rows = []
    for (genre, share_), some in grouped.items():
        truth, high = sum(o["truth"] for o in some), sum(o["high"] for o in some)
        rows.append((
            genre, f"{100 * share_:g} %", str(truth), str(high), f"{high / truth:.2f}" if truth else "·",
            str(sum(o["high"] < o["truth"] for o in some)),
        ))  # fmt: skip
    return Table(
        "Free text: persons", "high must not be below the truth.",
        ("genre", "texts that tell of somebody", "persons", "high", "high / persons", "columns below"), tuple(rows),
    )  # fmt: skip


def single_table(observations: Sequence[Observation]) -> Table:
    """Return for texts one by one: does it tell of the kind, and was that said."""
    some = of(observations, "single text")
    rows = []
    for kind in sorted({kind for o in some for kind in (*o["gold"], *o["told"])}):
        tally = Tally()
        for o in some:
            tally.right += kind in o["gold"] and kind in o["told"]
            tally.missed += kind in o["gold"] and kind not in o["told"]
            tally.wrong += kind not in o["gold"] and kind in o["told"]
        rows.append((kind, str(tally.asked), share(tally.precision), share(tally.recall), share(tally.f1)))
    anybody = Tally()
    for o in some:
        anybody.right += bool(o["gold"]) and o["high"] > 0
        anybody.missed += bool(o["gold"]) and o["high"] == 0
        anybody.wrong += not o["gold"] and o["high"] > 0
    rows.append(
        (
            "anybody at all",
            str(anybody.asked),
            share(anybody.precision),
            share(anybody.recall),
            share(anybody.f1),
        )
    )
    return Table(
        "Free text: texts one by one", f"{len(some)} tables of one text; half of them tell of somebody.",
        ("kind", "texts with it", "P", "R", "F1"), tuple(rows),
    )  # fmt: skip


def person_table(observations: Sequence[Observation]) -> Table:
    """Persons in the tables of trades."""
    grouped: defaultdict[str, list[Observation]] = defaultdict(list)
    for o in of(observations, "persons"):
        grouped[o["table"]].append(o)
    rows = [
        (
            name, str(len(some)), str(sum(o["truth"] for o in some)), _ratio(some, "low"), _ratio(some, "high"),
            str(sum(o["high"] < o["truth"] for o in some)), str(sum(o["low"] > o["truth"] for o in some)),
            str(sum(o["unsure"] for o in some)),
        )
        for name, some in grouped.items()
    ]  # fmt: skip
    return Table(
        "Persons in the tables of trades", "low ≤ persons ≤ high must hold; low and high as multiples of the truth.",
        ("table", "n", "persons", "low", "high", "high below", "low above", "unsure"), tuple(rows),
    )  # fmt: skip


def _ratio(some: Sequence[Observation], what: str) -> str:
    truth = sum(o["truth"] for o in some)
    return f"{sum(o[what] for o in some) / truth:.3f}" if truth else str(sum(o[what] for o in some))


def failures(observations: Sequence[Observation]) -> Counter[str]:
    """Count scans that raised, by class of error and measure."""
    return Counter(f"{o['failed']} in {o['measure']}" for o in observations if o.get("failed"))


_CHECKED = frozenset({"cn_resident_id", "bank_card", "hk_id", "tw_id", "student_no", "vin", "imei", "uscc"})


def aims(observations: Sequence[Observation]) -> list[Aim]:
    """Compare with what the project aims at."""
    pooled: defaultdict[str, Tally] = defaultdict(Tally)
    for (key, style), tally in tallies(observations, lambda o: f"{group(o)}|{o['kind']}").items():
        if style == "opaque":
            into = pooled[key.split("|")[0]]
            into.right, into.wrong, into.missed = (
                into.right + tally.right,
                into.wrong + tally.wrong,
                into.missed + tally.missed,
            )
    flagged, asked = harmless_share(observations)
    dirty = [o for o in of(observations, "dirt") if o["kind"] in _CHECKED]
    recall = sum(o["counted"] for o in dirty) / max(1, sum(o["truth"] for o in dirty))
    lost = sum(o["lost"] for o in of(observations, "dirt"))
    below = sum(
        o["high"] < o["truth"] for o in [*of(observations, "persons"), *of(observations, "text column")]
    )
    f1 = {name: pooled[name].f1 or 0.0 for name in ("check digit or clear shape", "names", "addresses")}
    return [
        *(
            Aim(f"columns, {name}, opaque headers: F1", f"≥ {least}", share(f1[name], 4), f1[name] >= least)
            for name, least in (("check digit or clear shape", 0.99), ("names", 0.97), ("addresses", 0.97))
        ),
        Aim(
            "harmless columns flagged",
            "≤ 0.5 %",
            f"{100 * flagged / max(1, asked):.2f} %",
            flagged <= 0.005 * asked,
        ),
        Aim("checksummed values under dirt: recall", "≥ 0.999", share(recall, 4), recall >= 0.999),
        Aim("persons lost under dirt", "0", str(lost), lost == 0),
        Aim("tables and texts counted below the truth", "0", str(below), below == 0),
    ]


def everything(observations: Sequence[Observation]) -> list[Table]:
    """Return all tables."""
    return [
        column_groups(observations), column_kinds(observations), column_misses(observations), confusions(observations),
        harmless_shares(observations), harmless_flagged(observations), dirt_matrix(observations), dirt_misses(observations),
        rare_table(observations), text_table(observations), text_people(observations), single_table(observations),
        person_table(observations),
    ]  # fmt: skip


def numbers(observations: Sequence[Observation]) -> dict[str, Any]:
    """Return what is worth comparing from run to run."""
    return {
        "aims": [vars(aim) for aim in aims(observations)],
        "tables": [
            {"title": t.title, "columns": list(t.columns), "rows": [list(row) for row in t.rows]}
            for t in everything(observations)
        ],
        "failures": dict(failures(observations)),
    }
