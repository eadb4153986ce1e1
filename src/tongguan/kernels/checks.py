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


_VIN_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.uint16)
_VIN_VALUES = np.full(256, 255, dtype=np.uint8)
# A to H count 1 to 8, J to N 1 to 5, P 7, R 9, S to Z 2 to 9.
_VIN_VALUES[list(b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ")] = [
    int(n) for n in "012345678912345678123457923456789"
]
_VIN_DIGITS = np.frombuffer(b"0123456789X", dtype=np.uint8)


def vin(places: Places) -> Mask:
    """Check a vehicle identification number in capitals (17, n), GB 16735 and ISO 3779: place 9."""
    values = _VIN_VALUES[places]
    total = np.zeros(places.shape[1], dtype=np.uint16)
    for weight, value in zip(_VIN_WEIGHTS, values, strict=True):
        total += weight * value.astype(np.uint16)
    return np.asarray((values < 255).all(axis=0) & (places[8] == _VIN_DIGITS[total % 11]))


_HK_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2, 1], dtype=np.uint16)
_HK_VALUES = np.full(256, 255, dtype=np.uint8)
_HK_VALUES[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ")] = np.arange(37, dtype=np.uint8)


def hong_kong(places: Places) -> Mask:
    """Check a Hong Kong identity card number in capitals (9, n), one letter having a space before it.

    Letters count 10 to 35 and the space 36; the weighted sum, check character included, is divisible
    by 11.
    """
    values = _HK_VALUES[places]
    total = np.zeros(places.shape[1], dtype=np.uint16)
    for weight, value in zip(_HK_WEIGHTS, values, strict=True):
        total += weight * value.astype(np.uint16)
    return np.asarray((values < 255).all(axis=0) & (total % 11 == 0))


_TW_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 1, 1], dtype=np.uint16)
# The letters in the order of the places they were given to: A is 10, B is 11, ..., O is 35.
_TW_LETTERS = np.zeros(256, dtype=np.uint16)
_TW_LETTERS[list(b"ABCDEFGHJKLMNPQRSTUVXYWZIO")] = np.arange(10, 36, dtype=np.uint16)


def taiwan(places: Places) -> Mask:
    """Check an identity number of Taiwan in capitals (10, n): a letter, a digit or a letter, 8 digits.

    A letter stands for two digits; of a second letter only the last of them counts.
    """
    region = _TW_LETTERS[places[0]]
    total = region // 10 + region % 10 * 9
    for weight, place in zip(_TW_WEIGHTS, places[1:], strict=True):
        letter = place >= ord("A")
        total += weight * np.where(letter, _TW_LETTERS[place] % 10, place - np.uint8(48)).astype(np.uint16)
    return np.asarray((region > 0) & (total % 10 == 0))
