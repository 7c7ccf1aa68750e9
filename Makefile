# Needs python3 (3.11 or newer) and nothing else. `make demo` checks the examples, `make test` runs every test.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test docs browser clean

# checker's exit code 1 says that a report was made and holds failures: here they are the point.
demo: .venv/.demo
	@$(BIN)/checker check examples/ --as-of 2026-11-23 --evidence-root examples/evidence || [ $$? -eq 1 ]

test: .venv/.test browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

# The tests of the HTML report need a browser; without one they are skipped, and say so.
browser:
	@if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
	    || ! command -v chromedriver >/dev/null; then \
	  if [ "$$(id -u)" = 0 ]; then root=; else root="sudo -n"; fi; \
	  { command -v apt-get >/dev/null && $$root true && $$root apt-get update -qq \
	    && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver; \
	  } >/dev/null 2>&1 || echo "There is no Chromium here and it cannot be installed: the browser's tests are skipped."; \
	fi

# A test fails where what is written here is no longer what the policies say.
docs: .venv/.demo
	@$(BIN)/checker policies doc -o docs/policies

clean:
	rm -rf .venv

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "checker needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; say which to use with: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: .venv/.made pyproject.toml
	$(PIP) --editable .
	@touch $@

.venv/.test: .venv/.made pyproject.toml
	$(PIP) --editable '.[test]'
	@touch $@ .venv/.demo
