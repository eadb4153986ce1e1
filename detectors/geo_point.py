"""A place on the map (经纬度): longitude and latitude.

Two numbers in one value, of which one may be a longitude of China (73 to 136 degrees) and the other a
latitude (3 to 54), with three decimals (100 m) or more; as text, WKT or GeoJSON, in either order. One
number alone is a coordinate under a header that says so. Shops, warehouses and machines have a
place too: only beside columns that show persons is it anybody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tongguan.detector import Detector, holds

if TYPE_CHECKING:
    from tongguan.kernels.text import Mask

FINE = r"[-+]?[0-9]{1,3}\.[0-9]{3,}"
_COARSE = r"[-+]?[0-9]{1,3}(?:\.[0-9]+)?"
_NUMBERS = r"^[^0-9+\-]*(?:SRID=[0-9]+;[^0-9+\-]*)?(?P<one>[-+]?[0-9]{1,3}(?:\.[0-9]+)?)[^0-9+\-]+(?P<other>[-+]?[0-9]{1,3}(?:\.[0-9]+)?)"
_NAMED = r"^(?i:SRID|POINT|LINESTRING|MULTI)"
# The pattern has asked for latitude and longitude by name, or for a type of GeoJSON.
_JSON = r"^\[?\{"
_DEGREES = r"[0-9]{1,3}°[^0-9]*[0-9]{1,2}"


def somewhere(values: pa.Array) -> Mask:
    """Tell whether the first two numbers of each value are a place: in China, or, where they say so, on earth."""
    parts = pc.extract_regex(values, _NUMBERS)

    def degrees(name: str) -> Mask:
        return np.asarray(pc.cast(pc.fill_null(pc.struct_field(parts, [name]), "999"), pa.float64()))

    one, other = degrees("one"), degrees("other")
    named = np.asarray(pc.match_substring_regex(values, f"{_NAMED}|{_DEGREES}"))
    on_earth = (np.abs(one) <= 180) & (np.abs(other) <= 90) | (np.abs(one) <= 90) & (np.abs(other) <= 180)
    in_json = np.asarray(pc.match_substring_regex(values, _JSON))
    return in_json | (named & on_earth) | _in_china(one, other) | _in_china(other, one)


def _in_china(longitude: Mask, latitude: Mask) -> Mask:
    return np.asarray((longitude >= 73) & (longitude <= 136) & (latitude >= 3) & (latitude <= 54))


_PAIR = rf"[\[({{]?{FINE} ?[,，;|/ ] ?{FINE}[\])}}]?"
_POINT = rf"(?i:(?:SRID=[0-9]+;)?POINT ?Z?) ?\( ?{_COARSE} +{_COARSE}(?: +{_COARSE})? ?\)"
_GEOJSON = rf'\{{.*"type" ?: ?"Point".*"coordinates" ?: ?\[ ?{_COARSE} ?, ?{_COARSE}.*\}}'
_BOTH = rf"""\{{[^{{}}]*["'](?i:lat|latitude)["'] ?: ?["']?{_COARSE}["']? ?,[^{{}}]*["'](?i:lng|lon|long|longitude)["'] ?: ?["']?{_COARSE}[^{{}}]*\}}"""
_BOTH_TURNED = rf"""\{{[^{{}}]*["'](?i:lng|lon|long|longitude)["'] ?: ?["']?{_COARSE}["']? ?,[^{{}}]*["'](?i:lat|latitude)["'] ?: ?["']?{_COARSE}[^{{}}]*\}}"""
_ANGLE = r"""[0-9]{1,3}°[0-9]{1,2}(?:\.[0-9]+)?['′](?:[0-9]{1,2}(?:\.[0-9]+)?["″]|[0-9]{1,2}(?:\.[0-9]+)?''?)? ?[NSEW东南西北]?"""
_ANGLES = rf"(?:[NSEW]|东经|北纬|西经|南纬)? ?{_ANGLE} ?[,， ]? ?(?:[NSEW]|东经|北纬|西经|南纬)? ?{_ANGLE}"

DETECTOR = Detector(
    id="geo_point",
    title="Geographic position",
    title_zh="经纬度",
    references=("GB/T 16831 (ISO 6709)", "RFC 7946", "OGC 06-103r4", "GB/T 35273-2020 annex B"),
    pattern=f"{_PAIR}|{_POINT}|{_GEOJSON}|{_BOTH}|{_BOTH_TURNED}|{_ANGLES}",
    lengths=(11, 400),
    gate=holds(",", " ", "，", "°", "|", "/", ";"),
    first="0123456789+-([{PpSsNEW东北",
    check=somewhere,
    role="attribute",
    of_persons=True,
    # Two measurements with three decimals, one between 3 and 54 and the other between 73 and 136.
    chance=0.02,
    # A longitude or a latitude by itself, as a number, an angle, or in millionths of a degree.
    under_header=r"[-+]?[0-9]{1,3}\.[0-9]{2,}|[-+]?[0-9]{8,9}|[NSEW]?[0-9]{1,3}°.{0,24}",
    headers=(
        "经度", "纬度", "经纬度", "坐标", "定位坐标", "gps坐标", "位置坐标", "gps位置", "gps定位", "地理坐标",
        "longitude", "latitude", "lng", "lat", "lon", "lat lng", "lng lat", "lat lon", "latlng", "lnglat", "latlon", "gps", "gps location", "gps position",
        "gps coordinates", "gps lat", "gps lng", "geo point", "geopoint", "geo location", "geolocation", "geo coordinates", "coordinates",
        "last location", "user location",
        "user lng", "login lng", "current lng", "home lng", "start lng", "end lng", "from lng", "to lng", "dest lng", "address lng", "addr lng", "receiver lng", "recipient lng", "sender lng", "pickup lng",
        "dropoff lng", "location lng", "position lng", "geo lng", "last lng", "my lng", "jd", "wd", "jwd", "jingdu", "weidu", "jingweidu",
    ),
    headers_against=(
        "门店", "店铺", "商家", "仓库", "网点", "站点", "基站", "设备", "机器", "机床", "公司", "工厂", "厂区", "机场", "港口", "车站", "像素", "屏幕", "点击", "图片", "城市", "中心",
        "store", "shop", "merchant", "warehouse", "depot", "machine", "device", "station", "site", "company", "factory", "plant", "airport", "port",
        "pixel", "screen", "click", "image", "mouse", "city", "center", "centre", "office", "branch", "hub", "sensor", "venue", "hotel", "poi", "bbox", "tool",
    ),
    examples=("116.397,39.908", "39.908823, 116.397470", "(116.3974,39.9088)", "POINT(116.3 39.9)", "POINT (116.397 39.908)",
              '{"type":"Point","coordinates":[116.397,39.908]}', '{"lat":39.908,"lng":116.397}', "39°54'27\"N 116°23'17\"E"),
    near_misses={
        "116.397": "one number: its header tells",
        "12.345,67.890": "no longitude of China",
        "116.39,39.90": "to the kilometre",
        "1.234,5.678": "two measurements",
        "116.397,39.908;116.398,39.909": "a track",
        "2024.001,01.002": "no degrees",
    },
)  # fmt: skip
