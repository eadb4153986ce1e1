"""Reference tables: one entry a line; lines with # give source and licence."""

from __future__ import annotations

from importlib import resources


def entries(name: str) -> list[str]:
    """Return the entries of ``tables/<name>`` in their order."""
    text = resources.files("tongguan.detectors").joinpath("tables", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
