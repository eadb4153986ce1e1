"""What Tongguan refuses to do, and why.

Every message has the same four parts: where, what is the case, what happened to the export,
what to do (the ``hint``). No message ever holds a value from the data: constructors are given
only our own sentences, file names, column positions and counts, and whatever a foreign library
raises is re-raised ``from None``, because its message may quote a row.

A shut gate is not an error. It is a verdict.
"""

from __future__ import annotations

from typing import ClassVar


class TongguanError(Exception):
    """Base of all errors raised here. ``exit_code`` is what the command line ends with."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep *message* (where, what, what happened to the export) and *hint* (what to do)."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\nHint: {self.hint}" if self.hint else self.message


class Unreadable(TongguanError):
    """Something in the export could not be read, so nobody knows who is inside. The gate stays shut."""


class LimitExceeded(Unreadable):
    """Reading on would need more than the limit allows. The gate stays shut."""


class UsageError(TongguanError):
    """Wrong arguments or wrong configuration: nothing was scanned or recorded."""

    exit_code = 2


class RegisterError(UsageError):
    """``tongguan.toml`` cannot be used as it stands."""


class PolicyError(UsageError):
    """A policy or catalogue file cannot be used as it stands."""


class DetectorError(UsageError):
    """A detector does not find its own examples, or finds one of its near misses."""


class LedgerError(UsageError):
    """The ledger cannot be opened, or refuses what was asked of it. Nothing was recorded."""


class WrongPepper(LedgerError):
    """The ledger was written with another pepper: the same person would be counted twice."""


class LedgerConflict(LedgerError):
    """The run is already in the ledger, in a state or with data that contradict what was asked."""


class LedgerCorrupt(LedgerError):
    """An entry of the ledger is not what it was when it was written."""
