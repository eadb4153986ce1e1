"""Policies from bytes, and the files that ship with the package: only here does ``law`` touch a disk.

What ships is pinned: ``pinned.toml`` holds the SHA-256 of every policy, case file and catalogue, so that a
decision of years ago can be made again from the very bytes. A policy of another digest is not loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from msgspec import Struct

from tongguan.errors import PolicyError
from tongguan.law.policy import Bounds, Policy, When
from tongguan.law.strict_toml import convert, parse, refuse, require_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

CASES = ".cases.toml"
CATALOGUE = "sensitive-"
"""How the names of files beside this module tell a policy from its cases and from a catalogue."""
PINNED = "pinned.toml"


class _Pinned(Struct, frozen=True, forbid_unknown_fields=True):
    sha256: dict[str, str]
    """By name of file."""


def shipped(*, prefix: str = "", suffix: str = ".toml") -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each shipped policy, case file and catalogue, by name."""
    for file in sorted(resources.files("tongguan.law").iterdir(), key=lambda file: file.name):
        if file.name.startswith(prefix) and file.name.endswith(suffix) and file.name != PINNED:
            yield file.name, file.read_bytes()


@cache
def shipped_policies() -> tuple[Policy, ...]:
    """Return every shipped policy. Raises ``PolicyError`` for one that was edited after its release."""
    pins = pinned()
    return tuple(
        _unedited(read_policy(data, name), name, pins)
        for name, data in shipped()
        if not name.endswith(CASES) and not name.startswith(CATALOGUE)
    )


def pinned() -> dict[str, str]:
    """Return the digests of the shipped files as they were released, by name."""
    data = resources.files("tongguan.law").joinpath(PINNED).read_bytes()
    return convert(parse(data, PINNED, PolicyError), _Pinned, where=PINNED, error=PolicyError).sha256


def _unedited(policy: Policy, name: str, pins: Mapping[str, str]) -> Policy:
    if pins.get(name) != policy.sha256:
        what = f"not the file that was released (its digest is not in {PINNED})"
        hint = "Install Tongguan anew. A new regulation is a new file: see tools/pin_law.py."
        raise refuse(PolicyError, name, what, hint=hint)
    return policy


def load_policy(on: date) -> Policy:
    """Return the shipped policy in force on that day (Asia/Shanghai); ``PolicyError`` if none was."""
    return policy_in_force(shipped_policies(), on)


def shipped_policy(sha256: str) -> Policy:
    """Return the shipped policy of that digest, as a verdict names it; ``PolicyError`` if there is none."""
    found = next((policy for policy in shipped_policies() if policy.sha256 == sha256), None)
    if found is None:
        hint = "Use the version of Tongguan that wrote the verdict, or read the file with read_policy."
        raise refuse(PolicyError, "policies", "none of that digest is shipped here", hint=hint)
    return found


def policy_in_force(policies: Iterable[Policy], on: date) -> Policy:
    """Return the policy in force on that day; of two, the one that came into force later.

    Released files are never edited, so an instrument is usually ended by the next one, not by its own date.
    Raises ``PolicyError`` if none was in force.
    """
    by_date = sorted(policies, key=lambda policy: policy.in_force_from)
    in_force = [policy for policy in by_date if policy.in_force(on)]
    if in_force:
        return in_force[-1]
    known = ", ".join(f"{policy.id} from {policy.in_force_from:%Y-%m-%d}" for policy in by_date)
    what = "none was in force that day"
    raise refuse(PolicyError, f"policies for {on:%Y-%m-%d}", what, hint=f"Known here: {known or 'none'}.")


def read_policy(data: bytes, name: str) -> Policy:
    """Return the policy in *data*; *name* is the file's name, for messages. Raises ``PolicyError``."""
    tables = parse(data, name, PolicyError)
    require_keys(tables, set(Policy.__struct_fields__) - {"sha256"}, where=name, error=PolicyError)
    digest = hashlib.sha256(data).hexdigest()
    policy = convert({**tables, "sha256": digest}, Policy, where=name, error=PolicyError)
    if not policy.rules:
        raise refuse(PolicyError, f"{name}, $.rules", "there is no rule", hint="Write [[rules]] first.")
    seen: set[str] = set()
    for number, rule in enumerate(policy.rules):
        where = f"{name}, $.rules[{number}]"
        if rule.id in seen:
            raise refuse(PolicyError, f"{where}.id", "another rule has this id", hint="Ids are unique.")
        seen.add(rule.id)
        _refuse_senseless(rule.when, f"{where}.when")
    return policy


def _refuse_senseless(when: When, where: str) -> None:
    """Raise if a rule would hold for everything or could hold for nothing: both are slips of the pen."""
    tests = dict(when.tests())
    if not tests:
        hint = "A rule without conditions would decide everything."
        raise refuse(PolicyError, where, "there is no condition", hint=hint)
    hint = "Give at_least (以上), below (不满), or both."
    for fact, test in tests.items():
        if test == () or (
            isinstance(test, Bounds) and test.below is not None and test.below <= test.at_least
        ):
            raise refuse(PolicyError, f"{where}.{fact}", "nothing can meet this condition", hint=hint)
        if isinstance(test, Bounds) and test.below is None and test.at_least <= 0:
            raise refuse(PolicyError, f"{where}.{fact}", "everything meets this condition", hint=hint)
