# Koshu. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export HOST ?= 127.0.0.1
export PORT ?= 5000
export LMS_DATA_DIR ?= var
FLASK := $(BIN)/flask --app wsgi
WORKERS ?= 2

.PHONY: help bootstrap run demo test check bench proof screenshots migration messages lock
help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Koshu needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

lms/translations/ja/LC_MESSAGES/messages.mo: lms/translations/ja/LC_MESSAGES/messages.po .venv/.runtime
	$(BIN)/pybabel --quiet compile -d lms/translations

bootstrap: .venv/.runtime lms/translations/ja/LC_MESSAGES/messages.mo ## Set up what the site needs, nothing else

run: bootstrap ## Set up and serve the site (HOST, PORT, LMS_DATA_DIR, PUBLIC_URL)
	@$(FLASK) serve

demo: export LMS_DATA_DIR := $(if $(filter var,$(LMS_DATA_DIR)),var/demo,$(LMS_DATA_DIR))
demo: bootstrap ## The same site with a lively, invented population
	@$(FLASK) serve --demo

test: .venv/.dev lms/translations/ja/LC_MESSAGES/messages.mo ## Set up and run every test, on SQLite and PostgreSQL
	@bash tests/run

check: .venv/.dev lms/translations/ja/LC_MESSAGES/messages.mo ## Style, types, imports, templates, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint --profile jinja lms/templates
	$(BIN)/python -m pytest -q -n $(WORKERS) tests/house

proof: .venv/.dev lms/translations/ja/LC_MESSAGES/messages.mo ## The long counts: random histories, tampering, interleavings
	$(BIN)/python -m pytest -q -n $(WORKERS) --proof tests

bench: .venv/.dev lms/translations/ja/LC_MESSAGES/messages.mo ## One table of speed and memory, beside Flask hello
	$(BIN)/python -m bench

screenshots: .venv/.dev lms/translations/ja/LC_MESSAGES/messages.mo ## Take the pictures of the README anew
	$(BIN)/python -m tests.journeys.screenshots

migration: .venv/.dev ## Write the next migration: make migration m="add revocation reason"
	$(FLASK) database migration "$(m)"

messages: .venv/.dev ## Collect the words of the site into the catalogue
	mkdir -p $(LMS_DATA_DIR)
	$(BIN)/pybabel --quiet extract -F babel.cfg -k _ -k lazy -k ngettext:1,2 --sort-by-file --project Koshu -o $(LMS_DATA_DIR)/messages.pot lms
	$(BIN)/pybabel --quiet update -i $(LMS_DATA_DIR)/messages.pot -d lms/translations -l ja --no-fuzzy-matching --no-wrap
	$(BIN)/pybabel --quiet compile -d lms/translations

lock: ## Resolve the locked packages anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes setup.cfg -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes --all-extras setup.cfg -o requirements-dev.lock
