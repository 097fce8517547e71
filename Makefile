# One file sets everything up: only Python 3.11 or newer (with venv) and make are needed.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RUN = PYTHONPATH=src $(BIN)/python -m loket

.PHONY: demo test check messages spark lock clean

demo: $(VENV)/.demo messages
	$(RUN) demo

# The browser's driver keeps an event loop in its process, so those tests have their own.
test: $(VENV)/.dev messages
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/browser $(PYTEST)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/browser $(PYTEST)
	$(BIN)/python tools/postgres_suite.py $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy

# Translations are compiled, not committed.
messages:
	@$(BIN)/python tools/messages.py compile

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.demo

# Not part of `make test`: pyspark has no wheel and is some 450 MB; needs Java 17.
spark: $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-spark.lock
	$(BIN)/python -m pytest -q tests/microdata/test_spark.py

# Locks carry hashes and no address of a registry. Needs uv.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock -q \
	  -o requirements-dev.lock
	uv pip compile pyproject.toml --extra spark --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock -q \
	  -o requirements-spark.lock

clean:
	rm -rf var build .mypy_cache .ruff_cache .hypothesis
