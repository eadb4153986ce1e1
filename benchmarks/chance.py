"""How often random digit strings pass as a number of somebody: the chance that detectors state.

python benchmarks/chance.py
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tongguan.detector import builtin

TRIES = 1_000_000


def main() -> None:
    """Measure and print."""
    rng = np.random.default_rng(20260630)
    print(f"{TRIES:,} random numbers of each length, first digit 1 to 9")
    for kind, length in (
        ("cn_resident_id", 18),
        ("cn_resident_id", 15),
        ("bank_card", 16),
        ("bank_card", 19),
        ("cn_mobile", 11),
    ):
        digits = rng.integers(0, 10, (TRIES, length), dtype=np.uint8) + np.uint8(48)
        digits[:, 0] = rng.integers(1, 10, TRIES, dtype=np.uint8) + np.uint8(48)
        offsets = np.arange(TRIES + 1, dtype=np.int32) * length
        values = pa.StringArray.from_buffers(TRIES, pa.py_buffer(offsets), pa.py_buffer(digits.tobytes()))
        detector = builtin()[kind]
        stated = detector.chance_at.get(length, detector.chance)
        print(f"{kind:16} {length:2} digits: {detector.find(values).mean():.6f} pass, {stated} stated")


if __name__ == "__main__":
    main()
