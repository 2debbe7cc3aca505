.PHONY: run check test fuzz messages sbom

PYTHON ?= python3
BIN := .venv/bin

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/test: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Builds the store from the sample data on the first start, then serves on http://127.0.0.1:8501.
run: .venv/run
	$(BIN)/python -m streamlit run dashboard.py

# What one looks at between two changes: style, types, layers, and the tests that take no server, browser or page.
check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser"

# Everything. Browser tests share one browser and one server, so they run after the others, one by one.
test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 -m "not browser"
	$(BIN)/python -m pytest -m browser

# Half a minute of hostile bytes per kind of file. The fuzzer runs on Linux only.
fuzz: .venv/test
	@if [ "$$(uname)" != Linux ]; then echo "No fuzzing here: atheris runs on Linux only."; exit 0; fi; \
	for kind in text workbook; do $(BIN)/python -m tests.fuzz.fuzz_read $$kind -seed=1 -max_total_time=30 -timeout=20 -len_control=0 || exit 1; done

# Collects all texts of the code into the German catalogue; new ones get an empty translation to fill. Lines that only say
# when and by whom go: they would differ in every change.
messages: .venv/test
	flock /tmp/digitalkompass-messages.lock sh -c '\
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --omit-header -o /tmp/digitalkompass.pot dashboard.py pages web etl maturity && \
	$(BIN)/pybabel -q update -D digitalkompass -i /tmp/digitalkompass.pot -d maturity/locales -l de --no-fuzzy-matching --ignore-obsolete --no-wrap && \
	sed -i -E "/^.(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By)/d" maturity/locales/de/LC_MESSAGES/digitalkompass.po'

# The bill of materials of what the lock file installs, as CycloneDX.
sbom: .venv/run
	$(BIN)/python docs/make_sbom.py sbom.json
