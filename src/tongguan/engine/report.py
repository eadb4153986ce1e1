"""From groups of files that were read to their end to the scan that others see. No value is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.engine.contained import contained
from tongguan.persons.people import merge
from tongguan.scanning.examine import examine
from tongguan.scanning.headers import against, match
from tongguan.scanning.rules import NAME
from tongguan.scanning.scan import Column, Remainder, Scan, ScannedSource
from tongguan.scanning.statement import warnings as warnings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tongguan.engine.group import Asked, Group, Place
    from tongguan.reading import Source
    from tongguan.scanning.classify import Finding
    from tongguan.scanning.plan import Level
    from tongguan.scanning.profile import Profile
    from tongguan.scanning.rules import Rules

# A column of birthdays of which fewer can be read leaves ages unknown.
_READABLE = 0.5
_SHORTEST_NUMBER = 11


def report(groups: Sequence[Group], sources: Sequence[Source], profile_name: str, asked: Asked) -> Scan:
    """Put together what the *groups*, read to their end, found in *sources*."""
    rules = asked.rules
    files = [source.file() for source in sources]
    columns = [column for group in groups for column in _columns(group, group.rules)]
    doubts = [(number, *doubt) for number, group in enumerate(groups) for doubt in _doubts(group, rules)]
    warnings = [f"{source.name}: {warning}" for source in sources for warning in source.warnings]
    unread = [
        f"{column.source}: column {column.column!r} holds {column.type} values that were not read"
        for column, seen in zip(columns, _profiles(groups), strict=True)
        if seen.unread
    ]
    return Scan(
        complete=not unread,
        rows=sum(file.rows for file in files),
        profile=profile_name,
        sources=tuple(ScannedSource(f.name, f.format, f.bytes, f.sha256, f.rows) for f in files),
        columns=tuple(columns),
        people=merge(group.people("") for group in groups),
        without={name: _remainder(groups, name, rules) for name in asked.leave_out},
        warnings=(
            *warnings,
            *unread,
            *warnings_of(
                [(group.names, group.columns_found()) for group in groups], asked.statements, rules.detectors
            ),
        ),
        combinations=tuple(dict.fromkeys(each.id for group in groups for each in group.combinations)),
        unsure=(*unread, *_unsure(groups, doubts, rules)),
        copies=contained(groups, columns, {*_unread(groups), *(doubt[:2] for doubt in doubts)}, asked)
        if asked.leave_out
        else None,
    )


def _unread(groups: Sequence[Group]) -> Iterator[tuple[int, Place]]:
    """Yield the group and the place of each column with values that nobody could look at."""
    for number, group in enumerate(groups):
        yield from ((number, place) for place, seen in group.tally.profiles.items() if seen.unread)


def _unsure(groups: Sequence[Group], doubts: Sequence[tuple[int, Place, str]], rules: Rules) -> Iterator[str]:
    for number, group in enumerate(groups):
        yield from (sentence for of, _, sentence in doubts if of == number)
        yield from _about_nobody(group, rules)


def _profiles(groups: Sequence[Group]) -> Iterator[Profile]:
    for group in groups:
        yield from group.tally.profiles.values()


def _columns(group: Group, rules: Rules) -> Iterator[Column]:
    where = group.sources[0].name if len(group.sources) == 1 else _common(group.sources)
    distinct = {path: group.distinct(path) for path in group.plans}
    for number, ((path, name), seen) in enumerate(group.tally.profiles.items(), 1):
        finding, said = group.findings[path, name], group.said(name)
        found = finding if said is None else group.machine[path, name]
        level: Level = "none" if finding.kind is None else rules.levels[finding.kind]
        inside = {kind: seen.mentions.get(kind, 0) for kind in finding.mentions}
        inside |= group.texts.get((path, name), {})
        if finding.kind is None:
            inside = {kind: n + seen.found.get(kind, 0) for kind, n in inside.items()}
        inside |= {kind: seen.found[kind] for kind in finding.kinds[1:] if kind in seen.found}
        yield Column(
            source=where,
            column=_shown(name, number, rules),
            type=seen.type,
            kind=found.kind,
            level=level,
            likelihood=found.likelihood,
            why=found.why,
            alternates=found.alternates,
            checked=seen.checked,
            found=seen.found.get(found.kind, 0) if found.kind else 0,
            distinct=distinct[path].get(name),
            mentions={kind: n for kind, n in inside.items() if n},
            subject=group.plans[path].subject_of(name) if level != "none" else None,
            review=finding.review,
            stated=said,
        )


def _is_somebodys(name: str, rules: Rules) -> bool:
    """Tell whether the name of a column is, or holds, somebody's number: in a table turned on its side."""
    if sum(character.isdigit() for character in name) < _SHORTEST_NUMBER and "@" not in name:
        return False
    seen = examine("", pa.array([name]), {k: d for k, d in rules.detectors.items() if d.in_text})
    return bool(seen.whole or seen.mentions)


