"""Make detectors/tables/name_scores.txt: how much a character, by its place, speaks for a personal name.

Source: jieba's dictionary (``jieba/dict.txt``), MIT. Its entries of two and three characters are taken as
personal names (tag ``nr``, beginning with a surname of ``surnames.txt``, which must be there) and as
ordinary words (any other tag). A score is the natural logarithm of how much more often a character stands
in that place of a name than in that place of a word, each entry counted once:

* ``surname``: the first of a name against the first of a word, at half its weight (``HALF``): a surname is
  begun by chance more easily than a given name is ended;
* ``sole``: the given name of one character against the second of a two-character word;
* ``middle``, ``last``: the two of a given name against those of a three-character word.

The scores of a value's characters add up; a sum above the threshold in ``detectors/_han_names.py`` is a name.
No list of real persons other than that dictionary was looked at.
Needs: ``pip install jieba``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from importlib.metadata import distribution, version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from table import MIT, TABLES, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CHARACTERS = 6000  # in use; each is given the odds of having been seen SMOOTH times more
SMOOTH = 1.0
HALF = 0.5
HAN = re.compile(r"[\u3400-\u9fff]{2,3}")


def entries(name: str) -> list[str]:
    """Return the entries of a table made before."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def dictionary() -> list[tuple[str, int, str]]:
    """Return jieba's entries of two and three Chinese characters: word, count, tag."""
    path = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [(word, int(count), tag) for word, count, tag in lines if HAN.fullmatch(word)]


def parts(name: str, surnames: set[str]) -> tuple[str, str] | None:
    """Split *name* into surname and given name, or return None if no surname begins it."""
    for length in (2, 1):
        if name[:length] in surnames and len(name) > length:
            return name[:length], name[length:]
    return None


def scorer(
    names: Counter[str], words: Counter[str], weight: float = 1.0
) -> tuple[Callable[[str], float], float]:
    """Return what scores a character, and the score of one never seen."""
    ours = math.log(names.total() + SMOOTH * CHARACTERS)
    theirs = math.log(words.total() + SMOOTH * CHARACTERS)

    def score(character: str) -> float:
        odds = math.log(names[character] + SMOOTH) - ours - math.log(words[character] + SMOOTH) + theirs
        return round(weight * odds, 1)

    return score, score("")


def grouped(place: str, characters: Iterable[str], score: Callable[[str], float]) -> list[str]:
    """Write one line for each score: the place, the score, and the characters that have it."""
    ranked = sorted(characters, key=lambda c: (-score(c), c))
    return [f"{place} {value:.1f} {''.join(same)}" for value, same in groupby(ranked, key=score)]


def table() -> list[str]:
    """Return the lines of the table."""
    surnames = set(entries("surnames.txt"))
    names = [parts(w, surnames) for w, _, tag in dictionary() if tag in {"nr", "nrfg"}]
    persons = [pair for pair in names if pair is not None and len(pair[1]) <= 2]
    words = [w for w, _, tag in dictionary() if not tag.startswith("nr")]
    single = [given for _, given in persons if len(given) == 1]
    double = [given for _, given in persons if len(given) == 2]
    three = [w for w in words if len(w) == 3]
    places = {
        "sole": (Counter(single), Counter(w[1] for w in words if len(w) == 2)),
        "middle": (Counter(g[0] for g in double), Counter(w[1] for w in three)),
        "last": (Counter(g[1] for g in double), Counter(w[2] for w in three)),
    }
    score, _ = scorer(Counter(s for s, _ in persons), Counter(w[0] for w in words), HALF)
    lines = grouped("surname", [s for s in surnames if len(s) == 1], score)
    for place, (ours, theirs) in places.items():
        score, unseen = scorer(ours, theirs)
        seen = {c for c in ours.keys() | theirs.keys() if score(c) != unseen}
        lines += [f"{place} {unseen:.1f} *", *grouped(place, seen, score)]
    return lines


if __name__ == "__main__":
    write_table(
        "name_scores.txt",
        table(),
        what=(
            "place in a name, score, and the characters that have it there; * for every other character; "
            "measured: see detectors/person_name.py"
        ),
        source=f"jieba {version('jieba')}, dict.txt",
        licence=f"MIT, Copyright (c) 2013 Sun Junyi; {MIT}",
        order="by place, highest score first",
        script="tools/make_name_scores.py",
    )
