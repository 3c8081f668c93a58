# Each target sets up what it needs on a machine that has Python 3.11+, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: pip warns of an extra of lxml that moved to a package of its own, which the lock has.
PIP := $(BIN)/pip -qq --disable-pip-version-check
.PHONY: run test lint bench score fuzz soak lock clean

run: $(VENV)/.ready            ## talk to the bot here, in a Slack workspace of its own
	@$(BIN)/ev chat

test: $(VENV)/.ready-dev       ## the whole test suite, on all processors
	@$(BIN)/pytest -n auto --dist loadfile

lint: $(VENV)/.ready-dev       ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

bench: $(VENV)/.ready-dev      ## speed, as JSON lines: ratios within one run beside absolute figures
	@for bench in tests/benchmarks/bench_*.py; do $(BIN)/python $$bench || exit 1; done

score: $(VENV)/.ready-dev      ## the reading and the answers, on the project's own texts
	@$(BIN)/python tests/benchmarks/score_reading.py
	@$(BIN)/python tests/benchmarks/score_answers.py

fuzz: $(VENV)/.ready-dev       ## 20,000 hostile texts, 10,000 questions and 100,000 feeds and pages; takes minutes
	@EV_FUZZ=20000 $(BIN)/pytest tests/test_reading_articles.py -k "any_text or hundred_kilobytes"
	@EV_FUZZ_QUESTIONS=10000 $(BIN)/pytest tests/test_questions_fuzz.py
	@EV_FUZZ_FEEDS=100000 $(BIN)/pytest -s tests/test_feeds_fuzz.py

soak: $(VENV)/.ready-dev       ## an hour of operation and the evening after it: 200 feeds at 60 hosts, right and misbehaving
	@EV_SOAK_FEEDS=200 $(BIN)/pytest -s tests/test_operation.py

lock:                          ## renew the locked versions; needs uv
	printf 'setuptools>=77\n' > build.in
	uv pip compile pyproject.toml build.in --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --upgrade --output-file requirements.lock
	uv pip compile pyproject.toml build.in --extra test --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --constraint requirements.lock --output-file requirements-dev.lock
	rm build.in

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EV Briefings needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Setting up $(VENV) (once) …" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
