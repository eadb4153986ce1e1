"""The pepper: where it comes from, who may read it, and what is made from it."""

from __future__ import annotations

import secrets
import threading

import pytest
from ledger_kit import HANDLER, PEPPER, opened

from tongguan.errors import LedgerError
from tongguan.ledger.pepper import derive_year_key, key_id, read_pepper

TEXT = "correct horse battery staple, and more"


def url(folder):
    return f"sqlite:///{folder / 'year.db'}"


@pytest.mark.parametrize(
    ("said", "pepper"),
    [
        (PEPPER.hex(), PEPPER),
        (PEPPER.hex().upper() + "\n", PEPPER),
        ("0" * 32, bytes(16)),
        ("0" * 33, b"0" * 33),  # an odd number of digits is text
        (TEXT, TEXT.encode()),
        ("盐" * 32, ("盐" * 32).encode()),
    ],
)
def test_the_pepper_is_hexadecimal_or_a_long_text(tmp_path, said, pepper):
    assert read_pepper(url(tmp_path), {"TONGGUAN_PEPPER": said}) == pepper
    file = tmp_path / "secret"
    file.write_text(said, encoding="utf-8")
    file.chmod(0o600)
    assert read_pepper(url(tmp_path), {"TONGGUAN_PEPPER_FILE": str(file)}) == pepper


@pytest.mark.parametrize("said", ["", "hunter2", "x" * 31, "x" * 4097])
def test_a_poor_pepper_is_refused_and_not_repeated(tmp_path, said):
    file = tmp_path / "secret"
    file.write_text(said)
    file.chmod(0o600)
    for environ in ({"TONGGUAN_PEPPER": said}, {"TONGGUAN_PEPPER_FILE": str(file)}):
        with pytest.raises(LedgerError) as caught:
            read_pepper(url(tmp_path), environ)
        assert not said or said not in str(caught.value)


def test_the_pepper_beside_the_ledger_is_made_once_for_the_owner_only(tmp_path):
    first = read_pepper(url(tmp_path), {})
    assert len(first) == 32
    assert read_pepper(url(tmp_path), {}, create=False) == first
    (made,) = tmp_path.iterdir()
    assert (made.name, made.stat().st_mode & 0o777) == ("year.db.pepper", 0o600)
    assert bytes.fromhex(made.read_text()) == first


def test_many_at_once_make_one_pepper(tmp_path):
    found = []
    start = threading.Barrier(8)

    def race():
        start.wait()
        found.append(read_pepper(url(tmp_path), {}))

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_reading_makes_no_pepper(tmp_path):
    assert len(read_pepper(url(tmp_path), {}, create=False)) == 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_pepper_that_others_can_read_is_refused_with_the_way_out(tmp_path, mode):
    read_pepper(url(tmp_path), {})
    file = tmp_path / "year.db.pepper"
    file.chmod(mode)
    with pytest.raises(LedgerError, match="chmod 600") as caught:
        read_pepper(url(tmp_path), {})
    assert file.read_text().strip() not in str(caught.value)


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_that_lost_its_pepper_is_not_given_another(tmp_path, create):
    with opened(tmp_path) as ledger:
        ledger.year_key(HANDLER, 2026, create=True)
    with pytest.raises(LedgerError, match="its pepper is not"):
        read_pepper(url(tmp_path), {}, create=create)
    assert [path.name for path in tmp_path.iterdir()] == ["year.db"]


@pytest.mark.parametrize(
    ("environ", "match"),
    [
        ({"TONGGUAN_PEPPER_FILE": "{folder}/nowhere"}, "not there"),
        ({"TONGGUAN_PEPPER_FILE": "{folder}"}, "cannot be read"),
    ],
)
def test_a_pepper_file_that_is_none_is_told(tmp_path, environ, match):
    environ = {name: value.format(folder=tmp_path) for name, value in environ.items()}
    with pytest.raises(LedgerError, match=match):
        read_pepper(url(tmp_path), environ)


def test_a_pepper_in_no_text_is_told_without_its_bytes(tmp_path):
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfe" + bytes(40))
    file.chmod(0o600)
    with pytest.raises(LedgerError, match="cannot be read"):
        read_pepper(url(tmp_path), {"TONGGUAN_PEPPER_FILE": str(file)})


def test_a_pepper_in_a_missing_folder_is_told(tmp_path):
    with pytest.raises(LedgerError, match="cannot be made"):
        read_pepper(url(tmp_path / "missing"), {})


def test_a_year_key_depends_on_everything_it_is_made_from():
    salt = bytes(16)
    keys = {
        derive_year_key(PEPPER, "a", 2026, salt),
        derive_year_key(bytes(32), "a", 2026, salt),
        derive_year_key(PEPPER, "b", 2026, salt),
        derive_year_key(PEPPER, "a", 2027, salt),
        derive_year_key(PEPPER, "a", 2026, secrets.token_bytes(16)),
    }
    assert len(keys) == 5
    assert {len(key) for key in keys} == {32}
    assert len({key_id(key) for key in keys}) == 5
    assert derive_year_key(PEPPER, "a", 2026, salt) == derive_year_key(PEPPER, "a", 2026, salt)


def test_a_year_has_its_own_key_and_keeps_it(tmp_path):
    with opened(tmp_path) as ledger:
        key = ledger.year_key(HANDLER, 2026, create=True)
        assert ledger.year_key(HANDLER, 2027, create=True) != key
        assert ledger.year_key("another", 2026, create=True) != key
    with opened(tmp_path) as ledger:
        assert ledger.year_key(HANDLER, 2026, create=True) == key


def test_a_short_pepper_opens_nothing(tmp_path):
    with pytest.raises(LedgerError, match="too short"):
        opened(tmp_path, b"salt")
