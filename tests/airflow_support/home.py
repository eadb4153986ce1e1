"""A throw-away Airflow: its folder, its environment, its database."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tongguan.ledger.ledger import Ledger
from tongguan.ledger.pepper import read_pepper

HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent / "dags"


@dataclass(frozen=True)
class Home:
    """Folders of one Airflow and of what it exports: nothing is shared with another."""

    root: Path

    @property
    def airflow(self) -> Path:
        return self.root / "airflow"

    @property
    def dags(self) -> Path:
        return self.root / "dags"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def outbound(self) -> Path:
        return self.root / "outbound"

    @property
    def register(self) -> Path:
        return self.root / "tongguan.toml"

    @property
    def ledger_url(self) -> str:
        return f"sqlite:///{self.root / 'ledger.db'}"

    def ledger(self):
        """Open the ledger for reading."""
        return closing(
            Ledger.open(self.ledger_url, read_pepper(self.ledger_url, {}, create=False), create=False)
        )

    def entries(self, run_part=""):
        """Return kind and run of every entry whose run holds *run_part*, oldest first."""
        with self.ledger() as ledger:
            return [(str(each.kind), each.run) for each in ledger.entries() if run_part in each.run]

    def environment(self, **more):
        """Return the environment of every process of this Airflow, and of nobody else's settings."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "TONGGUAN"))}
        return clean | {
            "AIRFLOW_HOME": str(self.airflow),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.airflow / 'airflow.db'}",
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
            "TONGGUAN_EXPORTS": str(self.exports),
            "TONGGUAN_REGISTER": str(self.register),
            "TONGGUAN_LEDGER": self.ledger_url,
            "TONGGUAN_OUTBOUND": str(self.outbound),
            **more,
        }

    def run(self, *dag_ids, timeout=150):
        """Run the DAGs in a process of their own and return how each ended; its output is kept as a log."""
        result = self.root / "result.json"
        with (self.airflow / "run_dags.log").open("wb") as log:
            done = subprocess.run(
                [sys.executable, str(HERE / "run_dags.py"), str(result), *dag_ids],
                env=self.environment(),
                cwd=self.root,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        assert done.returncode == 0, (self.airflow / "run_dags.log").read_text()[-4000:]
        return json.loads(result.read_text())


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """Return a migrated Airflow database, made once for all the workers of a test session."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = Home(shared / "migrated")
    home.airflow.mkdir(parents=True, exist_ok=True)
    database = home.airflow / "airflow.db"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home.root / "done").exists():
            subprocess.run(
                [sys.executable, "-m", "airflow", "db", "migrate"],
                env=home.environment(),
                cwd=home.root,
                capture_output=True,
                timeout=120,
                check=True,
            )
            (home.root / "done").touch()
    return database


def new_home(root: Path, migrated: Path, *dag_files: Path) -> Home:
    """Return an Airflow in *root* with these DAG files."""
    home = Home(root)
    for folder in (home.airflow, home.dags, home.exports, home.outbound):
        folder.mkdir()
    shutil.copy(migrated, home.airflow / "airflow.db")
    for file in dag_files:
        shutil.copy(file, home.dags)
    return home
