"""How often random values pass as a number of somebody: the chance that detectors state.

python benchmarks/chance.py
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tongguan.detector import builtin

TRIES = 1_000_000

DIGIT = "0123456789"
FIRST = "123456789"
LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
BASE64 = LETTER + LETTER.lower() + DIGIT + "-_"

# Kind, what is drawn, and the characters of each place.
SHAPES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    *(
        (kind, f"{length} digits", (FIRST, *[DIGIT] * (length - 1)))
        for kind, length in (
            ("cn_resident_id", 18),
            ("cn_resident_id", 15),
            ("bank_card", 16),
            ("bank_card", 19),
            ("cn_mobile", 11),
            ("driving_licence", 18),
            ("social_security_no", 18),
            ("alipay_id", 16),
            ("imei", 15),
            ("imsi", 15),
            ("iccid", 20),
            ("cn_passport", 9),
        )
    ),
    ("cn_resident_id", "35, 13 digits", ("3", "5", *[DIGIT] * 13)),
    ("imei", "35, 13 digits", ("3", "5", *[DIGIT] * 13)),
    ("hk_id", "letter, 7 digits", (LETTER, *[DIGIT] * 7)),
    ("tw_id", "letter, 9 digits", (LETTER, *[DIGIT] * 9)),
    ("vin", "17 of a VIN's", (VIN,) * 17),
    ("vin", "SN, 15 digits", ("S", "N", *[DIGIT] * 15)),
    ("cn_passport", "letter, 8 digits", (LETTER, *[DIGIT] * 8)),
    ("travel_permit", "letter, 8 digits", (LETTER, *[DIGIT] * 8)),
    ("travel_permit", "3 letters, 12 digits", (*[LETTER] * 3, *[DIGIT] * 12)),
    ("wechat_openid", "28 of base64", (BASE64,) * 28),
)


def draw(rng: np.random.Generator, places: tuple[str, ...]) -> pa.Array:
    """Return TRIES random strings."""
    drawn = np.empty((TRIES, len(places)), dtype=np.uint8)
    for place, characters in enumerate(places):
        table = np.frombuffer(characters.encode(), dtype=np.uint8)
        drawn[:, place] = table[rng.integers(0, len(table), TRIES)]
    offsets = np.arange(TRIES + 1, dtype=np.int32) * len(places)
    return pa.StringArray.from_buffers(TRIES, pa.py_buffer(offsets), pa.py_buffer(drawn.tobytes()))


def main() -> None:
    """Measure and print."""
    rng = np.random.default_rng(20260630)
    print(f"{TRIES:,} random values of each form, first digit 1 to 9")
    for kind, form, places in SHAPES:
        detector = builtin()[kind]
        stated = detector.chance_at.get(len(places), detector.chance)
        print(f"| `{kind}` | {form} | {detector.find(draw(rng, places)).mean():.6f} | {stated} |")


if __name__ == "__main__":
    main()
