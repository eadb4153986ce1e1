"""Made-up people for the tests, by code that shares nothing with the detectors."""

import numpy as np

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(born="19900101", sequence=1, area="110105"):
    """Return a number with a right check character."""
    body = f"{area}{born}{sequence:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def mobile(n):
    return f"139{n + 50:08d}"  # 13900000000 is nobody's


def luhn(body):
    """Return the digits with their check digit behind them (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def card(n):
    return luhn(f"622202{n:012d}")


def hong_kong_id(n):
    body = f"A{n % 1_000_000:06d}"
    rest = -sum(w * v for w, v in zip(range(9, 1, -1), (36, 10, *map(int, body[1:])), strict=True)) % 11
    return f"{body}({'0123456789A'[rest]})"


def taiwan_id(n):
    body = f"A1{n % 10_000_000:07d}"
    total = 1 + 0 * 9 + sum(w * int(d) for w, d in zip((8, 7, 6, 5, 4, 3, 2, 1), body[1:], strict=True))
    return body + str(-total % 10)


def name(n):
    return (
        "王李张刘陈杨赵黄周吴"[n % 10]
        + "伟芳娜敏静丽强磊军洋"[n // 10 % 10]
        + "明华建国文晓春海燕玲"[n // 100 % 10]
    )


def shuffled(items, seed=0):
    return list(np.random.default_rng(seed).permutation(np.array(items, dtype=object)))
