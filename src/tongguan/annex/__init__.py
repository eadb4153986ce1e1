"""The data tables that filings ask for, in Chinese: from register, ledger and scan.

``tables`` is pure and makes :class:`Table` objects; :mod:`tongguan.annex.markdown` and
:mod:`tongguan.annex.excel` render the same ones. They are the data that go into the forms, not the forms.
"""

from tongguan.annex.filing import tables, title
from tongguan.annex.reference import FORMS, Form
from tongguan.annex.table import Cell, Fill, Table

__all__ = ["FORMS", "Cell", "Fill", "Form", "Table", "tables", "title"]
