# Two commands: `make run` and `make test`. Both set up what is missing first.

SHELL := /bin/bash
.DEFAULT_GOAL := help

BIN := .venv/bin
DONE := .venv/opendoor
PROCESSES ?= 2
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c '$(SUPPORTED)' 2>/dev/null && echo "$$name" && break; done)
FRONT_END := $(shell find src/api/assets -name node_modules -prune -o -type f -print)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run test setup lint lock picture always

help:  ## Show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: setup  ## Set up, load an example week if there is none, serve it with sign-in links
	@exec $(BIN)/opendoor serve --example

test: setup  ## Set up and run every test, the browser's included
	@$(BIN)/python -m tests.support.chromium >/dev/null
	@$(BIN)/python -m tests.support.readers
	@$(BIN)/pytest -n $(PROCESSES) --dist worksteal -q

setup: $(DONE)/installed  ## Prepare: environment, dependencies, front end

lint: setup  ## Style, types, floors, Dockerfile, sources
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m scripts.check_sources

picture: setup  ## Draw docs/images/week.png anew from an example week
	@$(BIN)/python -m scripts.draw_picture

lock:  ## Write the locked dependencies anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv; docs/operations.md says more."; exit 1; }
	uv pip compile pyproject.toml $(LOCKING) --output-file requirements.txt
	uv pip compile pyproject.toml --group dev $(LOCKING) --output-file requirements-dev.txt

LOCKING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --quiet

# ---- what setting up is made of ---------------------------------------------

$(DONE)/python:
	@[ -n "$(PYTHON)" ] || { echo "Open Door needs Python 3.11, 3.12 or 3.13; none of them is on \
	the PATH. Install one, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" -m venv .venv || { echo "$(PYTHON) cannot make a virtual environment. On Debian \
	and Ubuntu: apt-get install python3-venv"; exit 1; }
	@mkdir -p $(DONE) && touch $@

$(DONE)/locked: requirements-dev.txt | $(DONE)/python
	@echo "Installing dependencies; this takes a minute or two, once."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(DONE)/installed: pyproject.toml hatch_build.py $(FRONT_END) $(DONE)/locked \
		$(if $(wildcard src/api/static/manifest.json),,always)
	@echo "Installing Open Door and drawing its front end."
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@
