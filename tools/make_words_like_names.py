"""Make detectors/tables/words_like_names.txt: ordinary words that are written like a personal name.

Source: jieba's dictionary (``jieba/dict.txt``), MIT: words of two and three characters, of any tag but a
person's name, that begin with a surname and go on with characters of given names (the two tables of
this folder, which must be there), seen ``FEWEST`` times or more; and the days of the week.
A person may be called 文静 or 高峰: such values are no evidence that a column holds names, and count as
people where it does. Needs: ``pip install jieba``.
"""

from __future__ import annotations

from importlib.metadata import distribution, version
from pathlib import Path

from table import MIT, TABLES, write_table

FEWEST = 10
WEEK = [f"周{day}" for day in "一二三四五六日天末"]


def entries(name: str) -> list[str]:
    """Return the entries of a table made before."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def words() -> list[str]:
    """Return jieba's words that look like names, most frequent first."""
    surnames, given = set(entries("surnames.txt")), set(entries("given_name_characters.txt"))
    path = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        like = any(word[:n] in surnames and word[n:] and set(word[n:]) <= given for n in (1, 2))
        if like and len(word) in {2, 3} and not tag.startswith("nr") and int(count) >= FEWEST:
            found.append((-int(count), word))
    return [word for _, word in sorted(found)]


if __name__ == "__main__":
    write_table(
        "words_like_names.txt",
        [*words(), *WEEK],
        what=f"ordinary words written like a personal name, seen {FEWEST} times or more; days of the week",
        source=f"jieba {version('jieba')}, dict.txt; days by hand",
        licence=f"MIT, Copyright (c) 2013 Sun Junyi; {MIT}",
        order="most frequent first; days by hand last",
        script="tools/make_words_like_names.py",
    )
