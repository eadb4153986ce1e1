"""The pepper, and the year keys made from it.

    year key = HMAC-SHA-256(pepper, "tongguan year key" NUL handler NUL year NUL salt)
    key id   = first 8 bytes of HMAC-SHA-256(year key, "key id"), in hexadecimal

The salt is 16 random bytes in the ledger, one for each handler and year: deleting it destroys that
year's key for good, though pepper and ledger are both still there. A year has its own key because the
law counts by year (CBDF 5, 7, 8): nobody can link last year's persons with this year's.

After a change of pepper (``tongguan ledger rekey``) a year keeps its key, or everybody in it would be a
stranger; it is then stored masked:

    masked = year key XOR HMAC-SHA-256(new pepper, "tongguan year key mask" NUL handler NUL year NUL new salt)

The pepper stays outside the database. An identity number has about 2^37 possibilities and a mobile
number 2^32, so whoever holds ledger *and* pepper holds the numbers.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tongguan.errors import LedgerError
from tongguan.ledger.storage import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongguan.ledger.storage import Place

ALGORITHM = "hmac-sha-256"
MASKED = "hmac-sha-256 masked"
PEPPER_BYTES = 32
PEPPER_CHARS_MIN = 32
PEPPER_CHARS_MAX = 4096
SALT_BYTES = 16


def read_pepper(url: str, environ: Mapping[str, str], *, create: bool = True) -> bytes:
    """Return the pepper for the ledger at *url*.

    Taken from ``TONGGUAN_PEPPER`` (hexadecimal, or any text of at least 32 characters), else from the
    file ``TONGGUAN_PEPPER_FILE`` names, else from ``<database>.pepper`` beside a SQLite ledger. The last
    is made once if *create* and the ledger does not exist yet. Without *create*, and with neither ledger
    nor pepper there, what comes back is random and kept nowhere: nobody has been counted with any other.

    Raises LedgerError, which never holds the pepper, where none can be had or a file is open to others.
    """
    if "TONGGUAN_PEPPER" in environ:
        return decode(environ["TONGGUAN_PEPPER"], "TONGGUAN_PEPPER")
    if "TONGGUAN_PEPPER_FILE" in environ:
        path = Path(environ["TONGGUAN_PEPPER_FILE"])
        found = _from_file(path)
        if found is None:
            raise LedgerError(
                f"{path}: the file named by TONGGUAN_PEPPER_FILE is not there. Nothing was counted.",
                hint="Restore it, or correct TONGGUAN_PEPPER_FILE.",
            )
        return found
    where = place(url)
    if where.pepper is None:
        raise LedgerError(
            f"{where.shown}: the pepper of a ledger on a server must be named. Nothing was counted.",
            hint="Set TONGGUAN_PEPPER_FILE (or TONGGUAN_PEPPER); openssl rand -hex 32 makes one.",
        )
    return _beside(where, where.pepper, create=create)


def made_or_read(path: Path) -> bytes:
    """Return the pepper in the file *path*, which is made, readable by its owner only, if it is missing."""
    found = _from_file(path)
    if found is None:
        _make(path)
        found = _from_file(path)
    assert found is not None, "the pepper was made a moment ago"
    return found


def new_beside(url: str, environ: Mapping[str, str]) -> Path:
    """Return the file for a new pepper beside the ledger at *url*, until it takes the place of the old one.

    Raises LedgerError where the pepper is not beside the ledger: then its place has to be named.
    """
    where = place(url)
    if where.pepper is None or {"TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"} & environ.keys():
        raise LedgerError(
            f"{where.shown}: the pepper is not beside the ledger, so where the new one goes is unknown. "
            "Nothing was changed.",
            hint="Name a file with --new-pepper-file.",
        )
    return where.pepper.with_name(where.pepper.name + ".new")


def replace_pepper(url: str, new: Path) -> None:
    """Put the file *new* in the place of the pepper beside the ledger at *url*, at once."""
    old = place(url).pepper
    assert old is not None, "new_beside looked"
    new.replace(old)
    _sync_folder(old.parent)


def derive_year_key(pepper: bytes, handler: str, year: int, salt: bytes) -> bytes:
    """Return the 32-byte key under which *handler*'s persons of *year* are keyed."""
    message = b"\0".join([b"tongguan year key", handler.encode(), str(year).encode(), salt])
    return hmac.digest(pepper, message, "sha256")


def derive_mask(pepper: bytes, handler: str, year: int, salt: bytes) -> bytes:
    """Return the 32 bytes that hide a year key which was made under another pepper; used once."""
    message = b"\0".join([b"tongguan year key mask", handler.encode(), str(year).encode(), salt])
    return hmac.digest(pepper, message, "sha256")


def xor(left: bytes, right: bytes) -> bytes:
    """Return the bitwise exclusive or of two keys of the same length."""
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def key_id(year_key: bytes) -> str:
    """Return the public id of a year key, 16 hexadecimal digits, which says nothing about the key."""
    return hmac.digest(year_key, b"key id", "sha256")[:8].hex()


def _beside(where: Place, path: Path, *, create: bool) -> bytes:
    found = _from_file(path)
    if found is not None:
        return found
    if where.exists():
        # A new pepper would make a stranger of everybody who was counted.
        raise LedgerError(
            f"{path}: the ledger is there and its pepper is not. Nothing was counted.",
            hint="Restore the file, or set TONGGUAN_PEPPER or TONGGUAN_PEPPER_FILE.",
        )
    if not create:
        return secrets.token_bytes(PEPPER_BYTES)
    return made_or_read(path)


def _make(path: Path) -> None:
    """Write a new pepper to *path*, whole or not at all; leave one that is there as it is."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(PEPPER_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            _link(draft, path)
        finally:
            draft.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(
            f"{path}: the pepper cannot be made here ({os.strerror(error.errno or 0)}). Nothing was counted.",
            hint="Make the folder, or set TONGGUAN_PEPPER or TONGGUAN_PEPPER_FILE.",
        ) from None


def _link(draft: Path, path: Path) -> None:
    # A link appears at once and complete. Opening the name itself would let a second process read an
    # empty file, and a crash in between would leave one for good.
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first: its pepper is the pepper


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _from_file(path: Path) -> bytes | None:
    """Return the pepper in *path*, None where there is no such file."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())  # of what was opened, not of what the name means later
            if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
                raise LedgerError(
                    f"{path}: the pepper can be read by others, or is no file. Nothing was counted.",
                    hint=f"Run chmod 600 {path}. If others may have read it, treat it as known.",
                )
            text = file.read(PEPPER_CHARS_MAX + 1).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise LedgerError(
            f"{path}: the pepper cannot be read. Nothing was counted.",
            hint="It must be a text file that belongs to the user who runs this.",
        ) from None
    return decode(text, str(path))


def decode(text: str, place: str) -> bytes:
    """Return the pepper that *text*, found at *place*, says: hexadecimal, or any 32 characters or more."""
    text = text.strip()
    if not PEPPER_CHARS_MIN <= len(text) <= PEPPER_CHARS_MAX:
        raise LedgerError(
            f"{place}: the pepper is too short or too long. Nothing was counted.",
            hint=f"Use {PEPPER_CHARS_MIN} to {PEPPER_CHARS_MAX} characters; openssl rand -hex 32 makes some.",
        )
    try:
        return bytes.fromhex(text)
    except ValueError:  # whose message quotes it
        return text.encode()