def _shown(name: str, number: int, rules: Rules) -> str:
    if not _is_somebodys(name, rules):
        return name
    return f"column {number or ''}".strip() + ", whose name is a number of somebody"


def _common(sources: Sequence[Source]) -> str:
    return f"{sources[0].name} and {len(sources) - 1} more with the same columns"


def _doubts(group: Group, rules: Rules) -> Iterator[tuple[Place, str]]:
    """Say of which column it is not known whose it is, whether anybody's, or how old they are.

    Whether anybody is under 14 decides about everything else.
    """
    for number, (place, finding) in enumerate(group.findings.items(), 1):
        seen = group.tally.profiles[place]
        if _is_somebodys(place[1], rules):
            yield place, f"{_where(group, place[0])}: the name of column {number} is a number of somebody"
        readable = sum(n for year, n in seen.years.items() if year)
        if finding.kind == "date_of_birth" and readable < _READABLE * seen.checked:
            where = _where(group, place[0])
            shown = _shown(place[1], number, rules)
            yield place, f"{where}: {shown!r} holds dates of birth, and most cannot be read as dates"
        if _should_be_names(place[1], finding, seen.checked, rules):
            shown = _shown(place[1], number, rules)
            sentence = (
                f"{_where(group, place[0])}: {shown!r} is called like names of persons, and most of its "
                "values are not read as any; say in [[columns]] what it is"
            )
            yield place, sentence


def _about_nobody(group: Group, rules: Rules) -> Iterator[str]:
    """Say where something belongs to persons, but nothing tells to whom or whether to anybody."""
    for path, planned in group.plans.items():
        if planned.columns and not planned.anchored(rules.detectors):
            names = ", ".join(repr(_shown(column.name, 0, rules)) for column in planned.columns)
            yield (
                f"{_where(group, path)}: {names} may say something about persons, "
                "but no column tells whether anybody, or who, is meant"
            )


def _should_be_names(column: str, finding: Finding, checked: int, rules: Rules) -> bool:
    """Tell whether a column that was taken for nothing is called 姓名: then nobody in it would be counted."""
    detector = rules.detectors.get(NAME)
    if detector is None or finding.kind is not None or not checked or against(detector, column) is not None:
        return False
    word = match(column, detector.headers) or ""
    return word.endswith("姓名") or word in {"real name", "realname", "full name", "fullname"}


def _where(group: Group, path: str) -> str:
    return f"{group.sources[0].name}{': ' + path if path else ''}"


def _remainder(groups: Sequence[Group], name: str, rules: Rules) -> Remainder:
    gone = [(group, place) for group in groups for place in group.columns_left_out(name)]
    kept = {
        kind
        for group in groups
        for place, finding in group.findings.items()
        if place not in group.columns_left_out(name)
        for kind in (*finding.kinds, *finding.mentions)
        if group.rules.levels[kind] != "none"
    }
    names = sorted({_shown(column, 0, rules) for _, (_, column) in gone})
    rests = [
        planned.without(planned.left_out(group.asked.leave_out[name], group.rules.levels), rules.detectors)
        for group in groups
        for planned in group.plans.values()
    ]
    unsure = any(rest.columns and not rest.anchored(rules.detectors) for rest in rests)
    return Remainder(tuple(names), frozenset(kept), merge(group.people(name) for group in groups), unsure)
