# Everything runs in .venv, which is made from the exact versions in requirements.lock.
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
  $$python -c '$(RECENT)' 2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

MODEL := .venv-model/.ready

.PHONY: demo test check soak sbom audit bench model model-quick lock clean

demo: $(READY)  ## serve an invented company in the browser, until Ctrl-C
	@$(BIN)/screener demo

test: $(READY)  ## run every test, in a browser too (installs Chromium if there is none)
	@$(BIN)/python -m tests.browser.browsers
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(READY)  ## format, lint, types, layers, and the shipped bank
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_layers.py tests/test_sizes.py
	@$(BIN)/screener check questions --coverage
	@$(BIN)/python -m tests.supply.sbom

soak: $(READY)  ## try the addresses for programs with many more requests, other ones each time
	@$(BIN)/python -m tests.fuzz 1000000 40
	@$(BIN)/python -m pytest tests/web/test_api_fuzz.py --hypothesis-profile soak
	@SOAK=1 $(BIN)/python -m pytest tests/faults
	@SOAK=1 $(BIN)/python -m pytest tests/access/test_who_sees_whose_ratings.py
	@SOAK=1 $(BIN)/python -m pytest tests/journeys/test_backups.py tests/journeys/test_restoring.py

bench: $(READY)  ## measure speed and memory
	@$(BIN)/python -m bench

sbom: $(READY)  ## list everything by others that Screener runs with (build/sbom.cdx.json), and validate the list
	@$(BIN)/python -m tests.supply.sbom --check

audit: $(READY)  ## ask which of the exact versions have known vulnerabilities (needs a network)
	@$(BIN)/python -m tests.supply.audit

model: $(MODEL)  ## make the reader's weights anew from the corpus (two cores: overnight at most)
	@.venv-model/bin/python -m training full

model-quick: $(MODEL)  ## the same on a small scale (build/quick), to try the program out in half an hour at most
	@.venv-model/bin/python -m training quick

$(MODEL): training/requirements.txt requirements.lock pyproject.toml
	@echo "Setting up .venv-model (once; downloads up to a few GB) ..."
	@$(PYTHON) -m venv --clear .venv-model
	@.venv-model/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@.venv-model/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Screener needs Python 3.11 or newer, and none was found." \
	  "Install one, or say where it is: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## write requirements.lock anew: exact versions and hashes of everything in pyproject.toml
	@$(PYTHON) -m venv --clear .venv-lock
	@.venv-lock/bin/python -m pip install --quiet uv
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group dev pyproject.toml --output-file requirements.lock
	@rm -rf .venv-lock

clean:  ## remove what the other targets made
	@rm -rf .venv .venv-lock .venv-model .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
