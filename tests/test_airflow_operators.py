"""The operators one by one, on a real Airflow without a database."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from airflow_support.data import REGISTER, canaries, people, write

from tongguan import api
from tongguan.airflow import get_provider_info
from tongguan.airflow.runs import ledger_run, run_template
from tongguan.errors import LedgerConflict, LedgerError, LimitExceeded, Unreadable, UsageError, WrongPepper

pytestmark = pytest.mark.airflow

ROOT = Path(__file__).parents[1]
SOMEBODY = people(20)


@pytest.fixture(scope="module")
def op(tmp_path_factory):
    """Import Airflow with a home of its own, and return our operators."""
    os.environ["AIRFLOW_HOME"] = str(tmp_path_factory.mktemp("airflow"))
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    from tongguan.airflow import operators

    return operators


@pytest.fixture
def failures(op):
    """Return the exceptions that end a task: with retries, and without."""
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    return AirflowException, AirflowFailException


@pytest.fixture
def place(tmp_path):
    """Return the arguments every gate here shares."""
    (tmp_path / "tongguan.toml").write_text(REGISTER, encoding="utf-8")
    return {
        "task_id": "gate",
        "run": "run-1",
        "register": str(tmp_path / "tongguan.toml"),
        "ledger": f"sqlite:///{tmp_path / 'ledger.db'}",
    }


def kinds(place):
    with api.open_ledger(place["ledger"], create=False) as ledger:
        return [str(entry.kind) for entry in ledger.entries()]


def record(place, **more):
    """Return the arguments of a task that writes what became of the run."""
    return {"task_id": "record", "run": place["run"], "ledger": place["ledger"], **more}


# ---- arguments ----------------------------------------------------------------------------------


def test_an_operator_keeps_what_it_is_given_and_opens_nothing(op):
    gate = op.ExportGateOperator(task_id="g", paths="/nowhere", export_id="e", register="/no", ledger="bad:")
    assert [getattr(gate, name) for name in gate.template_fields] == [
        "/nowhere",
        "e",
        "{{ dag.dag_id }}:{{ run_id }}:g:{{ ti.map_index }}",
        "/no",
        "bad:",
        None,
        None,
    ]


def test_gate_post_and_void_mean_the_same_run_in_a_group_too(op):
    from airflow.sdk import DAG, TaskGroup

    with DAG("d", schedule=None), TaskGroup("orders"):
        gate = op.ExportGateOperator(task_id="gate", paths="p", export_id="e")
        mapped = op.ExportGateOperator.partial(task_id="mapped", export_id="e").expand(paths=["p"])
        post = op.ExportPostOperator(task_id="post", gate=gate)
        void = op.ExportVoidOperator(task_id="void", gate="orders.gate")
        other = op.ExportPostOperator(task_id="other", gate=mapped)
    assert gate.run == post.run == void.run == run_template("orders.gate")
    assert other.run == run_template("orders.mapped")


@pytest.mark.parametrize("means", [{}, {"gate": "g", "run": "r"}])
def test_a_record_needs_one_run(op, means):
    with pytest.raises(UsageError, match="in one way"):
        op.ExportPostOperator(task_id="post", **means)


@pytest.mark.parametrize("rule", ["all_success", "all_done", "none_failed", "always"])
def test_a_void_that_would_run_though_nothing_failed_is_refused(op, rule):
    with pytest.raises(UsageError, match="nothing failed"):
        op.ExportVoidOperator(task_id="void", gate="g", trigger_rule=rule)


def test_a_void_runs_on_failure_mapped_or_not(op):
    plain = op.ExportVoidOperator(task_id="void", gate="g")
    mapped = op.ExportVoidOperator.partial(task_id="mapped", gate="g").expand(reason=["a"])
    assert (plain.trigger_rule, mapped.trigger_rule) == ("one_failed", "one_failed")


def test_on_shut_knows_two_words(op):
    with pytest.raises(UsageError, match="on_shut"):
        op.ExportGateOperator(task_id="g", paths="p", export_id="e", on_shut="open")


def test_a_run_id_that_is_too_long_keeps_its_difference():
    long = "d" * 250 + ":manual__2026-05-01:gate:"
    assert len(ledger_run(long + "0")) == 250
    assert ledger_run(long + "0") != ledger_run(long + "1")
    assert ledger_run(long + "0") == ledger_run(long + "0")


# ---- the gate -----------------------------------------------------------------------------------


def test_an_open_gate_reserves_and_a_repeat_changes_nothing(op, place, tmp_path):
    path = str(write(tmp_path / "orders.parquet", SOMEBODY))
    first = op.ExportGateOperator(**place, paths=path, export_id="orders").execute({})
    again = op.ExportGateOperator(**place, paths=path, export_id="orders").execute({})
    assert first == again
    assert (first["status"], first["run"], kinds(place)) == ("open", "run-1", ["reserve"])
    json.dumps(first)  # what XCom wants of it


def test_a_shut_gate_fails_for_good_and_says_why(op, place, tmp_path, failures):
    path = str(write(tmp_path / "members.parquet", SOMEBODY, "resident_id"))
    with pytest.raises(failures[1], match=r"gate is shut.*CBDF 8(?s:.)*Remedy: leave out"):
        op.ExportGateOperator(**place, paths=path, export_id="members").execute({})
    assert kinds(place) == ["refuse"]


def test_a_tagging_gate_that_has_no_place_for_its_mark_scans_nothing(op, place, tmp_path, failures):
    paths = [str(write(tmp_path / f"{name}.parquet", SOMEBODY)) for name in "ab"]
    with pytest.raises(failures[1], match="no one place"):
        op.ExportGateOperator(**place, paths=paths, export_id="orders", on_shut="tag").execute({})
    assert not (tmp_path / "ledger.db").exists()


def test_a_mark_that_cannot_be_written_stops_the_export(op, place, tmp_path, failures):
    path = str(write(tmp_path / "vip.parquet", SOMEBODY, "resident_id"))
    gate = op.ExportGateOperator(
        **place, paths=path, export_id="vip", on_shut="tag", sidecar=str(tmp_path / "missing" / "mark.json")
    )
    with pytest.raises(failures[0], match="Unmarked"):
        gate.execute({})
    void = op.ExportVoidOperator(**record(place)).execute({})
    assert (void["voided"], kinds(place)) == (True, ["reserve", "void"])


def test_what_was_reserved_to_leave_tagged_does_not_leave_by_a_gate_that_blocks(
    op, place, tmp_path, failures
):
    path = str(write(tmp_path / "vip.parquet", SOMEBODY, "resident_id"))
    op.ExportGateOperator(**place, paths=path, export_id="vip", on_shut="tag").execute({})
    with pytest.raises(failures[1], match="This gate blocks"):
        op.ExportGateOperator(**place, paths=path, export_id="vip").execute({})


@pytest.mark.parametrize(
    ("broken", "retried"),
    [
        ({"export_id": "order"}, False),
        ({"register": "missing.toml"}, False),
        ({"paths": "missing.parquet"}, True),
    ],
)
def test_wrong_use_fails_for_good_and_what_may_be_late_may_be_retried(
    op, place, tmp_path, failures, broken, retried
):
    path = str(write(tmp_path / "orders.parquet", SOMEBODY))
    arguments = {**place, "paths": path, "export_id": "orders", **broken}
    with pytest.raises(failures[0]) as failed:
        op.ExportGateOperator(**arguments).execute({})
    assert isinstance(failed.value, failures[1]) is not retried


# ---- what becomes of the run ----------------------------------------------------------------------


def test_where_nothing_is_reserved_nothing_is_voided_and_no_ledger_is_made(op, place, tmp_path):
    assert op.ExportVoidOperator(**record(place)).execute({}) == {"run": "run-1", "voided": False}
    assert not (tmp_path / "ledger.db").exists()


def test_what_was_posted_is_never_voided(op, place, tmp_path):
    path = str(write(tmp_path / "orders.parquet", SOMEBODY))
    op.ExportGateOperator(**place, paths=path, export_id="orders").execute({})
    for _ in "12":
        assert op.ExportPostOperator(**record(place)).execute({})["posted"] is True
    assert op.ExportVoidOperator(**record(place)).execute({})["voided"] is False
    assert kinds(place) == ["reserve", "post"]


def test_what_is_at_its_destination_is_not_voided(op, place, tmp_path, failures):
    path = str(write(tmp_path / "orders.parquet", SOMEBODY))
    op.ExportGateOperator(**place, paths=path, export_id="orders").execute({})
    with pytest.raises(failures[1], match="may have left"):
        op.ExportVoidOperator(**record(place, destination=str(tmp_path))).execute({})
    assert kinds(place) == ["reserve"]


def test_nothing_can_be_posted_that_was_not_reserved(op, place, failures):
    with pytest.raises(failures[1], match="not in this ledger"):
        op.ExportPostOperator(**record(place)).execute({})


# ---- how a task fails -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "retried"),
    [
        (UsageError("m"), False),
        (WrongPepper("m"), False),
        (LedgerConflict("m"), False),
        (LimitExceeded("m"), False),
        (LedgerError("m"), True),  # it was busy
        (Unreadable("m"), True),  # it was being written
        (ValueError("m"), True),
    ],
)
def test_only_what_may_pass_is_left_to_be_retried(op, failures, problem, retried):
    from tongguan.airflow.failing import guarded

    def work():
        raise problem

    with pytest.raises(failures[0]) as failed:
        guarded(work, "Export orders")
    assert isinstance(failed.value, failures[1]) is not retried


def test_an_exception_of_others_leaves_type_and_place_and_no_value(op, failures):
    from tongguan.airflow.failing import guarded

    def work():
        value = SOMEBODY[0].mobile
        try:
            int(value + "x")
        except ValueError as problem:
            raise KeyError(value) from problem

    with pytest.raises(failures[0], match=r"Export orders: KeyError at test_airflow_operators:\d+") as failed:
        guarded(work, "Export orders")
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None  # Airflow logs what an exception was raised from
    assert not any(value.decode() in str(failed.value) for value in canaries(SOMEBODY))


def test_a_task_that_is_stopped_is_stopped(op):
    from tongguan.airflow.failing import guarded

    def work():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(work, "Export orders")


# ---- the provider ---------------------------------------------------------------------------------


def test_the_provider_says_what_airflow_asks_and_every_module_it_names_is_there(op):
    import airflow
    from jsonschema import validate

    told = get_provider_info()
    schema = Path(airflow.__file__).with_name("provider_info.schema.json").read_text()
    validate(told, json.loads(schema))
    assert [module for each in told["operators"] for module in each["python-modules"]] == [op.__name__]
    entry = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert entry["apache_airflow_provider"] == {"provider_info": "tongguan.airflow:get_provider_info"}


def test_describing_the_provider_imports_nothing_of_airflow():
    asked = (
        "import sys; from tongguan.airflow import get_provider_info; get_provider_info(); "
        "assert not {'airflow', 'pandas', 'pyarrow', 'sqlalchemy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)


def test_parsing_a_dag_loads_no_engine(tmp_path):
    # What Airflow itself loads (SQLAlchemy, pandas) is not ours to judge.
    asked = (
        "import sys, runpy; runpy.run_path(sys.argv[1]); "
        "ours = {'pyarrow', 'tongguan.gate', 'tongguan.reading', 'tongguan.ledger.ledger'} & set(sys.modules); "
        "assert not ours, ours"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")}
    subprocess.run(
        [sys.executable, "-c", asked, str(ROOT / "dags" / "nightly_export_gate.py")],
        env=clean | {"AIRFLOW_HOME": str(tmp_path)},
        check=True,
    )


def test_the_shipped_dag_gates_samples_that_are_there():
    tree = ast.parse((ROOT / "dags" / "nightly_export_gate.py").read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Nightly"
    ]
    exports = {call.args[0].value: call.args[1].value for call in calls}
    register = tomllib.loads((ROOT / "sample_data" / "tongguan.toml").read_text(encoding="utf-8"))
    assert len(exports) >= 4
    assert set(exports) <= set(register["exports"])
    assert [name for name in exports.values() if not (ROOT / "sample_data" / name).exists()] == []


# ---- ledger and pepper from a connection ---------------------------------------------------------


@pytest.fixture
def connected(place, monkeypatch):
    """Return what a gate here is given, with ledger and pepper in an Airflow connection."""
    pepper = "70657070657220" * 5
    url = place.pop("ledger")
    for name in ("TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE", "TONGGUAN_LEDGER"):
        monkeypatch.delenv(name, raising=False)
    said = {"conn_type": "tongguan", "password": pepper, "extra": {"ledger": url}}
    monkeypatch.setenv("AIRFLOW_CONN_YEAR", json.dumps(said))
    return place | {"conn_id": "year"}, url, pepper


def test_ledger_and_pepper_come_from_a_connection(op, connected, tmp_path):
    place, url, pepper = connected
    path = write(tmp_path / "a.parquet", SOMEBODY)
    said = op.ExportGateOperator(paths=str(path), export_id="members", **place).execute({})
    assert pepper not in json.dumps(said)
    assert said["ledger"]["entry"] == 1
    record = {"task_id": "record", "run": place["run"], "conn_id": "year"}
    assert op.ExportPostOperator(**record).execute({})["posted"]
    assert not op.ExportVoidOperator(**record).execute({})["voided"]
    assert not (tmp_path / "ledger.db.pepper").exists()
    with api.open_ledger(url, create=False, pepper=bytes.fromhex(pepper)) as ledger:
        assert [str(entry.kind) for entry in ledger.entries()] == ["reserve", "post"]


def test_a_connection_without_a_pepper_is_told(op, connected, failures, monkeypatch, tmp_path):
    place, url, _ = connected
    monkeypatch.setenv("AIRFLOW_CONN_YEAR", json.dumps({"conn_type": "tongguan", "extra": {"ledger": url}}))
    path = write(tmp_path / "a.parquet", SOMEBODY)
    with pytest.raises(failures[0], match="holds no pepper"):
        op.ExportGateOperator(paths=str(path), export_id="members", **place).execute({})
    assert not (tmp_path / "ledger.db").exists()


def test_the_password_of_a_connection_gets_into_the_url_and_nowhere_else(connected, monkeypatch):
    from tongguan.airflow.connection import held

    place, _, pepper = connected
    extra = {"ledger": "postgresql://clerk@db/ledger", "ledger_password": "hunter2"}
    said = {"conn_type": "tongguan", "password": pepper, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_YEAR", json.dumps(said))
    kept = held(place["conn_id"], None)
    assert kept.ledger == "postgresql://clerk:hunter2@db/ledger"
    assert kept.pepper == bytes.fromhex(pepper)
    assert "hunter2" not in repr(kept)
    assert pepper not in repr(kept)
