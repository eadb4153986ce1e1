"""Where Airflow keeps what we use: the only module that knows one release from another.

Airflow 3.1 has ``AirflowFailException`` in ``airflow.exceptions``; later releases moved it and
leave a deprecated name behind.
"""

from __future__ import annotations

from airflow.sdk import Asset, BaseHook, BaseOperator, Context

try:
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:  # 3.1
    from airflow.exceptions import (  # type: ignore[attr-defined,no-redef]
        AirflowException,
        AirflowFailException,
    )

__all__ = ["AirflowException", "AirflowFailException", "Asset", "BaseHook", "BaseOperator", "Context"]
