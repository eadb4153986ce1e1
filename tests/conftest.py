"""Fixtures that several files of tests share."""

from __future__ import annotations

import itertools
from contextlib import contextmanager

import pytest
from hypothesis import settings
from pg_kit import server

# For mutation testing: the same few examples each time, so that a mutant is killed by what it changes.
settings.register_profile("mutants", max_examples=30, derandomize=True, database=None, deadline=None)

# Nothing in there is a test, and collecting the DAGs would import Airflow with somebody's own settings.
collect_ignore_glob = ["airflow_support/*"]


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of this session's own."""
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Each kind of database: called, it gives the URL of a new and empty one, and takes it back."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").database
    numbers = itertools.count()

    @contextmanager
    def file():
        yield f"sqlite:///{tmp_path / f'year {next(numbers)}.db'}"

    return file


@pytest.fixture
def at(database):
    """Where a ledger is to be, on each kind of database: its URL."""
    with database() as url:
        yield url


@pytest.fixture
def url(postgres):
    """Return the URL of an empty database on the server, as its owner."""
    with postgres.database() as url:
        yield url
