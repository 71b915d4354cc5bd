# The two commands: `make run` runs the whole product, `make test` runs the tests.
UV := 0.13.9
BIN := .venv/bin
# What is compiled once stays compiled: a process begins in a third of the time.
export PYTHONDONTWRITEBYTECODE :=
PARALLEL := -n auto --dist worksteal
# Two stages of the checks build their databases by migrations, one for each kind of database: the others need not.
QUICK := not browser and not race and not drill and not reader
.DEFAULT_GOAL := help
.PHONY: help setup run test fmt lint types check axe-all drills bench optimum lock messages node

help:  ## What can be done here
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /	/' | expand -t 12

.venv/.locked: requirements.lock tools/find-python
	@python="$$(tools/find-python)" && rm -rf .venv && "$$python" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	@$(BIN)/uv pip sync --quiet --system-certs --require-hashes --python $(BIN)/python requirements.lock
	@touch $@

setup: .venv/.locked  ## Make the environment

lock: .venv/.locked  ## Lock the requirements anew
	$(BIN)/uv pip compile --quiet --system-certs --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

run: .venv/.locked  ## Run the whole product: web server, worker, heartbeat, sample circle
	@DEBUG=$${DEBUG:-yes} exec $(BIN)/python manage.py serve

test: .venv/.locked  ## All tests but browsers, calendar programs, races and drills; SQLite, or DATABASE_URL
	$(BIN)/pytest $(PARALLEL) --no-migrations -m "$(QUICK) and not thorough"

fmt: .venv/.locked  ## Format everything
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format --quiet .
	git ls-files 'templates/*.html' 'templates/**/*.html' | xargs -r $(BIN)/djade --target-version 6.1

lint: .venv/.locked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	git ls-files 'templates/*.html' 'templates/**/*.html' | xargs -r $(BIN)/djade --check --target-version 6.1
	$(BIN)/lint-imports --cache-dir var/import_linter
	tools/lock-is-clean

types: .venv/.locked
	DEBUG=yes $(BIN)/mypy .

deploy: .venv/.locked
	DEBUG=yes $(BIN)/python -W error manage.py makemigrations --check --dry-run
	tools/production manage.py check --deploy --fail-level WARNING
	tools/production manage.py collectstatic --noinput --verbosity 0

node: tests/gatherings/icaljs/node_modules
tests/gatherings/icaljs/node_modules: tests/gatherings/icaljs/package-lock.json
	@if command -v npm >/dev/null; then cd tests/gatherings/icaljs && npm ci --silent --ignore-scripts --no-audit --no-fund && touch node_modules; \
	else echo "npm is not here: the tests that read feeds with ical.js are skipped"; fi

check: .venv/.locked node lint types deploy  ## All that CI runs: lint, types, contracts, tests on both databases, browser, calendar programs, races
	env -u DATABASE_URL -u CACHE_URL $(BIN)/pytest $(PARALLEL) -m "$(QUICK) and not thorough and not hypothesis" --cov --cov-report=term --cov-fail-under=95
	env -u DATABASE_URL -u CACHE_URL HYPOTHESIS_PROFILE=ci $(BIN)/pytest $(PARALLEL) --no-migrations -m "$(QUICK) and (thorough or hypothesis)"
	env -u DATABASE_URL -u CACHE_URL $(BIN)/pytest --no-migrations -m race
	tools/services run $(BIN)/pytest $(PARALLEL) -m "django_db and $(QUICK) and not thorough"
	tools/services run $(BIN)/pytest --no-migrations -m race
	$(BIN)/pytest $(PARALLEL) --no-migrations -m "browser or reader"

axe-all: .venv/.locked  ## Every page in every language, scheme and size
	AXE=all $(BIN)/pytest $(PARALLEL) -m browser tests/browser/test_axe.py

drills: .venv/.locked  ## Break things on purpose and see them mend
	$(BIN)/pytest -m drill

bench: .venv/.locked  ## Measure, as ratios against something measured in the same run
	for file in tests/bench/bench_*.py; do $(BIN)/python $$file; done

optimum: .venv/.locked  ## Solve a hundred rotas exactly again, and say what differs from the optima on file
	$(BIN)/python tests/bench/optimum.py

messages: .venv/.locked  ## Collect what is to be translated (needs GNU gettext), and compile it
	DEBUG=yes $(BIN)/python manage.py makemessages --all --no-location --no-wrap --no-obsolete --ignore tests --ignore var --ignore staticfiles
	for po in locale/*/LC_MESSAGES/django.po; do sed '/^"POT-Creation-Date: /d' $$po >$$po.new && mv $$po.new $$po; done
	DEBUG=yes $(BIN)/python manage.py compilemessages --ignore .venv --ignore tests
