# Two commands: `make run` serves page and API, `make test` runs every test.
# What each needs it installs first, into .venv and frontend/node_modules; nothing is done twice.

SHELL := /bin/sh
PYTHON = .venv/bin/python
PIP = $(PYTHON) -m pip --quiet --disable-pip-version-check install
export PATH := $(CURDIR)/.venv/bin:$(PATH)

SOURCES := $(shell find frontend/src frontend/public -type f) frontend/index.html frontend/embed.html \
	frontend/vite.config.ts frontend/tsconfig.json

.PHONY: run test lint format types lock pictures gallery bench fuzz fuzz-coverage clean

run: build/runtime frontend/dist/index.html
	@$(PYTHON) -m retrograd.serve

test: build/test frontend/dist/index.html lint
	@$(PYTHON) scripts/fixtures.py build/graphs
	@cd frontend && npm run --silent test
	@CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && PYTHON=$(PYTHON) sh scripts/tests.sh

lint: build/test build/npm build/openapi-npm
	@$(PYTHON) -m ruff check --quiet . && $(PYTHON) -m ruff format --quiet --check .
	@$(PYTHON) -m mypy --no-error-summary
	@cd frontend && npm run --silent lint && npm run --silent types
	@sh scripts/types.sh --check

format: build/test build/npm
	@$(PYTHON) -m ruff check --quiet --fix . ; $(PYTHON) -m ruff format --quiet .
	@cd frontend && npm run --silent format

# The frontend's types, made anew from the API.
types: build/test build/openapi-npm
	@sh scripts/types.sh

# The pictures of the README.
pictures: build/test frontend/dist/index.html
	@CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PYTHON) scripts/pictures.py

# The pictures of docs/gallery.md: every example at its most telling step.
gallery: build/test frontend/dist/index.html
	@CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PYTHON) scripts/gallery.py

# Everything; `make bench PARTS=engine` is one part: engine, programs, scaling, page, frames or load.
bench: build/peers frontend/dist/index.html
	@CHROMIUM="$$(sh scripts/chromium.sh)" && export CHROMIUM && $(PYTHON) -m benchmarks $(PARTS)

# Random programs, right ones and broken ones; `make test` tries 10,000 of them, `make fuzz COUNT=1000000` as many.
COUNT ?= 100000
fuzz: build/test
	@FUZZ_COUNT=$(COUNT) $(PYTHON) -m pytest -q tests/language/test_programs.py

# Texts that reach ever more of the language's code; those that break something are written to build/fuzz.
SECONDS ?= 300
TARGET ?= graph
fuzz-coverage: build/fuzz-packages
	@mkdir -p build/fuzz
	@$(PYTHON) -m tests.language.coverage_fuzz $(TARGET) -max_total_time=$(SECONDS) -max_len=2000 -timeout=20 \
	  -artifact_prefix=build/fuzz/ build/fuzz tests/language/corpus

# New pins within the ranges of pyproject.toml; needs uv.
lock:
	@sh scripts/lock.sh

clean:
	rm -rf .venv build frontend/dist frontend/node_modules frontend/openapi/node_modules

build/venv: scripts/python.sh
	@mkdir -p build
	@python="$$(sh scripts/python.sh)" && "$$python" -m venv .venv
	@touch $@

build/runtime: build/venv requirements/runtime.txt pyproject.toml
	@echo "Installing the service …"
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

build/test: build/runtime requirements/test.txt requirements/torch.txt
	@echo "Installing what the tests need …"
	@$(PIP) --require-hashes -r requirements/test.txt
	@$(PIP) -r requirements/torch.txt
	@touch $@

# What the engine is compared with. Without dependencies: torchviz wants PyTorch, which is pinned in torch.txt, and
# peers.txt names all others itself.
build/peers: build/test requirements/peers.txt
	@echo "Installing the peers of the benchmarks …"
	@$(PIP) --require-hashes --no-deps -r requirements/peers.txt
	@touch $@

build/fuzz-packages: build/test requirements/fuzz.txt
	@echo "Installing the fuzzer …"
	@$(PIP) -r requirements/fuzz.txt
	@touch $@

# Node of the machine if it is new enough, else from PyPI.
build/node: build/venv requirements/node.txt scripts/node.sh
	@sh scripts/node.sh || { echo "Installing Node …"; $(PIP) --require-hashes -r requirements/node.txt; }
	@touch $@

build/npm: build/node frontend/package.json frontend/package-lock.json
	@echo "Installing the frontend's packages …"
	@cd frontend && npm ci --loglevel=error --no-progress >/dev/null
	@touch $@

build/openapi-npm: build/node frontend/openapi/package.json frontend/openapi/package-lock.json
	@cd frontend/openapi && npm ci --loglevel=error --no-progress >/dev/null
	@touch $@

frontend/dist/index.html: build/npm $(SOURCES)
	@echo "Building the page …"
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@
