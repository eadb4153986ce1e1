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
        yield f"sqlite:///{tmp_path / 'year.db'}"
    else:
        yield request.getfixturevalue("url")


@pytest.fixture
def url(postgres):
    """Return the URL of an empty database on the server, as its owner."""
    with postgres.database() as url:
        yield url
