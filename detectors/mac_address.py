"""MAC address (IEEE 802, EUI-48).

Six pairs of hexadecimal digits. An identifier of a device (GB/T 35273-2020 annex A): of a person's
telephone, or of a machine on the shop floor. The number does not tell which.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector


def canonical(values: pa.Array) -> pa.Array:
    """Write twelve small hexadecimal digits."""
    return pc.ascii_lower(pc.replace_substring_regex(values, "[:.-]", ""))


DETECTOR = Detector(
    id="mac_address",
    title="MAC address",
    title_zh="MAC 地址",
    references=("IEEE 802", "GB/T 35273-2020 annex A"),
    pattern=(
        r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}"
    ),
    lengths=(14, 17),
    first="0123456789abcdefABCDEF",
    canonical=canonical,
    role="attribute",
    headers=(
        "mac", "mac地址", "物理地址", "mac address", "mac addr", "macaddr", "wifi mac", "wlan mac", "phone mac", "device mac", "bluetooth mac", "bssid", "bluetooth address",
    ),
    headers_against=("版本", "系统", "网关", "交换机", "服务器", "version", "os", "count", "gateway", "switch", "server", "router", "plc", "signature"),
    examples=("00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e"),
    near_misses={
        "00:1A:2B:3C:4D": "five pairs",
        "00:1A:2B:3C:4D:5G": "G is no hexadecimal digit",
        "00:1A-2B:3C-4D:5E": "mixed separators",
    },
)  # fmt: skip
