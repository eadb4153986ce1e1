"""Mutation testing of the decision code: each small change of it must make a test fail.

    make mutants        or          python benchmarks/mutants.py [MODULE ...] [--jobs 2]

cosmic-ray changes one operator, number or branch at a time, in a copy of the checkout, and runs the tests of
that module. A mutant that no test notices survives: it is printed with its change, and has to be killed by a
test, or to be listed in ``benchmarks/mutants.md`` with the reason why it changes no outcome.
Changes inside type annotations (``X | None``) change nothing at run time and are left out, and so are those of
the form of a class (``frozen``).
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
BASE = "src/tongguan"
TESTS = {
    "law/policy.py": ("test_declared.py", "test_explain.py", "test_policy.py"),
    "law/terms.py": ("test_declared.py", "test_deadlines.py"),
    "law/zones.py": ("test_zones.py",),
    "clearance.py": ("test_clearance.py", "test_declared.py"),
    "declared.py": ("test_declared.py", "test_explain.py"),
    "held.py": ("test_declared.py", "test_explain.py"),
    "judging.py": ("test_declared.py", "test_explain.py"),
}
CONFIG = """
[cosmic-ray]
module-path = "{module}"
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:randomly -p no:cacheprovider --hypothesis-profile mutants {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def main() -> None:
    """Run all mutants of the modules asked for, and print those that survive."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cosmic-ray", default="cosmic-ray", metavar="COMMAND")
    asked = parser.parse_args()
    alive = False
    with ThreadPoolExecutor(asked.jobs) as pool:
        for module, (tried, survivors) in zip(
            asked.modules, pool.map(lambda each: _run(each, asked.cosmic_ray), asked.modules), strict=True
        ):
            print(f"{module}: {tried} mutants, {len(survivors)} survive", flush=True)
            for line in survivors:
                print(f"  {line}", flush=True)
            alive |= bool(survivors)
    sys.exit(alive)


def _run(module: str, cosmic_ray: str) -> tuple[int, list[str]]:
    """Return how many mutants of *module* were tried, and what the survivors change."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        keep = shutil.ignore_patterns(".git", ".venv", "demo", "build", "*.egg-info", "__pycache__")
        shutil.copytree(REPO, copy, ignore=keep)
        config, session = copy / "mutants.toml", copy / "mutants.sqlite"
        tests = " ".join(f"tests/{name}" for name in TESTS[module])
        file = f"{BASE}/{module}"
        config.write_text(CONFIG.format(module=file, python=sys.executable, tests=tests), encoding="utf-8")
        # The copy's own code comes before the installed one.
        environ = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        for step in (["init", config.name, session.name], ["exec", config.name, session.name]):
            if step[0] == "exec":
                _leave_out_annotations(session, (copy / file).read_text(encoding="utf-8"))
            subprocess.run([cosmic_ray, *step], cwd=copy, env=environ, check=True, stdout=subprocess.DEVNULL)
        return _survivors(session, (copy / file).read_text(encoding="utf-8").splitlines())


def _leave_out_annotations(session: Path, source: str) -> None:
    """Take the mutants of type annotations out of the session."""
    annotated = {
        (line, column)
        for node in ast.walk(ast.parse(source))
        for note in _annotations(node)
        for line in range(note.lineno, (note.end_lineno or note.lineno) + 1)
        for column in range(
            note.col_offset if line == note.lineno else 0,
            (note.end_col_offset or 0) if line == note.end_lineno else 1000,
        )
    }
    with sqlite3.connect(session) as database:
        rows = database.execute("select job_id, start_pos_row, start_pos_col from mutation_specs").fetchall()
        gone = [(job,) for job, row, column in rows if (row, column) in annotated]
        database.executemany("delete from mutation_specs where job_id = ?", gone)
        database.executemany("delete from work_items where job_id = ?", gone)


def _annotations(node: ast.AST) -> list[ast.expr]:
    found = [getattr(node, name, None) for name in ("annotation", "returns")]
    if isinstance(node, ast.ClassDef):  # frozen, kw_only: of the form, not of the decision
        found += [keyword.value for keyword in node.keywords]
        found += [
            each for call in node.decorator_list if isinstance(call, ast.Call) for each in _values(call)
        ]
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        found.append(node.test)
    if isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Name):
        found += [node.value if node.annotation.id == "TypeAlias" else None]
    return [each for each in found if isinstance(each, ast.expr)]


def _values(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords]


def _survivors(session: Path, source: list[str]) -> tuple[int, list[str]]:
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "select s.start_pos_row, s.operator_name, r.test_outcome, r.diff "
            "from mutation_specs s join work_results r using (job_id) order by s.start_pos_row"
        ).fetchall()
    alive = [(row, operator) for row, operator, outcome, _ in rows if "SURVIVED" in str(outcome).upper()]
    return len(rows), [
        f"line {row}: {operator.removeprefix('core/')}: {source[row - 1].strip()}" for row, operator in alive
    ]


if __name__ == "__main__":
    main()
