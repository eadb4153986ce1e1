"""Make src/tongguan/ner/tables/simplified.txt: traditional characters and the simplified ones they stand for.

Source: the dictionary ``TSCharacters.txt`` of OpenCC as opencc-python-reimplemented ships it, Apache-2.0.
Where a traditional character has several simplified forms, the first is taken. Kept are characters whose
simplified form the tagger knows (``lac_small/word.dic`` of jieba): for all others it makes no difference.
Needs: ``pip install jieba opencc-python-reimplemented``.
"""

from __future__ import annotations

from importlib.metadata import distribution, version
from pathlib import Path

import table

PACKAGE = "opencc-python-reimplemented"
table.TABLES = Path(__file__).resolve().parents[1] / "src" / "tongguan" / "ner" / "tables"


def lines(package: str, path: str) -> list[str]:
    """Return the lines of a file of an installed *package*."""
    return (
        Path(str(distribution(package).locate_file(path)))
        .read_text(encoding="utf-8")
        .rstrip("\n")
        .split("\n")
    )


if __name__ == "__main__":
    known = {line.split("\t")[1] for line in lines("jieba", "jieba/lac_small/word.dic")}
    pairs = (line.split("\t") for line in lines(PACKAGE, "opencc/dictionary/TSCharacters.txt"))
    chosen = [(one, many.split(" ")[0]) for one, many in pairs]
    table.write_table(
        "simplified.txt",
        sorted(a + b for a, b in chosen if a != b and b in known and max(a, b) <= "\uffff"),
        what="pairs of a traditional Chinese character and its simplified form",
        source=f"opencc-python-reimplemented {version(PACKAGE)}, TSCharacters.txt of OpenCC",
        licence="Apache-2.0, Copyright (c) Carbo Kuo (OpenCC), Copyright (c) 2018 Yichen Huang; "
        "text in LICENSE of this project",
        order="by code point",
        script="tools/make_simplified.py",
    )
