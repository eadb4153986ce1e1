"""Tongguan (通关): may this dataset leave mainland China?

    import tongguan
    tongguan.scan("orders.parquet")                    # what is inside, and how many people
    tongguan.check("orders.parquet", export="orders")  # the verdict, nothing recorded

Importing this loads neither pandas nor SQLAlchemy nor Airflow; what is used is loaded when it is.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from tongguan.api import check, scan

if TYPE_CHECKING:
    from tongguan.law.policy import Policy
    from tongguan.ledger.ledger import Ledger
    from tongguan.minimising import minimise
    from tongguan.register import Register
    from tongguan.scanning.scan import Scan
    from tongguan.verdict import Verdict

__all__ = ["Ledger", "Policy", "Register", "Scan", "Verdict", "__version__", "check", "minimise", "scan"]

_HOMES = {
    "Ledger": "tongguan.ledger.ledger",
    "minimise": "tongguan.minimising",
    "Policy": "tongguan.law.policy",
    "Register": "tongguan.register",
    "Scan": "tongguan.scanning.scan",
    "Verdict": "tongguan.verdict",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return version("tongguan")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
