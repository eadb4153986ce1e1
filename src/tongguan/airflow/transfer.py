"""The file that was judged is the file that leaves.

A transfer does not trust the graph it stands in: between the gate and itself anybody may have put
another file there, and whoever marks a gate as successful leaves no verdict. So it copies while it
hashes, and nothing appears at the destination unless names and digests are those that were judged.
Nothing here needs Airflow.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tongguan.errors import TongguanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tongguan.reading.pinned import PinnedFile

BLOCK = 1 << 20  # bytes


class NotWhatWasJudged(TongguanError):
    """What lies there now is not what the gate let through. Nothing of it has left."""


def verified_copy(
    judged: Mapping[str, Any] | None, paths: str | Sequence[str], destination: str | os.PathLike[str]
) -> dict[str, Any]:
    """Copy the files under *paths* into the new folder *destination*, if they are those of *judged*.

    *judged* is what the gate returned (``tongguan.summary/1``), *paths* what the gate was given. A mark
    (``sidecar``) goes along. Every file is opened once; the copies become *destination* in one rename,
    all or none, and a copy that is not the judged one is removed. A destination that is there already
    with the same content is left as it is, so a retry is harmless.

    The rename is the moment of leaving: a failure means that nothing has left. Code that uploads
    instead should verify first, into a folder inside the border, and upload from there.

    Returns the destination, and how many files and bytes are in it. Raises NotWhatWasJudged, and
    Unreadable where the files cannot be read any more.
    """
    if not judged:
        raise _refused(
            "there is no verdict to hold it against", "Run the gate; do not mark it as successful."
        )
    target = Path(destination)
    stage = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(stage, ignore_errors=True)  # of a try that was killed
        stage.mkdir(parents=True)
        if manifest(_copy_files(paths, stage)) != judged["manifest"]:
            raise _refused("its files are not the ones that were judged", "Gate the export again.")
        if mark := judged.get("sidecar"):
            _copy_mark(mark, stage)
        copied = _content(stage)
        _move(stage, target, copied)
    except OSError as problem:
        reason = os.strerror(problem.errno or 0)
    else:
        return {
            "destination": str(target),
            "files": len(copied),
            "bytes": sum(path.stat().st_size for path in _files(target)),
        }
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    raise TongguanError(f"{target}: cannot be written ({reason}). Nothing has left.", hint="Try again.")


def manifest(files: Sequence[tuple[str, str]]) -> str:
    """Return one SHA-256 over the names and digests of *files*, in whatever order.

    Names are part of it, because the folders of a partitioned dataset say something of the rows; they
    are told nowhere else for the same reason.

    >>> manifest([("a", "0"), ("b", "1")]) == manifest([("b", "1"), ("a", "0")]) != manifest([("b", "0")])
    True
    """
    lines = sorted(f"{digest} {name}\0" for name, digest in files)
    return sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _copy_files(paths: str | Sequence[str], stage: Path) -> list[tuple[str, str]]:
    """Copy everything the gate would read; return names and digests of what was written."""
    from tongguan.reading import open_sources

    with ExitStack() as opened:
        sources = [opened.enter_context(source) for source in open_sources(paths)]
        # The gate's own way of finding and naming files, and its own guard of their bytes.
        return [(source.name, _copy(source._pinned, _inside(stage, source.name))) for source in sources]  # type: ignore[attr-defined]  # noqa: SLF001


def _copy(file: PinnedFile, into: Path) -> str:
    """Copy *file* and return the SHA-256 of what was written."""
    digest = sha256()
    into.parent.mkdir(parents=True, exist_ok=True)
    with into.open("xb") as copy:
        for offset in range(0, file.size, BLOCK):
            block = file.read_at(offset, BLOCK)
            digest.update(block)
            copy.write(block)
    file.rest()
    return digest.hexdigest()


def _inside(stage: Path, name: str) -> Path:
    """Return where the file called *name* goes, which is inside *stage*."""
    parts = [part for part in PurePosixPath(name).parts if part != "/"]
    if ".." in parts or not parts:
        raise _refused(
            "a file is named by a path that leads upwards", "Name files and folders by absolute paths."
        )
    return stage.joinpath(*parts)


def _copy_mark(mark: Mapping[str, Any], stage: Path) -> None:
    path = Path(mark["path"])
    data = path.read_bytes()
    if sha256(data).hexdigest() != mark["sha256"]:
        raise _refused("its mark is not the one that was written", "Gate the export again.")
    with _inside(stage, path.name).open("xb") as copy:
        copy.write(data)


def _move(stage: Path, target: Path, copied: Mapping[str, str]) -> None:
    try:
        stage.rename(target)  # fails where something is already there
    except OSError:
        if not target.is_dir():
            raise
        if _content(target) != copied:
            hint = "Name a destination of its own for every run."
            raise _refused("something else is at its destination", hint) from None


def _content(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in *folder*, by relative path."""
    found = {}
    for path in _files(folder):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = file_digest(file, "sha256").hexdigest()
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _refused(what: str, hint: str) -> NotWhatWasJudged:
    return NotWhatWasJudged(f"The export is not sent: {what}. Nothing has left.", hint=hint)
