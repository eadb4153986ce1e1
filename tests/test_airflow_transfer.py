"""The file that was judged is the file that leaves. Nothing of Airflow is needed for it."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from airflow_support.data import REGISTER, canaries, people, write

from tongguan import api
from tongguan.airflow.sidecar import sidecar_path, write_sidecar
from tongguan.airflow.telling import mark, refusal, summary
from tongguan.airflow.transfer import NotWhatWasJudged, verified_copy
from tongguan.errors import TongguanError, Unreadable, UsageError

SOMEBODY = people(20)


@pytest.fixture
def gated(tmp_path):
    """Return a function that gates an export of some paths."""
    (tmp_path / "tongguan.toml").write_text(REGISTER, encoding="utf-8")

    def gate(paths, *, export="orders", **more):
        return api.gate(
            paths,
            export=export,
            run="run-1",
            register=tmp_path / "tongguan.toml",
            ledger=f"sqlite:///{tmp_path / 'ledger.db'}",
            **more,
        )

    return gate


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def nothing_left(outbound):
    return not outbound.exists() or list(outbound.iterdir()) == []


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "export" / "day=1" / "part-0.parquet", SOMEBODY[:10])
    write(tmp_path / "export" / "day=2" / "part-0.parquet", SOMEBODY[10:])
    return tmp_path / "export"


def test_copies_a_file_a_folder_and_a_list_as_they_were_judged(tmp_path, folder, gated):
    one = write(tmp_path / "one.parquet", SOMEBODY)
    verified_copy(summary(gated(str(one))), str(one), tmp_path / "out" / "a")
    assert content(tmp_path / "out" / "a") == {"one.parquet": one.read_bytes()}
    api.void("run-1", ledger=f"sqlite:///{tmp_path / 'ledger.db'}")
    both = [str(one), str(folder)]
    told = verified_copy(summary(gated(both)), both, tmp_path / "out" / "b")
    assert content(tmp_path / "out" / "b") == content(folder) | {"one.parquet": one.read_bytes()}
    assert told["files"] == 3


def _truncate(folder):
    (folder / "day=1" / "part-0.parquet").write_bytes(b"PAR1")


def _replace(folder):
    write(folder / "day=1" / "part-0.parquet", people(10, 500))


def _add(folder):
    write(folder / "day=3" / "part-0.parquet", people(10, 500))


def _remove(folder):
    (folder / "day=1" / "part-0.parquet").unlink()


def _rename(folder):  # what a partition's folder says is a column of every row
    (folder / "day=1").rename(folder / "day=9")


def _exchange(folder):
    one, two = folder / "day=1" / "part-0.parquet", folder / "day=2" / "part-0.parquet"
    data = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(data)


@pytest.mark.parametrize("change", [_truncate, _replace, _add, _remove, _rename, _exchange])
def test_whatever_was_changed_after_the_gate_does_not_leave(tmp_path, folder, gated, change):
    judged = summary(gated(str(folder)))
    change(folder)
    with pytest.raises((NotWhatWasJudged, Unreadable)) as refused:
        verified_copy(judged, str(folder), tmp_path / "out" / "x")
    assert nothing_left(tmp_path / "out")
    assert not any(value.decode() in str(refused.value) for value in canaries(people(520)))


@pytest.mark.parametrize("judged", [None, {}])
def test_without_a_verdict_nothing_leaves(tmp_path, folder, judged):
    with pytest.raises(NotWhatWasJudged, match="no verdict"):  # a gate that was marked as successful has none
        verified_copy(judged, str(folder), tmp_path / "out" / "x")
    assert nothing_left(tmp_path / "out")


def test_a_retry_finds_its_work_done(tmp_path, folder, gated):
    judged = summary(gated(str(folder)))
    first = verified_copy(judged, str(folder), tmp_path / "out" / "x")
    assert verified_copy(judged, str(folder), tmp_path / "out" / "x") == first
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x"]


def test_what_a_killed_try_left_behind_is_cleared_away(tmp_path, folder, gated):
    write(tmp_path / "out" / ".x.partial" / "day=1" / "part-0.parquet", people(3, 700))
    verified_copy(summary(gated(str(folder))), str(folder), tmp_path / "out" / "x")
    assert content(tmp_path / "out" / "x") == content(folder)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x"]


def test_what_is_already_at_the_destination_is_never_overwritten(tmp_path, folder, gated):
    there = write(tmp_path / "out" / "x" / "other.parquet", people(3, 700))
    before = there.read_bytes()
    with pytest.raises(NotWhatWasJudged, match="something else is at its destination"):
        verified_copy(summary(gated(str(folder))), str(folder), tmp_path / "out" / "x")
    assert content(tmp_path / "out") == {"x/other.parquet": before}


def test_a_destination_that_cannot_be_made_is_an_error_of_ours(tmp_path, folder, gated):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(TongguanError, match="cannot be written"):
        verified_copy(summary(gated(str(folder))), str(folder), tmp_path / "out" / "x")


def test_a_mark_that_was_rewritten_does_not_travel(tmp_path, gated):
    path = write(tmp_path / "vip.parquet", SOMEBODY, "resident_id")
    verdict = gated(str(path), export="vip", on_shut="tag")
    beside = sidecar_path(str(path), None)
    judged = summary(verdict) | {"sidecar": write_sidecar(beside, mark(verdict))}
    assert json.loads(beside.read_text(encoding="utf-8"))["verdict"]["tagged"] is True
    beside.write_text(beside.read_text(encoding="utf-8").replace("shut", "open"), encoding="utf-8")
    with pytest.raises(NotWhatWasJudged, match="mark"):
        verified_copy(judged, str(path), tmp_path / "out" / "x")
    assert nothing_left(tmp_path / "out")


# ---- the mark ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "stated", "goes"),
    [
        ("/x/orders.parquet", None, "/x/orders.parquet.tongguan.json"),
        ("/x/orders/", None, "/x/orders.tongguan.json"),  # beside the folder: inside, it would be scanned
        (["/x/orders.parquet"], None, "/x/orders.parquet.tongguan.json"),
        (["/x/a", "/x/b"], "/y/mark.json", "/y/mark.json"),
        ("/x/*.parquet", "/y/mark.json", "/y/mark.json"),
    ],
)
def test_the_mark_goes_beside_the_one_path_or_where_it_is_stated(paths, stated, goes):
    assert str(sidecar_path(paths, stated)) == goes


@pytest.mark.parametrize("paths", ["/x/*.parquet", ["/x/a", "/x/b"], []])
def test_several_files_have_no_one_place_for_a_mark(paths):
    with pytest.raises(UsageError, match="no one place"):
        sidecar_path(paths, None)


def test_a_mark_is_written_whole_and_read_by_anybody(tmp_path):
    told = write_sidecar(tmp_path / "m.tongguan.json", {"b": 1, "a": "中"})
    written = (tmp_path / "m.tongguan.json").read_bytes()
    assert json.loads(written) == {"a": "中", "b": 1}
    assert (told["sha256"], told["bytes"]) == (sha256(written).hexdigest(), len(written))
    assert (tmp_path / "m.tongguan.json").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["m.tongguan.json"]


def test_a_mark_that_cannot_be_written_is_an_error_of_ours(tmp_path):
    with pytest.raises(TongguanError, match="Unmarked, the data must not leave"):
        write_sidecar(tmp_path / "missing" / "m.tongguan.json", {})


# ---- what is told -----------------------------------------------------------------------------


def test_the_refusal_names_article_persons_and_remedy_by_kind(tmp_path, gated):
    path = write(tmp_path / "members.parquet", SOMEBODY, "resident_id")
    told = refusal(gated(str(path), export="members"))
    assert told.splitlines()[0] == (
        "Export members: the gate is shut, contract_or_certification under CBDF 8. It must not leave."
    )
    assert "sensitive 0 before, 20 in this export, 20 if it leaves" in told
    assert "Remedy: leave out 1 column(s) of cn_resident_id: then exempt under CBDF 5(1)(4)." in told
    assert "身份证号" not in told  # where there is no header, somebody's name may stand there


def test_the_refusal_of_a_review_says_what_is_unknown(tmp_path, gated):
    path = write(tmp_path / "new.parquet", SOMEBODY)
    told = refusal(gated(str(path), export="unknown"))
    assert "important_data is unknown" in told
    assert "state in the register what is unknown" in told


def test_folders_of_a_partitioned_dataset_tell_nothing_of_the_rows(tmp_path, gated):
    phone = SOMEBODY[0].mobile
    write(tmp_path / "export" / f"phone={phone}" / "part-0.parquet", SOMEBODY)
    verdict = gated(str(tmp_path / "export"))
    assert "phone=…/part-0.parquet" in json.dumps(summary(verdict), ensure_ascii=False)
    assert phone not in json.dumps([summary(verdict), mark(verdict), refusal(verdict)], ensure_ascii=False)
