"""IP address (IPv4 and IPv6, RFC 4291).

A network identifier: personal information once it is tied to a person (GB/T 35273-2020 annex A).
By itself it does not say whether the machine behind it is anybody's.
"""

from __future__ import annotations

import ipaddress

import numpy as np
import pyarrow as pa

from tongguan.detector import Detector, holds
from tongguan.kernels.text import Mask, Text


def check(values: pa.Array) -> Mask:
    """Check what is written like IPv6 with the standard library; IPv4 is settled by its pattern."""
    good = np.ones(len(values), dtype=bool)
    rows = Text.of(values).rows_with(ord(":"))
    good[rows] = [_is_ipv6(value) for value in values.take(pa.array(rows)).to_pylist()]
    return good


def _is_ipv6(value: str) -> bool:
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return True


_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"

DETECTOR = Detector(
    id="ip_address",
    title="IP address",
    title_zh="IP 地址",
    references=("RFC 791", "RFC 4291", "GB/T 35273-2020 annex A"),
    pattern=rf"{_OCTET}(?:\.{_OCTET}){{3}}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*",
    lengths=(3, 39),
    first="0123456789abcdefABCDEF:",
    gate=holds(".", ":"),
    check=check,
    role="attribute",
    headers=(
        "ip", "ip地址", "登录ip", "ip address", "ip addr", "login ip", "last login ip", "user ip", "client ip", "remote ip", "remote addr", "remote address", "source ip", "src ip",
        "visitor ip", "register ip", "ipaddr", "ipv4", "ipv6", "dlip", "x forwarded for",
    ),
    # That of a machine of the firm's own is nobody's.
    headers_against=(
        "数", "端口", "版本", "固件", "服务器", "网关", "交换机", "路由", "子网", "掩码", "机台", "机房", "count", "port", "type", "version", "ver", "firmware", "build", "server", "gateway", "switch",
        "router", "subnet", "netmask", "mask", "dns ip", "plc ip", "host",
    ),
    examples=("203.0.113.7", "10.0.0.1", "2001:db8::1", "::1"),
    near_misses={
        "256.0.113.7": "256 is no octet",
        "1.2.3": "a version",
        "10.0.0.1.5": "five parts",
        "12:30:59": "a time of day",
    },
)  # fmt: skip
