"""The Airflow provider: a gate before the transfer, its record after it.

Importing this package imports nothing of Airflow: every Airflow process on the machine calls
:func:`get_provider_info`, so it must be quick and may not fail.

    from tongguan.airflow.operators import ExportGateOperator, ExportPostOperator, ExportVoidOperator
    from tongguan.airflow.transfer import verified_copy
"""

from __future__ import annotations

from typing import Any

from tongguan import __version__


def get_provider_info() -> dict[str, Any]:
    """Describe the provider to Airflow's providers manager (``provider_info.schema.json``)."""
    return {
        "package-name": "tongguan",
        "name": "Tongguan",
        "description": "May this dataset leave mainland China? A gate before every export of data abroad.",
        "versions": [__version__],
        "integrations": [
            {
                "integration-name": "Tongguan",
                "external-doc-url": "https://www.cac.gov.cn/2024-03/22/c_1712776611775634.htm",
                "tags": ["governance"],
            }
        ],
        "operators": [{"integration-name": "Tongguan", "python-modules": ["tongguan.airflow.operators"]}],
    }
