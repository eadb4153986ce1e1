"""The shipped DAG under a real scheduler: api-server, scheduler, dag-processor, triggered by REST."""

from __future__ import annotations

import json
import time

import pytest
from airflow_support.data import REGISTER, canaries, leaked, people, write
from airflow_support.home import SHIPPED, migrated, new_home  # noqa: F401 (a fixture)
from airflow_support.stack import running, until

pytestmark = [pytest.mark.airflow, pytest.mark.scheduler]

DAG = "nightly_export_gate"
SECONDS = 180
EVERYBODY = people(200)
VIP = EVERYBODY[100:130]


@pytest.fixture(scope="module")
def home(tmp_path_factory, migrated):  # noqa: F811
    home = new_home(tmp_path_factory.mktemp("scheduled"), migrated, SHIPPED / f"{DAG}.py")
    home.register.write_text(REGISTER, encoding="utf-8")
    write(home.exports / "orders.parquet", EVERYBODY[:40])
    write(home.exports / "members_1.parquet", EVERYBODY[40:80], "resident_id")
    write(home.exports / "vip_service.parquet", VIP, "resident_id")
    rows = "".join(f"2026-{month:02d},{month * 1250},{month * 3.5}\n" for month in range(1, 13))
    (home.exports / "marketing_statistics.csv").write_text("month,visits,conversion\n" + rows)
    return home


@pytest.fixture(scope="module")
def night(home):
    """Run the DAG once; return the run's id, and state and tries of every task."""
    deadline = time.monotonic() + SECONDS
    with running(home, deadline) as airflow:
        until(lambda: _known(airflow), deadline)
        run_id = airflow.trigger(DAG)
        return run_id, until(lambda: airflow.ended(DAG, run_id), deadline)


def _known(airflow):
    found = airflow.call("GET", "/api/v2/dags")["dags"]
    return any(dag["dag_id"] == DAG and not dag["has_import_errors"] for dag in found)


def test_one_shut_export_does_not_stop_the_others(night):
    _, tasks = night
    left = {"gate": "success", "transfer": "success", "post": "success", "void": "skipped"}
    stopped = {"gate": "failed", "transfer": "upstream_failed", "post": "upstream_failed", "void": "success"}
    wanted = {"orders": left, "marketing": left, "members": stopped, "vip": left}
    assert {task: state for task, (state, _) in tasks.items()} == {
        f"{export}.{task}": state for export, ended in wanted.items() for task, state in ended.items()
    }


def test_the_shut_gate_is_not_tried_again(night):
    _, tasks = night
    assert tasks["members.gate"] == ("failed", 1)


def test_only_what_may_leave_is_in_the_bucket(home, night):
    run_id, _ = night
    there = {path.parent.name: path.is_dir() for path in home.outbound.glob(f"*/{run_id}")}
    assert there == {"orders": True, "marketing": True, "vip": True}
    mark = home.outbound / "vip" / run_id / "vip_service.parquet.tongguan.json"
    assert json.loads(mark.read_text(encoding="utf-8"))["verdict"]["tagged"] is True


def test_the_ledger_agrees(home, night):
    run_id, _ = night
    kinds = {}
    for kind, run in home.entries(run_id):
        kinds.setdefault(run.split(":")[-2], []).append(kind)
    posted = ["reserve", "post"]
    assert kinds == {
        "orders.gate": posted,
        "marketing.gate": posted,
        "members.gate": ["refuse"],
        "vip.gate": posted,
    }
    with home.ledger() as ledger:
        year = ledger.entries()[0].year
        assert ledger.year("91310000MA1SAMPLE0", year).high("all") == len(VIP)
        assert ledger.verify() == []


def test_the_log_names_article_and_remedy_and_holds_no_value(home, night):
    logs = list((home.airflow / "logs").rglob("*.log"))
    text = "".join(log.read_text(encoding="utf-8") for log in logs if "members.gate" in str(log))
    assert "contract_or_certification under CBDF 8" in text
    assert "leave out 1 column(s) of cn_resident_id: then exempt under CBDF 5(1)(4)" in text
    assert leaked(home.airflow, canaries(EVERYBODY)) == []
