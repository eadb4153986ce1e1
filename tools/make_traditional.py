"""Make detectors/tables/traditional.txt: traditional characters that names hold, with the simplified ones.

Source: ``dictionary/TSCharacters.txt`` of OpenCC as packed in opencc-python-reimplemented, Apache-2.0.
Kept are the characters whose simplified form (the first that is given) has a score in ``name_scores.txt``
or stands in a surname, which must both be there.
Left out (``OTHERWISE``) are traditional characters that are merged in simplified writing with another
which is itself a surname: 范 and 余 are surnames in either writing, 範 and 餘 in none.
Needs: ``pip install opencc-python-reimplemented`` (its files are read; it is not imported).
"""

from __future__ import annotations

from importlib.metadata import distribution, version
from pathlib import Path

from table import TABLES, write_table

PACKAGE = "opencc-python-reimplemented"
OTHERWISE = set("範餘瀋薑穀醜麯鬱徵鬍髮乾幹榦築鞦韆麵隻鬆闆衝籲捨鬥麼薴闢彆蔔瞭")


def pairs() -> list[str]:
    """Return each traditional character followed by the simplified one."""
    known = set((TABLES / "name_scores.txt").read_text(encoding="utf-8"))
    known |= set((TABLES / "surnames.txt").read_text(encoding="utf-8"))
    path = Path(str(distribution(PACKAGE).locate_file("opencc/dictionary")))
    lines = (path / "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    found = (line.split()[:2] for line in lines if line.strip())
    return sorted(
        old + new
        for old, new in found
        if old != new and new in known and old not in OTHERWISE and len(old) == 1 and ord(old) < 0x10000
    )


if __name__ == "__main__":
    write_table(
        "traditional.txt",
        pairs(),
        what="traditional Chinese characters, each followed by its simplified form",
        source=f"{PACKAGE} {version(PACKAGE)}, TSCharacters.txt",
        licence="Apache-2.0, by Carbo Kuo (OpenCC) and Yichen Huang; text in LICENSE of this project",
        order="by code point",
        script="tools/make_traditional.py",
    )
