"""Make detectors/tables/given_name_characters.txt: characters that given names are made of.

Source: the emission tables of jieba's part-of-speech model (``jieba.posseg.prob_emit``), MIT, trained
on news of the 1990s: log-probability of a character given its place in a word (B, M, E) and the tag.
Kept is a character whose best score inside a personal name (M or E of ``nr``) is

* above ``FLOOR``: often enough to tell,
* at most ``MARGIN`` below its best score in any other kind of word, and
* not ``SURNAME`` below its score as the first of a name: 谢 begins names, it seldom ends them;

then the given names of Faker's person provider zh_CN, MIT, and characters in fashion since 2000, which
that corpus cannot know (``BY_HAND``). It prints what was measured, and writes it into the header.
Needs: ``pip install faker jieba``.
"""

from __future__ import annotations

from importlib.metadata import distribution, version
from pathlib import Path

from faker.providers.person.zh_CN import Provider
from jieba.posseg.prob_emit import P as EMISSIONS
from table import MIT, write_table

FLOOR, MARGIN, SURNAME = -9.0, 2.5, 2.0
NOWHERE = -20.0  # log-probability of a character never seen in a state
OTHER_TAGS = ("n", "v", "ns", "nz", "nt", "a", "l", "i", "vn", "d")
BY_HAND = (
    "梓睿煜榕梵奕沐芸萱汐妮姣娇娣娴婵媛枫柔桦楷滢澜烁烨然珊琛琬琰瑗璐璧筠育苇茗茜荔荷莺菁菡蓓蝶融语霭馥骅"
    "宸玥祎婧瑾翊屹皓昱晗瑄珩珺姝禾笙彤钰铭懿楠烜炜焓骁骞霖霏韬弈岑苒苡芮甯翀颢昊旻晔暄煊熠钧锴涵熙芷"
    "一学景真全凝和影时朋来柔政"
)


def best(character: str, states: list[tuple[str, str]]) -> float:
    """Return the highest log-probability of *character* in any of *states*."""
    return max(EMISSIONS[state].get(character, NOWHERE) for state in states)


def by_model() -> set[str]:
    """Return the characters that the model finds typical of given names."""
    inside, elsewhere = [("M", "nr"), ("E", "nr")], [(place, tag) for place in "BME" for tag in OTHER_TAGS]
    kept = set()
    for character in set(EMISSIONS["M", "nr"]) | set(EMISSIONS["E", "nr"]):
        score = best(character, inside)
        if (
            score > FLOOR
            and score >= best(character, elsewhere) - MARGIN
            and score > best(character, [("B", "nr")]) - SURNAME
        ):
            kept.add(character)
    return kept


def ordinary_words() -> list[tuple[str, int]]:
    """Return the words of two and three characters in jieba's dictionary that are not names, with counts."""
    path = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    entries = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [(word, int(count)) for word, count, tag in entries if tag in OTHER_TAGS and len(word) in {2, 3}]


def measure(model: set[str], table: set[str]) -> str:
    """Say how many of Faker's names the model knows, and how many ordinary words look like a name.

    A word looks like a name if a surname begins it and all the rest is in *table*. Recall is that of the
    model alone: the table holds Faker's own names.
    """
    surnames = {name for name in Provider.last_names if len(name) == 1}
    given = Provider.first_names
    recall = sum(set(name) <= model for name in given) / len(given)
    words = ordinary_words()
    hits = [(word, n) for word, n in words if word[0] in surnames and set(word[1:]) <= table]
    share = len(hits) / len(words)
    weighted = sum(n for _, n in hits) / sum(n for _, n in words)
    return (
        f"{recall:.1%} of Faker zh_CN given names by the model alone (100 % with Faker's own characters); "
        f"{share:.1%} of {len(words)} ordinary words look like a name ({weighted:.1%} weighted by frequency)"
    )


if __name__ == "__main__":
    model = by_model()
    table = model | set("".join(Provider.first_names)) | set(BY_HAND)
    print(len(model), "by model,", len(set(BY_HAND) - model), "new by hand")
    measured = measure(model, table)
    print(measured)
    write_table(
        "given_name_characters.txt",
        sorted(table),
        what=f"characters typical of given names; measured: {measured}",
        source=f"jieba {version('jieba')}, posseg; Faker {version('faker')}, person/zh_CN; by hand",
        licence=f"MIT, Copyright (c) 2013 Sun Junyi, Copyright (c) 2012 Daniele Faraglia; {MIT}",
        order="by code point",
        script="tools/make_given_name_characters.py",
    )
