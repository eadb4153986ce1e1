"""A user's own detectors: from TOML files, from Python files, from installed packages.

Whatever it was written in, it becomes the same :class:`~tongguan.detector.Detector` as a built-in one,
and is proven on its own examples before anything is scanned. What does not load, or does not do what it
says, is an error and never passed over: a detector silently left out is a person silently missed.

How much the law minds a built-in kind, the catalogue says; how much it minds one of these, its author
says, with a ``reason`` where that is nothing. Built-in detectors may be widened here (``extends``, more
header words), never narrowed: that a column is not what it is taken for, a person says in the register.

Messages name file, table and key. An example may be somebody's number, so its place is named, not itself.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tongguan.detector import Detector, builtin, failures
from tongguan.errors import DetectorError
from tongguan.kernels.tidy import compact, tidy
from tongguan.law import catalogue
from tongguan.law.catalogue import HARMLESS, LEVELS, Level
from tongguan.law.strict_toml import refuse, shown
from tongguan.own_toml import Own, Widened, read_detectors, refuse_bad_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.metadata import EntryPoint
    from importlib.resources.abc import Traversable

ENTRY_POINTS = "tongguan.detectors"
"""The entry-point group of packages that bring detectors: each names a module with DETECTOR and LEVEL."""

_MOST_BYTES = 16 << 20
# Kinds go into verdicts and the ledger, like other ids.
_KIND = re.compile(r"[a-z](?!.*[0-9]{9})[a-z0-9_]{1,39}")


@dataclass(frozen=True)
class DetectorSet:
    """The detectors of one case: the built-in ones, some with more header words, and the user's ``own``.

    ``sources`` are the files and packages they came from, with the SHA-256 of each.
    """

    own: tuple[Own, ...] = ()
    widened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[tuple[str, str], ...] = ()

    @cached_property
    def detectors(self) -> Mapping[str, Detector]:
        """All detectors, by kind."""
        known = {
            kind: replace(detector, headers=(*detector.headers, *self.widened.get(kind, ())))
            for kind, detector in builtin().items()
        }
        return known | {own.detector.id: own.detector for own in self.own}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are not built in."""
        return tuple(own.detector.id for own in self.own)

    @property
    def titles(self) -> Mapping[str, str]:
        """What the kinds that are not built in are called, in Chinese where their author says so."""
        return {own.detector.id: own.detector.title_zh for own in self.own}

    def levels(self, built_in: Mapping[str, Level]) -> Mapping[str, Level]:
        """Return the level of every kind: those of the catalogue, and of the own kinds."""
        return {**built_in, **{own.detector.id: own.level for own in self.own}}

    @cached_property
    def sha256(self) -> str:
        """A digest of every detector's source and tables: two scans with the same had the same detectors."""
        parts = (*_shipped_sources(), *self.sources)
        return hashlib.sha256("\n".join(f"{name} {digest}" for name, digest in parts).encode()).hexdigest()


def detector_set(files: Iterable[Path | str] = (), *, installed: bool = True) -> DetectorSet:
    """Return the built-in detectors, those of *files* (TOML or Python), and those of *installed* packages.

    Raises DetectorError for the first that does not load or does not do what it says.
    """
    own: list[Own] = []
    widened: dict[str, tuple[str, ...]] = {}
    sources: list[tuple[str, str]] = []
    for file in files:
        for where, each in _of_file(Path(file), sources):
            if isinstance(each, Own):
                own.append(_proven(each, where))
            else:
                widened[each.extends] = (*widened.get(each.extends, ()), *_lower(each.headers))
    points = sorted(_entry_points(), key=lambda p: (p.name, p.value)) if installed else ()
    own += [_proven(*_of_entry_point(point, sources)) for point in points]
    kinds = [each.detector.id for each in own]
    for kind in kinds:
        if kinds.count(kind) > 1:
            hint = "Every kind has one detector."
            raise refuse(DetectorError, "detectors", f"two are called `{kind}`", hint=hint)
    return DetectorSet(tuple(own), widened, tuple(sources))


