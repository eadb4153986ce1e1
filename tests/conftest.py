"""Fixtures that several files of tests share."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from pg_kit import server


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of this session's own."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def at(request, tmp_path):
    """Where a ledger is to be, on each kind of database: its URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'year.db'}"
    return request.getfixturevalue("postgres").database()
