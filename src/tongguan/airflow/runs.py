"""Under which id an export run of Airflow stands in the ledger.

The id is the same for every try and every clear of a task, so that nobody is counted twice, and
another for every DAG run, every gate and every mapped instance.
"""

from __future__ import annotations

from hashlib import sha256

_DIGEST_CHARS = 32  # 128 bits: two long ids never meet


def run_template(gate: str) -> str:
    """Return the Jinja template of the run that the gate with that full task id reserves.

    >>> run_template("orders.gate")
    '{{ dag.dag_id }}:{{ run_id }}:orders.gate:{{ ti.map_index }}'
    """
    return "{{ dag.dag_id }}:{{ run_id }}:" + gate + ":{{ ti.map_index }}"


def ledger_run(run: str) -> str:
    """Return *run* as the ledger can keep it: Airflow allows longer ids, whose ends then become a digest.

    >>> ledger_run("nightly:scheduled__2026-01-01:gate:-1")
    'nightly:scheduled__2026-01-01:gate:-1'
    >>> len(ledger_run("x" * 900))
    250
    """
    from tongguan.ledger.entry import ID_CHARS_MAX

    if len(run) <= ID_CHARS_MAX:
        return run
    return f"{run[: ID_CHARS_MAX - _DIGEST_CHARS - 1]}~{sha256(run.encode()).hexdigest()[:_DIGEST_CHARS]}"
