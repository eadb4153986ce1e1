"""What the docs say is so: promises are names of tests, commands and files exist."""

import re
from pathlib import Path

import pytest
from test_cli import every_command

from tongguan.cli import main
from tongguan.law.cases import read_cases
from tongguan.law.policy import SCENARIOS

REPO = Path(__file__).resolve().parent.parent
README = (REPO / "README.md").read_text(encoding="utf-8")
GUIDE = (REPO / "docs" / "guide.md").read_text(encoding="utf-8")
PAGES = [REPO / "README.md", *sorted((REPO / "docs").rglob("*.md")), *sorted(REPO.glob("*/README.md"))]
TESTS = "".join(path.read_text(encoding="utf-8") for path in (REPO / "tests").glob("test_*.py"))


def test_every_promise_in_the_readme_is_the_name_of_a_test():
    promised = re.findall(r"`(test_\w+)`", README)
    assert len(promised) >= 6
    assert [name for name in promised if f"def {name}(" not in TESTS] == []


@pytest.mark.parametrize("command", list(every_command(main)), ids=" ".join)
def test_every_command_is_in_the_readme(command):
    assert f"tongguan {' '.join(command)}" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(REPO)))
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_two_commands_of_the_readme_are_in_the_makefile():
    makefile = (REPO / "Makefile").read_text()
    for command in re.findall(r"^make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{command}:", makefile, flags=re.MULTILINE)


def test_every_scenario_is_in_both_guides():
    chinese = (REPO / "docs" / "guide.zh.md").read_text(encoding="utf-8")
    for scenario in set(SCENARIOS) - {"foreign_judicial_request"}:
        assert f"`{scenario}`" in GUIDE
        assert f"`{scenario}`" in chinese


def test_the_case_in_the_guide_is_a_case():
    (toml,) = re.findall(r"```toml\n(\[\[cases\]\].*?)```", GUIDE, flags=re.DOTALL)
    joined = re.sub(r",\n\s+", ", ", toml)
    assert read_cases(joined.encode(), "guide")


def test_no_page_names_a_machine():
    for page in PAGES:
        assert not re.search(r"(?:^|[\s(`\"'])/(?:home|root|tmp|work)/", page.read_text(encoding="utf-8"))
