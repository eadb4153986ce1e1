"""What is installed is complete: as a wheel and as an editable install."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
PARTS = ("pyproject.toml", "README.md", "LICENSE", "src", "detectors")

LOOK = """
import tongguan, tongguan.detectors, tongguan.detector, tongguan.contract
from datetime import date
from tongguan.law.loading import load_policy
from tongguan.law.catalogue import load_catalogue
print(tongguan.__file__); print(list(tongguan.detectors.__path__)[0])
assert len(tongguan.detector.builtin()) >= 15
load_policy(date(2026, 6, 30)); load_catalogue("conservative", date(2026, 6, 30))
tongguan.contract.schema("tongguan.scan/1")
"""

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of what is packed: building writes beside its sources."""
    folder = tmp_path_factory.mktemp("source")
    for part in PARTS:
        copy = shutil.copytree if (REPO / part).is_dir() else shutil.copy
        copy(REPO / part, folder / part)
    for leftover in folder.glob("src/*.egg-info"):
        shutil.rmtree(leftover)
    return folder


def run(*command, cwd=None, **env):
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | env
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False, env=clean, cwd=cwd
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_wheel_holds_all_that_is_needed_and_runs(source, tmp_path):
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", source, "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "tongguan/py.typed",
        "tongguan/detectors/resident_id.py",
        "tongguan/detectors/tables/surnames.txt",
        "tongguan/law/pinned.toml",
        "tongguan/ledger/migrations/env.py",
    ):
        assert needed in names
    # Every table and schema beside the code: a policy that is left behind is a law that does not apply.
    data = [path for path in (REPO / "src").rglob("*") if path.suffix in {".toml", ".json", ".txt"}]
    beside = {
        path.relative_to(REPO / "src").as_posix() for path in data if ".egg-info" not in path.as_posix()
    }
    assert len(beside) > 20
    assert beside <= names
    assert not [name for name in names if name.startswith(("tests", "sample_data", "detectors/"))]
    run(*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel)
    package, detectors = run(sys.executable, "-c", LOOK, PYTHONPATH=str(tmp_path / "site"))
    assert package.startswith(str(tmp_path / "site"))
    assert detectors == str(tmp_path / "site" / "tongguan" / "detectors")


def test_the_editable_install_reads_both_folders_in_place(source, tmp_path):
    build = "import sys, setuptools.build_meta as b; b.build_editable(sys.argv[1])"
    run(sys.executable, "-c", build, tmp_path, cwd=source)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    # Without -S the Python of this test would bring its own editable install along.
    beside = next(path for path in sys.path if path.endswith("site-packages"))
    here = f"import site, sys; site.addsitedir({str(tmp_path / 'site')!r}); sys.path.append({beside!r})\n"
    package, detectors = run(sys.executable, "-S", "-c", here + LOOK, cwd=tmp_path)
    assert Path(package).resolve() == (source / "src" / "tongguan" / "__init__.py").resolve()
    assert Path(detectors).resolve() == (source / "detectors").resolve()


def test_every_package_of_the_source_tree_is_packed():
    import tomllib

    packed = set(tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {
        ".".join(init.parent.relative_to(REPO / "src").parts) for init in (REPO / "src").rglob("__init__.py")
    }
    assert found | {"tongguan.detectors"} == packed
