# People and CI run the same lines. `make demo` and `make test` are the first two.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export BIOROBERTA_DATA ?= $(abspath ../shared/data)
export BIOROBERTA_MODELS ?= $(abspath ../shared/models)

.PHONY: setup demo public-es test test-slow check bench drill stop

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14), "Python 3.11 to 3.13 is needed: make PYTHON=python3.12"'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	$(BIN)/bioroberta run jobs/recipes/demo.yaml

public-es: setup
	$(BIN)/bioroberta run jobs/recipes/public-es.yaml

stop: setup  # ends the service that `make demo` leaves running
	$(BIN)/bioroberta deploy jobs/recipes/demo.yaml --stop

test: setup
	$(BIN)/python -m pytest -m 'not slow'

test-slow: setup
	$(BIN)/python -m pytest -m slow

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

# All, or those that ONLY names: `make bench ONLY=clean`. What they measured is written to tests/benchmarks/results/.
bench: setup
	$(BIN)/python -m tests.benchmarks $(ONLY)

# Likewise: `make drill ONLY=clean SEED=7`.
drill: setup
	$(BIN)/python -m tests.drills $(ONLY)
