"""Make detectors/tables/western_given_names.txt: given names of English, German, French, Spanish and others.

Source: the person providers en_US, en_GB, de_DE, fr_FR, es_ES, it_IT and pt_BR of Faker, MIT. Those of
English come first, then those that stand in more of the lists. Accents are taken off, as a lookup does.
Left out are names that more often begin a brand, a place or a title (``NOT_NAMES``), by hand.
Needs: ``pip install faker``.
"""

from __future__ import annotations

import importlib
import unicodedata
from importlib.metadata import version

from table import MIT, write_table

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR")
MOST = 1_500
# Words, places, months, brands. Names of people who are called so are found by their header.
NOT_NAMES = """
africa alma amber america angel april art asia august aurora austin autumn belle berlin bo brooklyn
brooke carolina carson chance charity chase chelsea chester china clay cliff colt crystal dakota dallas
dawn dean delicia denver destiny devon diamond dolores douro earl east eden emerald essex esperanza faith
fern florence florida forest fortuna georgia ginger glen glory grace grant heaven herb hope hunter india
iris israel ivory ivy jade jewel joy july june justice kent kenya lance lane lily lincoln london luna
madison marina may mercedes mercy melody miles misty montana nevada olive olympia oliva opal orlando
paris patience pearl phoenix piper precious price prince princess prudence rain raven reed rich river
rocky roman rose royal ruby rusty sage saint santa savannah serenity sierra sky skye sofia sol star
sterling stone storm summer sunny sydney trinity troy victoria vienna viola violet virginia will winter
wolf york zion regular major dark del van von bella blue ferrari leo lexus man mars mini nova pace vita
viva volvo solo mar sole tesla alba
"""


def plain(name: str) -> str:
    """Return *name* in lower case and without accents."""
    letters = unicodedata.normalize("NFD", name.replace("ß", "ss").lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def names_of(locale: str) -> list[str]:
    """Return the given names of a locale, in the order of the source: one of a woman, one of a man."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    lists = [
        list(getattr(provider, name))
        for name in ("first_names_female", "first_names_male")
        if hasattr(provider, name)
    ]
    longest = max(map(len, lists))
    return [plain(names[i]) for i in range(longest) for names in lists if i < len(names)]


def ranked() -> list[str]:
    """Return the given names, those of most locales first."""
    left_out = set(NOT_NAMES.split())
    lists = {locale: list(dict.fromkeys(names_of(locale))) for locale in LOCALES}
    best = {
        name: (
            -sum(name in names for names in lists.values()),
            min(_place(names, name) for names in lists.values()),
        )
        for names in lists.values()
        for name in names
    }
    first = [name for locale in ("en_US", "en_GB") for name in lists[locale]]
    every = dict.fromkeys((*first, *sorted(best, key=lambda name: (*best[name], name))))
    return [n for n in every if n.isascii() and n.isalpha() and len(n) > 2 and n not in left_out][:MOST]


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else MOST * 2


if __name__ == "__main__":
    write_table(
        "western_given_names.txt",
        ranked(),
        what="given names of Europe and the Americas, lower case, without accents",
        source=f"Faker {version('faker')}, providers person/{', '.join(LOCALES)}",
        licence=f"MIT, Copyright (c) 2012 Daniele Faraglia; {MIT}",
        order="those of English first, then those in most of the lists",
        script="tools/make_given_names.py",
    )
