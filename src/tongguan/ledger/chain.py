"""The hash chain: each row carries SHA-256 over the digest before it and its own canonical JSON.

Whoever changes, removes or inserts a row breaks the chain there, unless all later digests are
rewritten too; that is why the head goes into what is handed out, so that others hold it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """Return *value* as the one JSON text it has here: sorted names, no spaces, no NaN, UTF-8 kept."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def row_digest(row: Mapping[str, object]) -> str:
    """Return the hexadecimal SHA-256 of a stored *row* (column name to value) and what came before it."""
    # Nulls are left out, so that a column added by a later version leaves old digests as they are.
    said = {name: value for name, value in row.items() if name != "digest" and value is not None}
    return hashlib.sha256(f"{row['previous']}{canonical(said)}".encode()).hexdigest()


def segments_digest(segments: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the hexadecimal SHA-256 of an entry's *segments*, pairs of keys and flags, in order."""
    digest = hashlib.sha256()
    for keys, flags in segments:
        digest.update(len(flags).to_bytes(8, "big"))  # or bytes could wander from one part to the next
        digest.update(keys)
        digest.update(flags)
    return digest.hexdigest()
