# make demo   the main job on sample_data/, in a virtual environment of its own
# make test   lint, types and all tests, in another
# make bench  the speed of a full scan beside bare decoding of the same file
# make mutants  what the tests of the decision code do not notice when it is changed; half an hour
# make quality  what is found and what is flagged by mistake, on synthetic data and beside peers; writes docs/quality.md

PYTHON ?= python3
DEMO_VENV := .venv/demo
TEST_VENV := .venv/test
MUTANTS_VENV := .venv/mutants
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
SOURCES := $(shell find src detectors -name '*.py' -o -name '*.toml' -o -name '*.json' -o -name '*.txt')

.PHONY: demo test check bench quality mutants samples clean

demo: $(DEMO_VENV)/.installed
	PATH="$(CURDIR)/$(DEMO_VENV)/bin:$$PATH" sh sample_data/demo.sh

test: check
	$(TEST_VENV)/bin/python -m pytest -n 2 --dist loadfile

check: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/ruff check .
	$(TEST_VENV)/bin/ruff format --check .
	$(TEST_VENV)/bin/mypy
	$(TEST_VENV)/bin/lint-imports

bench: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/python benchmarks/scan_speed.py

quality: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/python -m benchmarks.quality $(QUALITY)

mutants: $(TEST_VENV)/.installed $(MUTANTS_VENV)/.installed
	$(TEST_VENV)/bin/python benchmarks/mutants.py --cosmic-ray $(CURDIR)/$(MUTANTS_VENV)/bin/cosmic-ray $(MUTANTS)

samples: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/python sample_data/generate.py --out sample_data

clean:
	rm -rf .venv build dist demo *.egg-info src/*.egg-info

# A copy is installed, not a link: the demo runs what a user would have.
$(DEMO_VENV)/.installed: pyproject.toml constraints.txt $(SOURCES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make demo PYTHON=python3.12'; exit 2; }
	@$(PYTHON) -c 'import ensurepip' || { echo 'This Python has no ensurepip. On Debian: apt-get install python3-venv'; exit 2; }
	test -x $(DEMO_VENV)/bin/python || $(PYTHON) -m venv $(DEMO_VENV)
	$(DEMO_VENV)/bin/python $(PIP_INSTALL) --force-reinstall --no-deps .
	$(DEMO_VENV)/bin/python $(PIP_INSTALL) .
	touch $@

$(TEST_VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make test PYTHON=python3.12'; exit 2; }
	@$(PYTHON) -c 'import ensurepip' || { echo 'This Python has no ensurepip. On Debian: apt-get install python3-venv'; exit 2; }
	test -x $(TEST_VENV)/bin/python || $(PYTHON) -m venv $(TEST_VENV)
	$(TEST_VENV)/bin/python $(PIP_INSTALL) --editable '.[airflow,text,postgres,excel,dev]'
	touch $@

# Apart from the rest: what it needs is of no use to anything else.
$(MUTANTS_VENV)/.installed:
	test -x $(MUTANTS_VENV)/bin/python || $(PYTHON) -m venv $(MUTANTS_VENV)
	$(MUTANTS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check cosmic-ray==8.7.0
	touch $@