def _lower(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


def _of_file(path: Path, sources: list[tuple[str, str]]) -> Iterator[tuple[str, Own | Widened]]:
    def read(beside: str) -> bytes:
        return _bytes(path.parent / beside, sources)

    if path.suffix == ".toml":
        yield from read_detectors(read(path.name), path.name, read)
    elif path.suffix == ".py":
        yield path.name, _of_python_file(path, read(path.name))
    else:
        hint = "Detectors are written in .toml or .py files."
        raise refuse(DetectorError, path.name, "neither a .toml nor a .py file", hint=hint)


def _bytes(path: Path, sources: list[tuple[str, str]]) -> bytes:
    """Return what is in a file, and note its digest among the *sources*."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as problem:
        reason = "there is no such file" if isinstance(problem, FileNotFoundError) else "it cannot be read"
        hint = "Paths in a register are relative to its folder."
        raise refuse(DetectorError, path.name, reason, hint=hint) from None
    if len(data) > _MOST_BYTES:
        what = f"larger than {_MOST_BYTES:,} bytes"
        raise refuse(DetectorError, path.name, what, hint="Is this the right file?")
    sources.append((path.name, hashlib.sha256(data).hexdigest()))
    return data


def _of_python_file(path: Path, data: bytes) -> Own:
    name = f"tongguan_own_{hashlib.sha256(data).hexdigest()[:16]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise refuse(DetectorError, path.name, "it is no Python module", hint="Is it the right file?")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as problem:  # noqa: BLE001 (whatever a foreign module raises)
        what = f"it fails with {type(problem).__name__}"
        raise refuse(DetectorError, path.name, what, hint="Import it by itself to see where.") from None
    return _of_python(module, path.name)


def _of_entry_point(point: EntryPoint, sources: list[tuple[str, str]]) -> tuple[Own, str]:
    package = "an installed package" if point.dist is None else f"{point.dist.name} {point.dist.version}"
    where = f"{package}, entry point {shown(point.name)}"
    try:
        loaded = point.load()
    except Exception as problem:  # noqa: BLE001
        what = f"it does not load ({type(problem).__name__})"
        hint = "Mend or uninstall the package, or set `installed_detectors = false`."
        raise refuse(DetectorError, where, what, hint=hint) from None
    sources.append((package, hashlib.sha256(point.value.encode()).hexdigest()))
    if file := getattr(loaded, "__file__", None):
        _bytes(Path(file), sources)
    return _of_python(loaded, where), where


def _of_python(module: object, where: str) -> Own:
    """Take DETECTOR, LEVEL and (for level none) REASON from a module, or from an object with these names."""
    detector, level = getattr(module, "DETECTOR", None), getattr(module, "LEVEL", None)
    if not isinstance(detector, Detector):
        raise refuse(DetectorError, where, "it holds no DETECTOR", hint="Define DETECTOR = Detector(...).")
    if level not in LEVELS:
        hint = f'LEVEL is one of {", ".join(LEVELS)}: LEVEL = "general".'
        raise refuse(DetectorError, where, "it does not say how much the law minds its kind", hint=hint)
    refuse_bad_pattern(detector.pattern, where)
    if not detector.examples:
        raise refuse(DetectorError, where, "there is no example", hint="A detector is proven on examples.")
    return Own(detector, level, str(getattr(module, "REASON", "")))


def _entry_points() -> Iterable[EntryPoint]:
    return metadata.entry_points(group=ENTRY_POINTS)


def _proven(own: Own, where: str) -> Own:
    """Return *own*, if it does what it says and takes nothing that a built-in detector knows better."""
    require_free(own.detector.id, where)
    if own.level == "none" and not own.reason.strip():
        hint = "Say why nobody is meant: it is recorded."
        raise refuse(DetectorError, where, '`reason` is missing, level "none" asks for it', hint=hint)
    for failure in failures(own.detector):
        fails = "is not found" if failure.what == "example" else "is found"
        hint = "Mend the detector or the example."
        raise refuse(DetectorError, where, f"{failure.what} {failure.place} {fails}", hint=hint)
    taken = _takes_from(own.detector)
    if taken:
        hint = "Narrow the pattern, or set `needs_header = true`: values like these would be taken for yours."
        what = f"it finds examples of the built-in {', '.join(f'`{kind}`' for kind in taken)}"
        raise refuse(DetectorError, where, what, hint=hint)
    return own


def _takes_from(detector: Detector) -> list[str]:
    """Return the built-in kinds, of those that values show, whose examples *detector* finds."""
    if detector.needs_header:
        return []
    taken = []
    for kind, known in builtin().items():
        if known.needs_header or known.id == detector.numbered_as:
            continue
        values = tidy(pa.array(known.examples, type=pa.string()))
        if detector.find(compact(values) if detector.compacted else values).any():
            taken.append(kind)
    return taken


def require_free(kind: str, where: str) -> None:
    """Raise DetectorError unless *kind* is an id that a detector of one's own may have."""
    if not _KIND.fullmatch(kind):
        hint = "Small letters, digits and _, 40 at most, a letter first: `member_no`."
        raise refuse(DetectorError, where, "`id` is not of the form asked for", hint=hint)
    if kind in {*catalogue.KINDS, *builtin(), HARMLESS}:
        hint = f'Choose another, or write `extends = "{kind}"` to give a built-in one more header words.'
        raise refuse(DetectorError, where, f"`{kind}` is taken", hint=hint)


@cache
def _shipped_sources() -> tuple[tuple[str, str], ...]:
    """Return name and digest of every file of the built-in detectors, and of the release they came with."""
    files = sorted(_walk(resources.files("tongguan.detectors"), ""))
    return (("tongguan", metadata.version("tongguan")), *files)


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        name = f"{path}{entry.name}"
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            yield from _walk(entry, f"{name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield name, hashlib.sha256(entry.read_bytes()).hexdigest()
