"""Check digits of a whole column at once.

Each function takes characters as bytes, one place a row: ``uint8`` of shape (width, n), as
:meth:`tongguan.kernels.text.Text.matrix` gives them, and returns a mask of shape (n,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

Places = NDArray[np.uint8]

_MOD_11_2 = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.uint16)
_MOD_11_2_DIGITS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_USCC_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.uint16)
_USCC_VALUES = np.full(256, 255, dtype=np.uint8)
_USCC_VALUES[list(_USCC_ALPHABET)] = np.arange(31, dtype=np.uint8)


def mod_11_2_digit(places: Places) -> Places:
    """Return the ISO 7064 MOD 11-2 check characters, shape (n,), of 17 digits (17, n)."""
    total = np.zeros(places.shape[1], dtype=np.uint16)
    for weight, place in zip(_MOD_11_2, places, strict=True):
        total += weight * (place - np.uint8(48))
    return _MOD_11_2_DIGITS[total % 11]


def mod_11_2(places: Places) -> Mask:
    """Check 17 digits and a check character (18, n), ISO 7064 MOD 11-2; a small x counts as X."""
    return np.asarray(mod_11_2_digit(places[:17]) == np.where(places[17] == ord("x"), ord("X"), places[17]))


def luhn(places: Places) -> Mask:
    """Check digits (width, n) by ISO/IEC 7812-1 annex B (Luhn)."""
    total = np.zeros(places.shape[1], dtype=np.uint16)
    for i, place in enumerate(places[::-1]):
        digit = (place - np.uint8(48)).astype(np.uint16)
        if i % 2:
            digit = digit * 2
            digit -= np.where(digit > 9, 9, 0).astype(np.uint16)
        total += digit
    return np.asarray(total % 10 == 0)


def mod_31_3(places: Places) -> Mask:
    """Check a unified social credit code (18, n), GB 32100-2015: base 31, weights 3^i mod 31."""
    values = _USCC_VALUES[places]
    total = np.zeros(places.shape[1], dtype=np.uint16)
    for weight, value in zip(_USCC_WEIGHTS, values[:17], strict=True):
        total += weight * value.astype(np.uint16)
    return np.asarray((values < 31).all(axis=0) & (values[17] == (31 - total % 31) % 31))
