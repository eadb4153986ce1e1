"""Number of a mobile subscriber (IMSI, 国际移动用户识别码; ITU-T E.212) of a mainland network.

Fifteen digits: 460 for China, two of the network, ten of the subscriber. There is no check digit. Old
resident ID numbers of Hainan begin with 460 too; where the digits are dates of birth throughout, the
column is theirs.
"""

from __future__ import annotations

from tongguan.detector import Detector

DETECTOR = Detector(
    id="imsi",
    title="Mobile subscriber identity (IMSI)",
    title_zh="国际移动用户识别码",
    references=("ITU-T E.212", "3GPP TS 23.003"),
    # Networks: Mobile 00 02 04 07 08, Unicom 01 06 09, Telecom 03 05 11, Broadnet 15, Tietong 20.
    pattern=r"460(?:0[0-9]|11|15|20)[0-9]{10}",
    lengths=(15, 15),
    first="4",
    role="identifier",
    strength=33,
    compacted=True,
    # 460 and 13 networks of 100, of numbers whose first digit is 1 to 9: 0.00014. Twice the resident ID's, so
    # that a column of old ID numbers from Hainan stays that.
    chance=0.002,
    headers=("imsi", "imsi号", "imsi码", "imsi no", "imsi number", "sim imsi", "国际移动用户识别码", "移动用户识别码"),
    headers_against=("前缀", "prefix"),
    examples=("460001234567890", "460110123456789", "460 00 1234567890", "460150123456789"),
    near_misses={
        "460301234567890": "no such network",
        "310260123456789": "a network of another country",
        "46000123456789": "fourteen digits",
    },
)  # fmt: skip
