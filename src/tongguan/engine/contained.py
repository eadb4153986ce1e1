"""From groups of files that were read to their end to what copies of them would show. No value is in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongguan.scanning.classify import Finding, classify_rows
from tongguan.scanning.combine import is_timed
from tongguan.scanning.copies import MASKED, Contained
from tongguan.scanning.headers import against, reads_initials
from tongguan.scanning.plan import plan
from tongguan.scanning.presence import Layout
from tongguan.scanning.row_sets import Base, Place, RowSet, Standing, Texts
from tongguan.scanning.rules import ADDRESS, NAME
from tongguan.scanning.text import read_texts, share_of_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tongguan.engine.group import Asked, Group
    from tongguan.engine.group import Place as Where
    from tongguan.scanning.profile import Profile
    from tongguan.scanning.scan import Column
    from tongguan.scanning.text import InTexts

_SOMEBODY = frozenset({"identifier", "name", "trait"})
# Numbers of documents and accounts of which the last digits stay when they are masked.
_NUMBERS = frozenset(
    {"cn_resident_id", "driving_licence", "social_security_no", "bank_card", "bank_account", "cn_passport"}
)
# Values that are not of the kind are covered whole, and then say nothing.
_NEARLY_ALL = 0.95
# So many different values are read within a tenth of a second.
_SOON_READ = 256


def contained(
    groups: Sequence[Group],
    columns: Sequence[Column],
    unsure: Collection[tuple[int, Where]],
    asked: Asked,
) -> Contained:
    """Return what copies of the *groups* are judged by.

    *columns* are those of the scan, in its order; *unsure* are the number of a group and the places in it
    that keep the number of persons from being known.
    """
    shown, row_sets = iter(columns), list[RowSet]()
    for number, group in enumerate(groups):
        reported = {where: next(shown) for where in group.tally.profiles}
        doubtful = {where for of, where in unsure if of == number}
        row_sets += [_row_set(number, group, path, reported, doubtful) for path in group.plans]
    minors = any(
        people.high("minors")
        for rows in row_sets
        for people in (*rows.bases[""].subjects, *rows.bases[""].mentions.values())
    )
    return Contained(tuple(row_sets), replace(asked.rules, key=b""), asked.combinations, minors)


def _row_set(
    number: int, group: Group, path: str, reported: Mapping[Where, Column], unsure: Collection[Where]
) -> RowSet:
    names = [name for where, name in group.tally.profiles if where == path]
    fixed = {name for source in group.sources for name, _ in source._partitions}  # noqa: SLF001
    places = {}
    for name in names:
        column = reported[path, name]
        place = _place(group, (path, name), column)
        # What is not called by its own name cannot be left out by it.
        stays = name in fixed or column.column != name
        places[name] = replace(place, unsure=(path, name) in unsure, fixed=stays)
    (whole,) = group.tally.counted[path]
    counting = {where: finding.mentions for where, finding in group.findings.items()}
    bases = {
        rule: Base(
            group.plan_under(path, rule),
            whole.subjects(rule),
            {
                (column, kind): people
                for (under, column, kind), people in whole.mentions.items()
                if under == rule and kind in counting[path, column]
            },
        )
        for rule in ("", *group.asked.leave_out)
    }
    return RowSet(
        number,
        group.sources[0].format,
        reads_initials(names, group.rules.detectors),
        replace(group.rules, key=b""),
        places,
        bases,
        Layout.of(group.plans[path], group.rules.levels),
        whole.presence,
    )


def _place(group: Group, where: Where, column: Column) -> Place:
    rules, seen, finding = group.rules, group.tally.profiles[where], group.findings[where]
    detectors = rules.detectors
    planned = next((c for c in group.plans[where[0]].columns if c.name == where[1]), None)
    kinds = {column.counts_as} if column.level != "none" and column.counts_as else set()
    read = group.read.get(where)
    among = Standing(
        planned, frozenset(kinds | column.mentions.keys()), finding.mentions, _texts(group, where, read)
    )
    machine = group.machine[where]
    alone: Standing | None = among
    if machine.kind is not None and (
        detectors[machine.kind].of_persons or detectors[machine.kind].needs_company
    ):
        alone = _alone(group, where)
    hits = {kind: seen.mentions.get(kind, 0) for kind in finding.mentions}
    if alone is None or alone.planned is None:
        for kind in finding.mentions:
            hits[kind] += seen.found.get(kind, 0)
    return Place(
        among,
        alone,
        shows=any(
            detectors[kind].role in _SOMEBODY and not detectors[kind].needs_company for kind in machine.kinds
        ),
        names=bool(seen.found.get(NAME)),
        timed=is_timed({f"{where[0]}.{where[1]}": finding}, {f"{where[0]}.{where[1]}": seen.type}),
        hits={kind: n for kind, n in hits.items() if n},
        maskable=_maskable(group, where, finding, seen),
    )


def _texts(group: Group, where: Where, read: InTexts | None) -> Texts | None:
    if read is None:
        return None
    # A shop's address, a company's, is nobody's home.
    others = against(group.rules.detectors[ADDRESS], where[1]) is not None
    return Texts(read.persons, read.with_own, 0 if others else read.addresses)


def _alone(group: Group, where: Where) -> Standing | None:
    """Return what a column is taken for where no other shows persons; None where that is not known."""
    name = where[1]
    rules, seen = group.rules, group.tally.profiles[where]
    whole = group.findings[where]
    machine = classify_rows({name: seen}, rules.detectors, group.asked.on, share_of_names)
    finding = group.settled({name: machine[name]})[name]
    planned = next(iter(plan({name: finding}, rules.detectors, rules.levels).columns), None)
    if planned is not None:
        kinds = {*planned.kinds, *planned.inside}
        before = {*whole.kinds, *whole.mentions}
        return Standing(planned, frozenset(kinds), finding.mentions) if kinds <= before else None
    read, said = None, group.said(name)
    if seen.sample.values and not (said is not None and said.acquits):
        if not seen.sample.complete or len(seen.sample.values) > _SOON_READ:
            return None
        read = read_texts(seen.sample)
    inside = {NAME} if read is not None and read.names else set()
    return Standing(
        None, frozenset({*finding.mentions, *inside}), finding.mentions, _texts(group, where, read)
    )


def _maskable(group: Group, where: Where, finding: Finding, seen: Profile) -> bool:
    """Tell whether a column of sensitive numbers would be one of masked values, if they were masked."""
    rules = group.rules
    return (
        MASKED in rules.detectors
        and rules.levels[MASKED] == "general"
        and group.said(where[1]) is None
        and finding.kind in _NUMBERS
        and rules.levels[finding.kind] == "sensitive"
        and finding.kinds == (finding.kind,)
        and not finding.mentions
        and seen.found.get(finding.kind, 0) >= _NEARLY_ALL * seen.checked > 0
    )
