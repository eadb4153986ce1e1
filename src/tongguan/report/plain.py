"""Text from outside, fit for a terminal."""

from __future__ import annotations

_SHORT = 60


def plain(text: str, limit: int = _SHORT) -> str:
    """Return *text* fit for a terminal: printable, one line, at most *limit* characters."""
    shown = "".join(c if c.isprintable() else "□" for c in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
