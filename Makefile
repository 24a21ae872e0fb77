# Headwater's commands. `make help` lists them. Each step runs only when what it is made from has changed.

SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PY := .venv/bin/python
PIP := $(PY) -m pip --no-input -qq
NPM := npm --loglevel=error --no-fund --no-audit --no-update-notifier
UV_VERSION := 0.13.9

HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data
WORKERS ?= 2

# Stamps: an empty file per step that is done.
DONE := .venv/.done
SCRIPT := src/headwater/web/static/seg.js
TRACKER_SOURCES := $(wildcard tracker/*.mjs tracker/tsconfig.json) \
	$(shell find tracker/src -type f 2>/dev/null)
DASHBOARD := src/headwater/web/static/app/index.html
DASHBOARD_SOURCES := $(wildcard dashboard/*.ts dashboard/*.html dashboard/tsconfig.json) \
	$(shell find dashboard/src -type f ! -name '*.test.ts' 2>/dev/null)

CHECKS := check-rules check-format check-types check-imports check-tracker check-dashboard check-documents

.PHONY: help setup demo serve test test-lake check $(CHECKS) format docs screenshots bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(DONE)/package $(SCRIPT) $(DASHBOARD) ## make the environment (.venv) and build what must be built
	@:

demo: setup ## run the server over a generated business
	@.venv/bin/headwater demo --host $(HOST) --port $(PORT) $(ARGS)

serve: setup ## run an empty install on ./data, kept between runs
	@.venv/bin/headwater serve --data $(DATA) --host $(HOST) --port $(PORT) $(ARGS)

test: setup ## run every test
	@echo "→ tracker: its own tests"
	@cd tracker && $(NPM) test --silent
	@echo "→ dashboard: its own tests"
	@cd dashboard && $(NPM) test --silent
	@echo "→ pytest"
	@.venv/bin/pytest --numprocesses=$(WORKERS) --dist=loadfile $(ARGS)
	@echo "→ pytest: worlds over PostgreSQL and a lake"
	@.venv/bin/pytest --numprocesses=$(WORKERS) --dist=loadfile --lake tests/worlds

test-lake: setup ## run the tests of what is told and answered over PostgreSQL and a lake
	@.venv/bin/pytest --numprocesses=$(WORKERS) --dist=loadfile --lake tests/worlds tests/golden tests/laws tests/api $(ARGS)

check: $(CHECKS) ## lint, format, types, imports, documents
	@echo "✓ all checks passed"

check-rules: setup
	@echo "→ ruff: rules"
	@.venv/bin/ruff check --quiet .

check-format: setup
	@echo "→ ruff: format"
	@.venv/bin/ruff format --quiet --check .

check-types: setup $(DONE)/pyright
	@echo "→ pyright: src, tests, bench, docs"
	@tools/node_modules/.bin/pyright --project pyproject.toml --pythonpath $(PY) --warnings

check-imports: setup
	@echo "→ import-linter: who may import whom"
	@.venv/bin/lint-imports --no-cache --no-logo >$(DONE)/imports.txt || { cat $(DONE)/imports.txt; exit 1; }

check-tracker: setup
	@echo "→ tracker: types, rules and format"
	@cd tracker && $(NPM) run --silent check -- $(if $(CI),--colors=off)

check-dashboard: setup
	@echo "→ dashboard: types, rules and format"
	@cd dashboard && $(NPM) run --silent check -- $(if $(CI),--colors=off)

check-documents: setup
	@echo "→ reference documents: up to date?"
	@$(PY) docs/build.py --check

format: setup ## rewrite the code the way the checks want it
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@cd tracker && $(NPM) run --silent fix
	@cd dashboard && $(NPM) run --silent fix

docs: setup ## write docs/reference/ from the catalogue, the settings and the command line
	@$(PY) docs/build.py

screenshots: setup ## pictures of every page of the dashboard, in build/screenshots (needs Chromium)
	@$(PY) docs/screenshots.py $(ARGS)

bench: setup ## measure ingest, reports, dashboard and crashes (over an hour; the figures are in bench/RESULTS.md)
	@$(PY) -m bench $(ARGS)

lock: $(DONE)/python ## refresh the lock files (UPGRADE=1 takes newer versions)
	@echo "→ uv $(UV_VERSION), to resolve"
	@$(PY) -m venv --clear .venv/lock && .venv/lock/bin/python -m pip -qq install uv==$(UV_VERSION)
	@set -e; compile() { .venv/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade) "$$@"; }; \
	echo "→ requirements.lock"; compile pyproject.toml -o requirements.lock; \
	echo "→ requirements-dev.lock"; \
	compile pyproject.toml --extra lake --group dev -c requirements.lock -o requirements-dev.lock; \
	echo "→ requirements-node.lock"; compile --group node -o requirements-node.lock
	@rm -rf .venv/lock

clean: ## remove the environment and everything that was built (never ./data)
	@rm -rf .venv build dist src/headwater/web/static tools/node_modules tracker/node_modules tracker/dist dashboard/node_modules
	@rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

# ── The steps of setup ───────────────────────────────────────────────────────────────────────────────────────────────

# Nothing is older than this stamp: making it wipes .venv, and all stamps with it.
$(DONE)/python:
	@echo "→ environment: .venv"
	@tools/environment
	@mkdir -p $(DONE) && touch $@

$(DONE)/packages: requirements-dev.lock $(DONE)/python
	@echo "→ packages: requirements-dev.lock (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(DONE)/package: pyproject.toml $(DONE)/packages
	@echo "→ headwater itself, editable"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DONE)/node: requirements-node.lock $(DONE)/python
	@echo "→ node"
	@tools/node
	@touch $@

$(DONE)/tracker: tracker/package-lock.json $(DONE)/node
	@echo "→ tracker: its packages"
	@cd tracker && $(NPM) ci >/dev/null
	@touch $@

$(SCRIPT): $(TRACKER_SOURCES) $(DONE)/tracker
	@echo "→ tracker: the browser script"
	@cd tracker && $(NPM) run --silent build
	@touch $@

$(DONE)/dashboard: dashboard/package-lock.json $(DONE)/node
	@echo "→ dashboard: its packages"
	@cd dashboard && $(NPM) ci >/dev/null
	@touch $@

# Makes a directory of many files, of which the index is the last that can be missing.
$(DASHBOARD): $(DASHBOARD_SOURCES) $(DONE)/dashboard
	@echo "→ dashboard"
	@cd dashboard && $(NPM) run --silent build -- --logLevel warn
	@touch $@

$(DONE)/pyright: tools/package-lock.json $(DONE)/node
	@echo "→ pyright"
	@cd tools && $(NPM) ci >/dev/null
	@touch $@
