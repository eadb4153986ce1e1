"""What is known of a key: eight bits, that add up when sets merge."""

GENERAL, SENSITIVE, MINOR = 1, 2, 4
"""Classes: somebody's general item, sensitive item; under 14 (PIPL 28)."""

SURE = 8
"""Represents somebody who is certainly there, not a part of a row that is only guessed."""

NAMED, BESIDE, NAME_ONLY = 16, 32, 128
"""What the second word is: of a name, of a weaker identifier; and that the first is of a name."""

LOOSE = 64
"""The identifier may be more than one person's: it is not known for an identity document's number, which is
one person's by law. A number seen under two headers is what the less certain one says."""
