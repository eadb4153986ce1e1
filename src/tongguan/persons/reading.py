"""Readings of the law on which the public texts leave a choice, as far as they bear on a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Number: TypeAlias = Literal["high", "low"]
NUMBERS: tuple[Number, ...] = get_args(Number)


@dataclass(frozen=True)
class Reading:
    """How persons become the numbers that are held against 10,000 / 100,000 / 1,000,000.

    Attributes:
        number: ``high`` links nothing by guess; ``low`` takes identifiers seen together for one person's.
        both_classes: whether somebody with sensitive and with general items is in both classes. The
            Provisions say "不含敏感个人信息" of the information, and leave open whether of its persons.
    """

    number: Number = "high"
    both_classes: bool = True


STRICT = Reading()
"""What is decided on unless the register says otherwise: under no other reading are there more."""
