"""The mark beside the data: ``orders.parquet.tongguan.json`` says of ``orders.parquet`` what was decided."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from tongguan.errors import TongguanError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SUFFIX = ".tongguan.json"
_GLOB = frozenset("*?[")


def sidecar_path(paths: str | Sequence[str], stated: str | None) -> Path:
    """Return where the mark of *paths* goes: where it is *stated*, else beside the one file or folder.

    Raises UsageError where several paths or a pattern leave no one place.

    >>> sidecar_path("out/orders.parquet", None).name
    'orders.parquet.tongguan.json'
    """
    if stated:
        return Path(stated)
    several = [paths] if isinstance(paths, str) else list(paths)
    if len(several) != 1 or _GLOB & set(several[0]):
        raise UsageError(
            "One verdict on several files has no one place for its mark. Nothing was scanned.",
            hint="Say where it goes: sidecar=...",
        )
    only = Path(several[0])
    return only.with_name(only.name + SUFFIX)


def write_sidecar(path: Path, content: Mapping[str, Any]) -> dict[str, Any]:
    """Write *content* to *path*, whole or not at all; return its path, sha256 and bytes."""
    data = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=SUFFIX, delete=False) as file:
            try:
                file.write(data)
                os.fchmod(file.fileno(), 0o644)  # it is there to be read
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as problem:
        reason = os.strerror(problem.errno or 0)
    else:
        return {"path": str(path), "sha256": sha256(data).hexdigest(), "bytes": len(data)}
    raise TongguanError(
        f"{path}: the mark could not be written ({reason}). Unmarked, the data must not leave.",
        hint="The folder must be there, with room, and this user must be able to write into it.",
    )
