# Two commands on a fresh machine: `make run` and `make test`. Both set up what they need first.
PYTHON ?= python3.11
UV_VERSION := 0.13.8
ZIG_VERSION := 0.17.1
UV := .bootstrap/bin/uv
BIN := .venv/bin
INBOX ?= seeds/inbox
DATA_DIR ?= data

.PHONY: setup run test lint score bench compile lock clean

setup: .venv/.installed

.bootstrap/bin/uv:
	$(PYTHON) -m venv .bootstrap
	.bootstrap/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# Compiling the bytecode once makes every later import two to three times as fast.
.venv/.installed: requirements.lock pyproject.toml $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

run: setup
	$(BIN)/gewu run --inbox $(INBOX) --data-dir $(DATA_DIR)

# In the order of the folders: sorted by the number of tests, files with few long ones would come last, one at a time.
test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: setup
	$(BIN)/python -m benchmarks.score

# Of what a large load would use: the compiled reader.
bench: compile
	$(BIN)/python -m benchmarks.run

# Optional: the reader as machine code, for large loads. Takes a minute or two, and a C compiler: where there is none, the
# one in the wheel of ziglang (100 MB), which needs nothing else, in an environment of its own.
compile: setup $(if $(shell command -v cc || command -v gcc || command -v clang),,build/compiler/.installed)
	$(BIN)/python -m flows.compile_reader

build/compiler/.installed: $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) build/compiler
	$(UV) pip install --quiet --python build/compiler/bin/python ziglang==$(ZIG_VERSION)
	touch $@

# Writes the versions and hashes that `setup` installs.
lock: $(UV)
	$(UV) pip compile --quiet pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header \
		--universal --python-version 3.11 --output-file requirements.lock

clean:
	rm -rf .venv .bootstrap .old-duckdb .pytest_cache .mypy_cache .ruff_cache build *.egg-info
