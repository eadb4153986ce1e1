"""A whole Airflow on the loopback: api-server, scheduler, dag-processor, and what is said to it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

# --skip-serve-logs: without it the scheduler opens a port on every interface.
COMPONENTS = (("api-server",), ("scheduler", "--skip-serve-logs"), ("dag-processor",))
FINAL = {"success", "failed"}


class Airflow:
    """The REST API of a running stack."""

    def __init__(self, url, password):
        self._url = url
        self._token = ""
        self._password = password

    def log_in(self):
        self._token = self.call("POST", "/auth/token", {"username": "admin", "password": self._password})[
            "access_token"
        ]

    def call(self, method, path, body=None):
        request = Request(self._url + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        with urlopen(request, json.dumps(body).encode() if body is not None else None, timeout=10) as answer:
            return json.load(answer)

    def healthy(self):
        health = self.call("GET", "/api/v2/monitor/health")
        parts = ("metadatabase", "scheduler", "dag_processor")
        return all(health[part]["status"] == "healthy" for part in parts)

    def trigger(self, dag_id):
        """Trigger a run without a logical date, as a person or another system would; return its id."""
        return self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None})["dag_run_id"]

    def ended(self, dag_id, run_id):
        run = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}"
        if self.call("GET", run)["state"] not in FINAL:
            return None
        tasks = self.call("GET", f"{run}/taskInstances")["task_instances"]
        return {task["task_id"]: (task["state"], task["try_number"]) for task in tasks}


@contextmanager
def running(home, deadline):
    """Run the stack of *home* until the block ends; *deadline* is a time of the monotonic clock."""
    port, password = _free_port(), secrets.token_hex(8)
    passwords = home.airflow / "passwords.json"
    passwords.write_text(json.dumps({"admin": password}))
    url = f"http://127.0.0.1:{port}"
    environment = home.environment(
        AIRFLOW__CORE__EXECUTOR="LocalExecutor",
        AIRFLOW__CORE__PARALLELISM="2",
        AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION="False",
        AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"{url}/execution/",
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS="admin:admin",
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE=str(passwords),
        AIRFLOW__API__HOST="127.0.0.1",
        AIRFLOW__API__PORT=str(port),
        AIRFLOW__API__WORKERS="1",
        AIRFLOW__API__BASE_URL=url,
        AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL="5",
        AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC="1",
    )
    started = []
    try:
        for component in COMPONENTS:
            with (home.airflow / f"{component[0]}.log").open("wb") as log:
                started.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "airflow", *component],
                        env=environment,
                        cwd=home.root,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )
        airflow = Airflow(url, password)
        until(airflow.healthy, deadline)
        airflow.log_in()
        yield airflow
    finally:
        _stop(started)


def until(ask, deadline):
    """Return the first answer of *ask* that is not false; what is not up yet answers nothing."""
    while time.monotonic() < deadline:
        with suppress(URLError, ConnectionError, TimeoutError):
            if answer := ask():
                return answer
        time.sleep(1)
    message = "Airflow was not there in time"
    raise TimeoutError(message)


def _stop(started):
    """End every process group that was started here: a component's children outlive it otherwise."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
