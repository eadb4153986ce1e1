"""The gate of an export, and its record when the data has left or did not.

    gate = ExportGateOperator(task_id="gate", paths="/exports/orders.parquet", export_id="orders")
    gate >> transfer >> ExportPostOperator(task_id="post", gate=gate)
    [gate, transfer] >> ExportVoidOperator(task_id="void", gate=gate)

An export that may not leave *fails* its task: whoever waits for it with the usual trigger rule does
not run. Nothing here is done when a DAG is parsed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from tongguan import api
from tongguan.airflow._compat import AirflowFailException, Asset, BaseOperator
from tongguan.airflow.connection import held
from tongguan.airflow.failing import guarded
from tongguan.airflow.runs import ledger_run, run_template
from tongguan.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongguan.airflow._compat import Context
    from tongguan.ledger.entry import Entry
    from tongguan.verdict import Verdict

OnShut = Literal["block", "tag"]

# The rules under which a task runs only because another failed.
_ON_FAILURE = frozenset({"one_failed", "all_failed"})


class HasTaskId(Protocol):
    """A gate, plain or mapped."""

    @property
    def task_id(self) -> str: ...  # noqa: D102


class ExportGateOperator(BaseOperator):
    """Lets an export through to the tasks after it, or fails.

    *paths* is a file, a folder, a glob, or a list of them; *export_id* is the export in the *register*;
    *ledger* is a URL (``TONGGUAN_LEDGER`` by default); *conn_id* is an Airflow connection that holds ledger
    and pepper (see :mod:`tongguan.airflow.connection`), in the stead of the environment. *run* is the id in
    the ledger: by default one for each DAG run, gate and map index, the same over retries and clears.

    A shut gate fails the task without retries; with ``on_shut="tag"`` the export leaves marked: the
    verdict is written into *sidecar* (beside the file or folder by default), goes onto the events of
    the outlet assets, and a warning into the log. A review fails, whatever *on_shut* says. What cannot
    be read fails too, but may be retried: the file may still have been in the making.

    The day of leaving is the day in China on which the task runs, whatever the logical date: that is
    when the data leaves, and the year it counts towards.

    Returns the value-free ``tongguan.summary/1`` (see :func:`tongguan.airflow.telling.summary`), with
    the ``sidecar`` where there is one; :func:`tongguan.airflow.transfer.verified_copy` wants it.
    """

    template_fields: Sequence[str] = ("paths", "export_id", "run", "register", "ledger", "conn_id", "sidecar")
    ui_color = "#e8f1ec"

    def __init__(
        self,
        *,
        paths: str | Sequence[str],
        export_id: str,
        run: str | None = None,
        register: str = api.DEFAULT_REGISTER,
        ledger: str | None = None,
        conn_id: str | None = None,
        on_shut: OnShut = "block",
        sidecar: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**kwargs)
        if on_shut not in {"block", "tag"}:
            raise UsageError('on_shut is neither "block" nor "tag".', hint="Leave it out to block.")
        self.paths = paths
        self.export_id = export_id
        self.run = run or run_template(self.task_id)
        self.register = register
        self.ledger = ledger
        self.conn_id = conn_id
        self.on_shut: OnShut = on_shut
        self.sidecar = sidecar

    def execute(self, context: Context) -> dict[str, Any]:
        """Judge the export, and reserve its people where it may leave."""
        from tongguan.airflow.telling import counts, decision, event_extra, refusal, summary

        what = f"Export {self.export_id}"
        target = guarded(self._sidecar_path, what) if self.on_shut == "tag" else None
        verdict = guarded(self._judge, what)
        if not verdict.may_leave:
            raise AirflowFailException(guarded(lambda: refusal(verdict), what))
        if verdict.tagged and self.on_shut == "block":
            raise AirflowFailException(
                f"{what}: run {verdict.run} was reserved to leave tagged, {decision(verdict)}. "
                "This gate blocks.\nHint: void the run and clear this task, to have it judged anew."
            )
        told = guarded(lambda: summary(verdict), what)
        if target is not None:
            told["sidecar"] = guarded(lambda: _mark(target, verdict), what)
        for outlet in self.outlets:
            if isinstance(outlet, Asset):
                context["outlet_events"][outlet].extra.update(event_extra(told))
        if verdict.tagged:
            self.log.warning("%s leaves TAGGED, though the gate is shut: %s", what, decision(verdict))
        else:
            self.log.info("%s: the gate is open, %s", what, decision(verdict))
        self.log.info("Persons in %s: %s", verdict.year, counts(verdict))
        self.log.info("Reserved in the ledger as run %s", verdict.run)
        return told

    def _sidecar_path(self) -> Path:
        from tongguan.airflow.sidecar import sidecar_path

        return sidecar_path(self.paths, self.sidecar)

    def _judge(self) -> Verdict:
        kept = held(self.conn_id, self.ledger)
        return api.gate(
            self.paths,
            export=self.export_id,
            run=ledger_run(self.run),
            register=self.register,
            ledger=kept.ledger,
            pepper=kept.pepper,
            on_shut=self.on_shut,
            at=api.now(),
        )


class _RecordOperator(BaseOperator):
    """Writes of a reserved run what became of it: the run of *gate* (operator or full task id), or *run*."""

    template_fields: Sequence[str] = ("run", "ledger", "conn_id")

    def __init__(
        self,
        *,
        gate: HasTaskId | str | None = None,
        run: str | None = None,
        ledger: str | None = None,
        conn_id: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**kwargs)
        if (gate is None) == (run is None):
            raise UsageError(
                "Which run is meant must be said in one way.",
                hint="Give gate=, or the run= the gate was given.",
            )
        if gate is not None:
            run = run_template(gate if isinstance(gate, str) else gate.task_id)
        self.run = run
        self.ledger = ledger
        self.conn_id = conn_id

    @property
    def _ledger_run(self) -> str:
        return ledger_run(str(self.run))


class ExportPostOperator(_RecordOperator):
    """Records that the data of a reserved run has left. Run it after the transfer."""

    def execute(self, context: Context) -> dict[str, Any]:  # noqa: ARG002
        """Post the run; again changes nothing."""
        run = self._ledger_run
        entry = guarded(lambda: self._post(run), f"Run {run}")
        self.log.info("Run %s: posted on %s, entry %s", run, entry.leaves_on, entry.seq)
        return {"run": run, "posted": True, "entry": entry.seq}

    def _post(self, run: str) -> Entry:
        kept = held(self.conn_id, self.ledger)
        return api.post(run, ledger=kept.ledger, pepper=kept.pepper)


class ExportVoidOperator(_RecordOperator):
    """Records that the data of a reserved run did not leave; its people are given back to the year.

    Made to stand behind gate and transfer: it runs when one of them failed (``trigger_rule``), and
    must not stand behind the post, for by then the data has left. Where nothing is reserved (the
    gate was shut) it succeeds and changes nothing; what was posted is never voided.

    *destination* is the path at which the data is found once it has left. A transfer may be killed
    after its work and before it could say so: if something is there, nothing is voided, and the task
    fails, because people who have left must not be forgotten.
    """

    template_fields: Sequence[str] = ("run", "ledger", "conn_id", "reason", "destination")

    def __init__(
        self,
        *,
        reason: str = "the export failed before its data left",
        destination: str | None = None,
        trigger_rule: str = "one_failed",
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(trigger_rule=trigger_rule, **kwargs)
        if trigger_rule not in _ON_FAILURE:
            raise UsageError(
                "A void that runs though nothing failed would forget people who are about to leave.",
                hint=f"Use the trigger rule {' or '.join(sorted(_ON_FAILURE))}.",
            )
        self.reason = reason
        self.destination = destination

    def execute(self, context: Context) -> dict[str, Any]:  # noqa: ARG002
        """Void the run if it is reserved."""
        run = self._ledger_run
        if not guarded(lambda: self._reserved(run), f"Run {run}"):
            self.log.info("Run %s: nothing is reserved, so there is nothing to void", run)
            return {"run": run, "voided": False}
        if self.destination and Path(self.destination).exists():
            raise AirflowFailException(
                f"Run {run}: something is at {self.destination}, so its data may have left. "
                "Nothing was voided.\nHint: if it has left, run `tongguan post`; if not, remove what is "
                "there and clear this task."
            )
        entry = guarded(lambda: self._void(run), f"Run {run}")
        self.log.info("Run %s: voided, entry %s", run, entry.seq)
        return {"run": run, "voided": True, "entry": entry.seq}

    def _reserved(self, run: str) -> bool:
        from tongguan.ledger.entry import Kind

        kept = held(self.conn_id, self.ledger)
        with api.open_ledger(kept.ledger, create=False, pepper=kept.pepper) as opened:
            last = opened.last(run)
        return last is not None and last.kind is Kind.RESERVE

    def _void(self, run: str) -> Entry:
        kept = held(self.conn_id, self.ledger)
        return api.void(run, reason=self.reason, ledger=kept.ledger, pepper=kept.pepper)


def _mark(path: Path, verdict: Verdict) -> dict[str, Any]:
    from tongguan.airflow.sidecar import write_sidecar
    from tongguan.airflow.telling import mark

    return write_sidecar(path, mark(verdict))
