"""Track (行踪轨迹): two places on the map or more, in one value.

Pairs of coordinates one after the other, a WKT or GeoJSON line, or a JSON list of places. Roads and delivery
routes are lines as well: without a header for it, such a column is a track only beside columns that
show persons.
"""

from __future__ import annotations

from tongguan.detector import Detector
from tongguan.detectors.geo_point import FINE, somewhere

_STEP = rf"[\[(]?{FINE} ?[,， ] ?{FINE}(?: ?[, ] ?[0-9:.TZ\-]+)*[\])]?"
_WKT = r"(?i:(?:SRID=[0-9]+;)?(?:LINESTRING|MULTILINESTRING|MULTIPOINT) ?Z?M?) ?\([^,]*,.*\)"
_GEOJSON = r'\{.*"type" ?: ?"(?:LineString|MultiLineString|MultiPoint)".*"coordinates" ?: ?\[.*\}'
_PLACES = r"""[\[{].*["'](?i:lat|latitude|lng|lon|longitude)["'].*\}.*\{.*["'](?i:lat|latitude|lng|lon|longitude)["'].*[}\]]"""

DETECTOR = Detector(
    id="track",
    title="Track of movements",
    title_zh="行踪轨迹",
    references=("PIPL 28", "RFC 7946", "OGC 06-103r4", "GB/T 35273-2020 annex B"),
    pattern=rf"\[?{_STEP}(?: ?(?:[;；|,，\n]|->|→)? ?{_STEP})+;?\]?|{_WKT}|{_GEOJSON}|{_PLACES}",
    lengths=(23, 4_000_000),
    first="0123456789+-([{LlMmSs",
    check=somewhere,
    role="trait",
    needs_company=True,
    chance=0.001,
    headers=(
        "轨迹", "行踪", "行踪轨迹", "运动轨迹", "活动轨迹", "行程轨迹", "行驶轨迹", "轨迹点", "轨迹坐标", "定位轨迹", "骑行轨迹", "跑步轨迹",
        "trajectory", "trajectories", "gps track", "gps trace", "gps tracks", "track points", "trackpoints", "track line", "polyline", "linestring", "location history",
        "movement history", "geo track", "guiji", "xingzong",
    ),
    headers_against=(
        "快递", "物流", "单号", "包裹", "鼠标", "笔迹", "触摸", "刀具", "机床", "焊接", "机器人", "状态", "道路", "围栏",
        "express", "tracking", "mouse", "touch", "tool", "robot", "audio", "music", "song", "road", "fence", "weld", "career", "project",
    ),
    examples=(
        "116.397,39.908;116.398,39.909",
        "[[116.397,39.908],[116.398,39.909]]",
        "LINESTRING(116.397 39.908, 116.398 39.909)",
        '{"type":"LineString","coordinates":[[116.397,39.908],[116.398,39.909]]}',
        '[{"lat":39.908,"lng":116.397,"t":1},{"lat":39.909,"lng":116.398,"t":2}]',
        "116.397 39.908, 116.398 39.909",
    ),
    near_misses={
        "116.397,39.908": "one place",
        "1.234,5.678;2.345,6.789": "measurements",
        "SF1234567890": "a parcel",
        "已揽收->运输中->派送中": "stages of a parcel",
        "POLYGON((116.397 39.908,116.398 39.909,116.399 39.910,116.397 39.908))": "an area",
    },
)  # fmt: skip
