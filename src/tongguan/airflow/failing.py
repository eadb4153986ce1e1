"""How a task fails: with our sentence, without the exception that may quote a row.

Airflow writes the exception a task ends with, and what it was raised from, into a log that many
read. So what the core or a library raises ends here, and a new exception is raised outside the
``except``: nothing hangs on it.

Everything fails closed. Whether Airflow tries again is for the task's ``retries`` to say, save where
another try cannot end differently.
"""

from __future__ import annotations

from traceback import walk_tb
from typing import TYPE_CHECKING, TypeVar

from tongguan.airflow._compat import AirflowException, AirflowFailException
from tongguan.errors import LedgerError, LimitExceeded, TongguanError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


def guarded(work: Callable[[], _T], what: str) -> _T:
    """Return what *work* returns; whatever it raises becomes a failure of the task, of *what*."""
    failure: AirflowException
    try:
        return work()
    except TongguanError as problem:
        failure = (AirflowException if _may_pass(problem) else AirflowFailException)(str(problem))
    except Exception as problem:  # noqa: BLE001 (every one of them may quote a row)
        failure = AirflowException(
            f"{what}: {type(problem).__qualname__} at {_place(problem)}. The data must not leave.\n"
            "Hint: this is a fault of Tongguan or of its installation; its words are kept back, "
            "because they may quote the data."
        )
    raise failure


def _may_pass(problem: TongguanError) -> bool:
    """Tell whether another try may end differently: the file was still being written, the ledger busy."""
    if isinstance(problem, UsageError):
        return type(problem) is LedgerError
    return not isinstance(problem, LimitExceeded)


def _place(problem: Exception) -> str:
    """Return module and line where *problem* was raised; a line number tells no value."""
    frame, line = list(walk_tb(problem.__traceback__))[-1]
    return f"{frame.f_globals.get('__name__', '?')}:{line}"
