"""Number of a SIM card (ICCID; ITU-T E.118) of a mainland network.

89 for telecommunication, 86 for China, two digits of the network, and thirteen or fourteen more, the last
often a Luhn digit. Networks write letters among them for the maker of the card (898602B…, …983S), and some
leave the Luhn digit out, so it is not asked for.
"""

from __future__ import annotations

import pyarrow.compute as pc

from tongguan.detector import Detector

DETECTOR = Detector(
    id="iccid",
    title="SIM card number (ICCID)",
    title_zh="SIM 卡号（ICCID）",
    references=("ITU-T E.118", "ISO/IEC 7812-1"),
    pattern=r"8986[0-9]{2}[0-9A-Za-z]{13,14}",
    lengths=(19, 20),
    first="8",
    canonical=pc.ascii_upper,
    role="identifier",
    strength=31,
    compacted=True,
    # The four digits it begins with, of numbers whose first is 1 to 9.
    chance=0.0002,
    headers=("iccid", "iccid号", "iccid no", "iccid number", "sim iccid", "sim卡号", "sim卡", "sim card no", "sim card number", "sim no", "sim card", "simkahao"),
    headers_against=("流量", "套餐", "供应商", "plan", "count", "vendor"),
    examples=("89860012345678901234", "8986001234567890123", "898602B6101750030000", "8986 0012 3456 7890 123"),
    near_misses={
        "898600123456789012": "eighteen digits",
        "89850012345678901234": "another country's",
        "8986XX12345678901234": "no network",
    },
)  # fmt: skip
