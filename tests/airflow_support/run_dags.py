"""Run DAGs of the folder one after another, in a process of its own, and tell how they ended.

    python run_dags.py RESULT.json DAG_ID...    (the environment is that of ``home.environment``)

Airflow reads its settings when it is imported, so a test cannot choose them for its own process.
A DAG named twice is the same run twice: same logical date, same run id.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.models.asset import AssetEvent, AssetModel
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.settings import Session
from sqlalchemy import select

LOGICAL_DATE = datetime(2026, 5, 1, tzinfo=UTC)


def main(result: Path, dag_ids: list[str]) -> None:
    """Run them."""
    bag = DagBag()
    assert not bag.import_errors, bag.import_errors
    told = [run(bag.dags[dag_id]) for dag_id in dag_ids]
    result.write_text(json.dumps(told, default=str, ensure_ascii=False))


def run(dag):
    """Run *dag* and return its states, XComs and asset events."""
    dag_run = dag.test(run_after=LOGICAL_DATE, logical_date=LOGICAL_DATE)
    mine = {"dag_id": dag.dag_id, "run_id": dag_run.run_id}
    with Session() as session:
        tasks = session.scalars(select(TaskInstance).filter_by(**mine)).all()
        xcoms = session.scalars(select(XComModel).filter_by(**mine)).all()
        events = session.execute(
            select(AssetModel.uri, AssetEvent.extra)
            .join(AssetModel, AssetModel.id == AssetEvent.asset_id)
            .where(AssetEvent.source_dag_id == dag.dag_id, AssetEvent.source_run_id == dag_run.run_id)
        ).all()
    return {
        "dag_id": dag.dag_id,
        "run_id": dag_run.run_id,
        "state": dag_run.state,
        "states": {name(each): each.state for each in tasks},
        "tries": {name(each): each.try_number for each in tasks},
        "xcoms": {
            name(each): XComModel.deserialize_value(each) for each in xcoms if each.key == "return_value"
        },
        "events": dict(events),
    }


def name(of):
    """Return the id of a task, with its map index where it has one."""
    return of.task_id if of.map_index < 0 else f"{of.task_id}[{of.map_index}]"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
