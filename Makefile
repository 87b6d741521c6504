# Every target makes what it needs first and may be run again at any time.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
SBOM ?= dist/sbom.cdx.json
VENV := .venv
BIN := $(VENV)/bin
# The lock files are the single source of versions; the stamp says which of them the environment holds.
# They name everything that is needed, so nothing is resolved (--no-deps): older pips would ask for newer versions here.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
# As many processes run the tests as the machine has cores, each with databases of its own; WORKERS=0 is this one alone.
PYTEST := $(BIN)/python -m pytest --numprocesses=$(or $(WORKERS),logical) --dist=worksteal
# These start programs, need more than this environment has, or try every address: they are left to the whole suite.
SLOW := api benchmarks bulk cli contract db explorer fuzz load server tools test_assistants.py test_docs.py test_faults.py test_logs.py \
	test_reading.py test_telemetry.py extract/test_coverage.py extract/test_work.py statements/test_hostile.py

.DEFAULT_GOAL := help
.PHONY: help serve check test coverage lint format accuracy examples bench faults fuzz official lock audit sbom image clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10

serve: $(RUNTIME) ## Migrate and seed an embedded database, then serve it (PORT=8000, HOST=127.0.0.1)
	@$(BIN)/force-profiles migrate
	@$(BIN)/force-profiles seed
	@$(BIN)/force-profiles serve --host $(HOST) --port $(PORT)

check: lint ## Check style and types, and run the tests that are fast, in less than a minute
	@echo "make: running the fast tests"
	@$(PYTEST) --quiet -k "not postgresql" $(SLOW:%=--ignore=tests/%) $(ARGS)

test: $(DEV) ## Run the whole test suite, on SQLite and on PostgreSQL
	@echo "make: running the tests"
	@$(PYTEST) $(ARGS)

coverage: $(DEV) ## Run the tests and report the lines and branches they do not reach
	@$(PYTEST) --cov $(ARGS)

lint: $(DEV) ## Check style, types and formatting
	@echo "make: checking style, formatting and types"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEV) ## Mend what can be mended of style and formatting
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

accuracy: $(DEV) ## Compare what is read of labelled statements with their labels
	@$(BIN)/python -m benchmarks.accuracy $(ARGS)

examples: $(DEV) ## Write anew the examples, the OpenAPI document, the pictures, and what the programs in docs/ print
	@# The service answers by the document, so that comes first; and again when there are new examples in it.
	@UPDATE_EXPECTED=1 $(BIN)/python -m pytest --quiet tests/api/test_examples.py -k every_change
	@UPDATE_EXPECTED=1 $(BIN)/python -m pytest --quiet tests/api/test_examples.py \
		-k "(examples_are and sqlite) or every_change"
	@UPDATE_EXPECTED=1 $(BIN)/python -m pytest --quiet tests/contract/test_pages.py \
		tests/explorer/test_pictures.py -k looked_at
	@UPDATE_EXPECTED=1 $(BIN)/python -m pytest --quiet tests/contract/test_recipes.py

bench: $(DEV) ## Measure beside peers in the same run, and write docs/performance.md (ARGS="warm" is a part alone)
	@$(BIN)/python -m benchmarks $(ARGS)

faults: $(DEV) ## Try every fault for real, and write docs/reliability.md of what was seen (half an hour)
	@$(BIN)/python -m faults $(ARGS)

fuzz: $(DEV) ## Send the service inputs made at random, for SECONDS (600)
	@FUZZ_SECONDS=$(or $(SECONDS),600) $(BIN)/python -m pytest tests/fuzz $(ARGS)

official: $(RUNTIME) ## Make the bundled tables of official statistics from those in the folder FROM
	@$(BIN)/python -m tools.official $(or $(FROM),../shared/official)

lock: $(DEV) ## Compile the lock files again from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' --quiet --output-file requirements-dev.lock

audit: $(DEV) ## Fail where a weakness of a locked package is known; say so where that cannot be looked up
	@$(BIN)/python -m tools.audit $(ARGS)

sbom: $(DEV) ## Write the bill of materials of the locked packages (CycloneDX), the same each time
	@mkdir -p $(dir $(SBOM))
	@$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file $(SBOM) requirements.lock

image: ## Build the container image (needs Docker)
	docker build --tag force-profiles .

clean: ## Remove the virtual environment and the embedded database
	rm -rf $(VENV) force-profiles.sqlite3 force-profiles.sqlite3-journal

$(BIN)/python:
	@echo "make: creating a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "make: installing from requirements.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "make: installing from requirements-dev.lock"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements-dev.lock
	@touch $@
