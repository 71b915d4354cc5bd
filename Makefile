# The two commands: `make run` runs the whole product, `make test` runs the tests.
UV := 0.13.9
BIN := .venv/bin
PYTHONWARNINGS ?=
.DEFAULT_GOAL := help
.PHONY: help setup run test fmt lint types check drills bench lock messages node

help:  ## What can be done here
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /	/' | expand -t 12

.venv/.locked: requirements.lock tools/find-python
	@python="$$(tools/find-python)" && rm -rf .venv && "$$python" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@touch $@

setup: .venv/.locked  ## Make the environment

lock: .venv/.locked  ## Lock the requirements anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock
