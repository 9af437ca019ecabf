# Everything a newcomer needs: make run, make test, make check.
# The virtual environment, the locked dependencies and the browser code set themselves up.

# Whatever starts Python here takes a quarter less where it keeps what it has compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run edit gallery teams-app test soak bench check covered beside format lint types imports frontend base \
	speed lock clean

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUPPORTED)' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
EXAMPLE := examples/distansarbete
# In the order of the folders: by their number of tests, as xdist would, the long ones of few come last and alone.
SPREAD := --dist loadfile --no-loadscope-reorder
# One more than there are cores: much of the tests' time is waiting, for browsers and processes that start.
WORKERS := $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

help:
	@echo "make run    serve the local chat on http://localhost:3978"
	@echo "make edit   write the knowledge base in the workshop on http://localhost:3979"
	@echo "make gallery draw every card in a browser, as pictures to page through"
	@echo "make teams-app write the app package to upload in Teams, from the settings"
	@echo "make test   run the tests"
	@echo "make check  everything CI checks: format, lint, types, imports, browser code, base, tests and their coverage"
	@echo "make soak   20 000 turns with faults against a process of its own; some five minutes"
	@echo "make bench  speed beside Microsoft's SDKs and other search engines, drawn into docs/pictures"
	@echo "make format put the code in its format"
	@echo "make lock   lock the dependencies anew"
	@echo "make clean  remove everything that was set up"

run: .venv/local
	@$(BIN)/python -m frontend.build
	@BOT_DANGEROUSLY_LOCAL=yes $(BIN)/python app.py

edit: .venv/local
	@$(BIN)/python -m frontend.build
	@$(BIN)/python -m editor edit

gallery: .venv/develop
	@$(BIN)/python -m tests.cards.pictures

teams-app: .venv/local
	@$(BIN)/python -m frontend.build
	@$(BIN)/python -m manifest

test: .venv/develop
	@$(BIN)/python -m frontend.build
	$(BIN)/python $(MEASURED) -m pytest --numprocesses $(WORKERS) $(SPREAD) $(PYTEST)

soak: .venv/develop
	$(BIN)/python -m tests.soak

bench: .venv/develop .venv-agents/installed
	$(BIN)/python -m frontend.build
	$(BIN)/python -m bench all --pictures docs/pictures

check: .venv/develop
	$(BIN)/ruff format --check .
	$(MAKE) lint frontend speed
	$(MAKE) --jobs 2 covered beside
	$(BIN)/python -m slipcover --merge .cache/coverage.json --out .cache/coverage.json --fail-under 96

covered:
	$(MAKE) test MEASURED="-m slipcover --threshold 10000 --json --out .cache/coverage.json"

# The tests wait for browsers and processes a quarter of their time; what is left of the processors is used here.
beside:
	nice -n 5 $(MAKE) types imports base

format: .venv/develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/develop
	$(BIN)/ruff check .
	$(BIN)/vulture

types: .venv/develop
	$(BIN)/basedpyright

imports: .venv/develop
	$(BIN)/lint-imports

frontend: .venv/local
	$(BIN)/python -m frontend.build --check

base: .venv/local
	$(BIN)/python -m editor check
	$(BIN)/python -m editor schema --check
	$(BIN)/python -m editor golden
	$(BIN)/python -m editor check --base $(EXAMPLE)
	$(BIN)/python -m editor schema --check --base $(EXAMPLE)
	$(BIN)/python -m editor golden --base $(EXAMPLE)

speed: .venv/develop
	$(BIN)/python -m bench short

lock: .venv/develop
	for set in serve local develop agents; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-strip-extras --custom-compile-command "make lock" \
			requirements/$$set.in --output-file requirements/$$set.txt || exit 1; \
	done

clean:
	rm -rf .venv .venv-agents .cache .ruff_cache .pytest_cache .hypothesis frontend/dist frontend/node_modules

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found."; exit 1; }
	@echo "Setting up the virtual environment (a minute or two, the first time only)..."
	@$(PYTHON) -m venv .venv

.venv/local: requirements/local.txt | .venv/bin/python
	@echo "Installing what it needs (a minute or two, when that has changed)..."
	@$(PIP) -r requirements/local.txt
	@touch $@

.venv/develop: requirements/develop.txt .venv/local
	@$(PIP) -r requirements/develop.txt
	@touch $@

.venv-agents/installed: requirements/agents.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv-agents
	@.venv-agents/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/agents.txt
	@touch $@
