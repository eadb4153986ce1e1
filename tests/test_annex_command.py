"""``tongguan annex`` as its users meet it."""

import builtins
import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from annex_kit import NOW, REGISTER
from click.testing import CliRunner
from people_kit import card, mobile, name

from tongguan import api
from tongguan.commands.annex import annex
from tongguan.errors import TongguanError

CANARIES = [name(3), mobile(3), card(3)]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a register, a file, and a ledger in which one run has left."""
    monkeypatch.chdir(tmp_path)
    for variable in ("TONGGUAN_LEDGER", "TONGGUAN_PEPPER", "TONGGUAN_PEPPER_FILE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "tongguan.toml").write_text(REGISTER, encoding="utf-8")
    table = {"name": [name(i) for i in range(30)], "mobile": [mobile(i) for i in range(30)]}
    pq.write_table(pa.table(table), tmp_path / "few.parquet")
    api.gate("few.parquet", export="vip", run="r1", at=NOW)
    api.post("r1", at=NOW)
    hostile = {"=1+1|x": [card(i) for i in range(30)]}
    pq.write_table(pa.table(table | hostile), tmp_path / "cards.parquet")
    return tmp_path


def run(*arguments, form="contract"):
    given = [str(each) for each in arguments]
    result = CliRunner().invoke(annex, [*given, "--export", "vip", "--form", form, "--on", "2026-06-30"])
    if isinstance(result.exception, TongguanError):
        raise result.exception
    return result


def test_without_a_file_it_is_markdown_on_stdout(place):
    result = run("cards.parquet")
    assert result.exit_code == 0
    assert result.stdout.startswith("# 个人信息出境标准合同附录一")
    assert "## 个人信息项" in result.stdout
    assert result.stderr == ""


def test_the_ending_says_the_format(place):
    for file in ("a.md", "a.xlsx", "B.XLSX"):
        result = run("cards.parquet", "--out", file)
        assert (result.exit_code, result.stdout) == (0, "")
        assert f"written to {file}" in result.stderr
    assert (place / "a.md").read_text(encoding="utf-8") == run("cards.parquet").stdout
    book = openpyxl.load_workbook(io.BytesIO((place / "a.xlsx").read_bytes()))
    names = [cell.value for cell in book["个人信息项"]["A"]]
    assert "=1+1|x" in names
    assert (place / "a.xlsx").read_bytes() == (place / "B.XLSX").read_bytes()


@pytest.mark.parametrize("form", ["pipia", "contract", "assessment"])
def test_no_value_is_in_what_is_written(place, form):
    written = run("cards.parquet", form=form).output
    assert not [value for value in CANARIES if value in written]


def test_nothing_is_recorded(place):
    before = (place / "tongguan.db").read_bytes()
    run("cards.parquet", "--out", "a.xlsx")
    assert (place / "tongguan.db").read_bytes() == before


def test_without_a_ledger_none_is_made(place):
    result = run("few.parquet", "--ledger", "sqlite:///other.db")
    assert result.exit_code == 0
    assert "当年尚无记录" in result.stdout
    assert not (place / "other.db").exists()


@pytest.mark.parametrize("file", ["a.xls", "a.csv", "a", "a.pdf", "xlsx"])
def test_an_ending_that_is_not_known_is_refused(place, file):
    with pytest.raises(TongguanError, match="ending is not known") as refused:
        run("cards.parquet", "--out", file)
    assert refused.value.exit_code == 2
    assert not (place / file).exists()


def test_a_file_that_is_there_is_written_over_only_by_force(place):
    out = place / "a.md"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(TongguanError, match="there already"):
        run("no-such-file.parquet", "--out", out)  # told before anything is read
    assert out.read_text(encoding="utf-8") == "mine"
    assert run("cards.parquet", "--out", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("# ")


def test_a_folder_that_is_not_there_is_told_before_anything_is_read(place):
    with pytest.raises(TongguanError, match="folder is not there"):
        run("no-such-file.parquet", "--out", "no/a.md")


def test_without_the_library_nothing_is_read_or_written(place, monkeypatch):
    real = builtins.__import__

    def absent(module, *rest, **more):
        if module == "xlsxwriter":
            raise ImportError(module)
        return real(module, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(TongguanError, match="XlsxWriter"):
        run("no-such-file.parquet", "--out", "a.xlsx")
    assert not (place / "a.xlsx").exists()


@pytest.mark.parametrize("file", ["a.md", "a.xlsx"])
def test_what_fails_leaves_nothing_half_written(place, file):
    (place / "broken.parquet").write_bytes(b"PAR1 and nothing more")
    before = sorted(place.iterdir())
    with pytest.raises(TongguanError):
        run("broken.parquet", "--out", file)
    assert sorted(place.iterdir()) == before


def test_a_file_that_cannot_be_put_there_leaves_no_draft(place, monkeypatch):
    before = sorted(place.iterdir())

    def full(draft, target):
        assert draft.exists()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(TongguanError, match="cannot be written there") as refused:
        run("cards.parquet", "--out", "a.md")
    assert "No space" not in str(refused.value)
    assert sorted(place.iterdir()) == before


def test_a_file_that_comes_while_the_data_are_read_is_left_alone(place, monkeypatch):
    real = api.check

    def slow(*arguments, **more):
        (place / "a.md").write_text("mine", encoding="utf-8")
        return real(*arguments, **more)

    monkeypatch.setattr(api, "check", slow)
    with pytest.raises(TongguanError, match="there already"):
        run("cards.parquet", "--out", "a.md")
    assert (place / "a.md").read_text(encoding="utf-8") == "mine"


def test_an_unknown_form_is_refused(place):
    result = run("few.parquet", form="dpia")
    assert result.exit_code == 2
    assert "dpia" in result.stderr


def test_an_unknown_export_is_refused(place):
    result = CliRunner().invoke(annex, ["few.parquet", "--export", "vips", "--form", "contract"])
    assert result.exception is not None
    assert "vip" in str(result.exception)


def test_a_number_of_persons_that_is_not_known_ends_undecided(place):
    pictures = pa.array([b"\xff\xd8\xff" + bytes([i] * 50) for i in range(30)], pa.binary())
    pq.write_table(pa.table({"photo": pictures}), place / "photos.parquet")
    result = run("photos.parquet", "--out", "a.md")
    assert result.exit_code == 3
    assert "Do not file it" in result.stderr
    written = (place / "a.md").read_text(encoding="utf-8")
    assert "不得用于填报" in written
    assert "| 【待填】未能确定：先读完、读懂全部内容 |" in written
