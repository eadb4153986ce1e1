"""Advertising or installation number of a telephone (IDFA, IDFV, GAID, OAID, Android ID).

A UUID, 16 hexadecimal digits (Android ID) or 32 to 64 (OAID of some makers). UUIDs number anything, so only
the header shows one. ``device_id`` says it too, but only of numbers of these forms: machines have shorter
ones. After a reset or a refusal the telephone gives zeros, which are nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from tongguan.detector import Detector

if TYPE_CHECKING:
    import pyarrow as pa

    from tongguan.kernels.text import Mask

_ZEROS = "00000000-0000-0000-0000-000000000000"


def check(values: pa.Array) -> Mask:
    """Tell what has a letter: digits only are another number, but for the zeros."""
    lettered = pc.match_substring_regex(values, "[A-Fa-f]")
    return np.asarray(pc.or_(lettered, pc.equal(values, _ZEROS)))


DETECTOR = Detector(
    id="ad_id",
    title="Advertising identifier",
    title_zh="广告标识符",
    references=("T/TAF 066 (OAID)", "GB/T 35273-2020 annex A"),
    pattern=(
        r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
        r"|[0-9A-Fa-f]{16}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{64}"
    ),
    lengths=(16, 64),
    first="0123456789abcdefABCDEF",
    check=check,
    canonical=pc.ascii_lower,
    role="identifier",
    strength=28,
    needs_header=True,
    # Of codes of sixteen letters and digits, (22/62)^16; the margin is for hashes of something else.
    chance=0.001,
    # Identifiers of other makers' systems; a short number of a machine (EQ-00012) is none.
    under_header="[0-9A-Za-z_-]{16,64}",
    headers=(
        "广告标识", "广告标识符", "广告id", "idfa", "idfv", "gaid", "oaid", "aaid", "vaid", "caid", "adid", "advertising id", "advertiser id", "android id",
        "androidid", "google ad id", "google advertising id", "device id", "deviceid", "device uuid", "device identifier", "udid", "设备id", "设备标识",
        "设备标识符", "设备唯一标识", "设备号", "smid", "install id", "installation id",
    ),
    headers_against=(
        "机台", "产线", "物联网", "iot", "plc", "meter", "equipment", "robot", "仪表", "电表",
        "机床", "传感器", "工厂", "machine", "sensor", "gateway", "campaign", "creative"),
    placeholders=frozenset([_ZEROS, "9774d56d682e549c"]),
    examples=(
        "6d92078a-8246-4ba4-ae5b-76104861e7dc",
        "6D92078A-8246-4BA4-AE5B-76104861E7DC",
        "a1b2c3d4e5f60718",
        "9f89c84a559f573636a47ff8daed0d33",
    ),
    near_misses={
        "6d92078a-8246-4ba4-ae5b-76104861e7d": "one digit too few",
        "1234567890123456": "no letter: some other number",
        "CNC-00012-2026-A0": "a machine's number",
        "g1b2c3d4e5f60718": "G is no hexadecimal digit",
    },
)  # fmt: skip
