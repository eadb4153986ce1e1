"""Nightly exports to the headquarters abroad: each leaves only if its gate is open.

    gate ──▶ transfer ──▶ post        for each export; one that fails does not stop the others
      └─────────┴──▶ void             only where gate or transfer failed

Copy this file into your DAGs folder. Environment, of the scheduler's and the workers' alike:

    TONGGUAN_EXPORTS   folder in which the exports lie
    TONGGUAN_REGISTER  the register, tongguan.toml
    TONGGUAN_LEDGER    the ledger's URL; its pepper is in TONGGUAN_PEPPER or TONGGUAN_PEPPER_FILE
    TONGGUAN_OUTBOUND  folder that stands for the bucket abroad
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

import pendulum
from airflow.sdk import DAG, Asset, TaskGroup, task

from tongguan.airflow.operators import ExportGateOperator, ExportPostOperator, ExportVoidOperator
from tongguan.airflow.transfer import verified_copy

EXPORTS = PurePosixPath(os.environ.get("TONGGUAN_EXPORTS", "sample_data"))
REGISTER = os.environ.get("TONGGUAN_REGISTER", "sample_data/tongguan.toml")
OUTBOUND = PurePosixPath(os.environ.get("TONGGUAN_OUTBOUND", "outbound"))


class Nightly(NamedTuple):
    """One export: its id in the register, its file, and what a shut gate does to it."""

    export: str
    file: str
    on_shut: Literal["block", "tag"] = "block"


NIGHTLY = (
    Nightly("orders", "orders.parquet"),
    Nightly("marketing", "marketing_statistics.csv"),
    Nightly("members", "members_1.parquet"),
    # Tagged, not stopped: whoever receives it sees what was decided.
    Nightly("vip", "vip_service.parquet", on_shut="tag"),
)


# No retries: a file that is not the one that was judged does not become it.
@task(retries=0)
def transfer(judged: Any, paths: str, destination: str) -> None:  # noqa: ANN401 (what XCom brings)
    """Let the judged file leave; a folder stands for the bucket."""
    verified_copy(judged, paths, destination)


with DAG(
    "nightly_export_gate",
    schedule="0 2 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    # Two runs at once would race for the year's last places: the ledger would tell one so.
    max_active_runs=1,
    # A file may still be in the making, or the ledger busy. A shut gate is not tried again.
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["tongguan"],
    doc_md=__doc__,
) as dag:
    for nightly in NIGHTLY:
        with TaskGroup(nightly.export):
            source = str(EXPORTS / nightly.file)
            # A folder for each run: what left last night is not overwritten.
            destination = str(OUTBOUND / nightly.export / "{{ run_id }}")
            gate = ExportGateOperator(
                task_id="gate",
                paths=source,
                export_id=nightly.export,
                register=REGISTER,
                on_shut=nightly.on_shut,
                outlets=[Asset(f"tongguan://cleared/{nightly.export}")],
            )
            left = transfer(gate.output, source, destination)
            left >> ExportPostOperator(task_id="post", gate=gate)
            [gate, left] >> ExportVoidOperator(task_id="void", gate=gate, destination=destination)
