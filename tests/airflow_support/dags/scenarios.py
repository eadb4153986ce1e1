"""What can happen to an export, a DAG each; for the tests."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pendulum
from airflow.sdk import DAG, Asset, TaskGroup, task, task_group

from tongguan.airflow.operators import ExportGateOperator, ExportPostOperator, ExportVoidOperator

EXPORTS = Path(os.environ["TONGGUAN_EXPORTS"])
REGISTER = os.environ["TONGGUAN_REGISTER"]
OUTBOUND = Path(os.environ["TONGGUAN_OUTBOUND"])

COMMON = {
    "start_date": pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    "default_args": {"register": REGISTER},
}


@task
def transfer(judged, paths, destination):
    from tongguan.airflow.transfer import verified_copy

    verified_copy(judged, paths, destination)


@task
def swap(path, other):
    """Put another file in the place of the one that was judged."""
    Path(path).write_bytes(Path(other).read_bytes())


@task
def lose_the_word_of_success(path):
    """Stand for a worker that is killed when the data has left and nobody has been told."""
    raise RuntimeError


with DAG("mixed", schedule=None, **COMMON):
    for name, export, file, on_shut in (
        ("open", "orders", "orders.parquet", "block"),
        ("folder", "orders", "orders_by_day", "tag"),
        ("shut", "members", "members.parquet", "block"),
        ("tagged", "vip", "vip.parquet", "tag"),
        ("review", "unknown", "orders.parquet", "tag"),
        ("truncated", "orders", "truncated.parquet", "block"),
        ("misnamed", "order", "orders.parquet", "block"),
    ):
        with TaskGroup(name):
            source = str(EXPORTS / file)
            destination = str(OUTBOUND / name)
            gate = ExportGateOperator(
                task_id="gate",
                paths=source,
                export_id=export,
                on_shut=on_shut,
                outlets=[Asset(f"tongguan://cleared/{name}")],
                retries=1,
                retry_delay=timedelta(0),
            )
            left = transfer(gate.output, source, destination)
            left >> ExportPostOperator(task_id="post", gate=gate)
            [gate, left] >> ExportVoidOperator(task_id="void", gate=gate, destination=destination)

with DAG("swapped", schedule=None, **COMMON):
    source, destination = str(EXPORTS / "swapped.parquet"), str(OUTBOUND / "swapped")
    gate = ExportGateOperator(task_id="gate", paths=source, export_id="orders")
    left = transfer(gate.output, source, destination)
    gate >> swap(source, str(EXPORTS / "members.parquet")) >> left
    left >> ExportPostOperator(task_id="post", gate=gate)
    [gate, left] >> ExportVoidOperator(task_id="void", gate=gate, destination=destination)

with DAG("killed", schedule=None, **COMMON):
    source, destination = str(EXPORTS / "killed.parquet"), str(OUTBOUND / "killed")
    gate = ExportGateOperator(task_id="gate", paths=source, export_id="orders")
    left = transfer(gate.output, source, destination)
    died = lose_the_word_of_success(destination)
    left >> died >> ExportPostOperator(task_id="post", gate=gate)
    [gate, died] >> ExportVoidOperator(task_id="void", gate=gate, destination=destination)

with DAG("mapped", schedule=None, **COMMON):

    @task_group
    def export(file):
        gate = ExportGateOperator(task_id="gate", paths=file, export_id="orders")
        left = transfer(gate.output, file, f"{OUTBOUND}/mapped-{{{{ ti.map_index }}}}")
        left >> ExportPostOperator(task_id="post", gate=gate)
        [gate, left] >> ExportVoidOperator(task_id="void", gate=gate)

    export.expand(
        file=[str(EXPORTS / name) for name in ("day_1.parquet", "truncated.parquet", "day_2.parquet")]
    )

with DAG("expanded", schedule=None, **COMMON):
    files = [str(EXPORTS / "expanded_1.parquet"), str(EXPORTS / "expanded_2.parquet")]
    gate = ExportGateOperator.partial(task_id="gate", export_id="orders").expand(paths=files)
    gate >> ExportVoidOperator.partial(task_id="void", gate="gate").expand(reason=["a", "b"])
