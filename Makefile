# Two commands, each of which sets up all it needs: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := .stamps/installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt

.PHONY: demo test walk clusters torture coverage lint audit sample notebook catalogs pictures bench truth wheel lab clean

demo: $(INSTALLED)
	$(BIN)/leadkit demo --out demo --force

test: $(INSTALLED)
	$(BIN)/python -m pytest -n auto --dist loadscope
	$(BIN)/python -m pytest -o addopts= --nbval --nbval-current-env -q -n auto --dist loadscope notebooks/en notebooks/vi
	$(BIN)/python notebooks/build.py --check

# What takes minutes: every lesson and page in a real browser, in both languages, as a reader would.
walk: $(INSTALLED)
	$(BIN)/python -m pytest -m walk -n 0 tests

# The same work on a real Spark, which needs Java and half a gigabyte of packages, and on PostgreSQL.
clusters: $(INSTALLED)
	$(PIP) -e ".[dev,spark]"
	$(BIN)/python -m pytest -m cluster -n 0 tests

# Hundreds of spoiled files, commands killed at any moment, contacts looked for along the whole road.
torture: $(INSTALLED)
	LEADKIT_TORTURE=1 $(BIN)/python -m pytest -n auto tests/torture

# The same tests, counted line by line and branch by branch, which takes half as long again.
coverage: $(INSTALLED)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto --dist loadscope
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Asks an outside service for known vulnerabilities, so it is part of no other target.
audit: $(INSTALLED)
	uvx pip-audit -r constraints.txt --no-deps --disable-pip --strict

sample: $(INSTALLED)
	$(BIN)/python -m leadkit.market.sample data/samples

notebook: $(INSTALLED)
	$(BIN)/python notebooks/build.py

pictures: $(INSTALLED)
	$(BIN)/python docs/pictures.py

bench: $(INSTALLED)
	$(BIN)/python benchmarks/bench.py

truth: $(INSTALLED)
	$(BIN)/python benchmarks/truth/run.py

catalogs: $(INSTALLED)
	$(BIN)/python leadkit/locale/update.py

wheel: $(INSTALLED)
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

lab: $(INSTALLED)
	$(BIN)/leadkit lab

clean:
	rm -rf $(VENV) .stamps demo .coverage .coverage.*

# uv installs in a tenth of the time; where it cannot be had, or fails, pip does the same.
$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) uv && $(UV) -e ".[dev]" || $(PIP) -e ".[dev]"
	mkdir -p .stamps
	touch $(INSTALLED)
