# Everything a developer or a curious person types. `make run` and `make test` need only python3
# and make: they install the rest, once.

PYTHON ?= python3
BIN = .venv/bin
WORKERS ?= auto
# Other people's programs by which tests read what leaves the clinic.
READERS = libical3=libical.so.3

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench soak screenshots messages clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what ClinicDesk needs, if it is not there
	@PYTHON=$(PYTHON) sh bootstrap/system_packages.sh
	@PYTHON=$(PYTHON) sh bootstrap/python_packages.sh

run: setup ## make the demo clinic, book a combined visit, show the plan
	@$(BIN)/python bootstrap/compile_search.py
	@$(BIN)/python -m clinicdesk.main_job

test: setup ## every test, small scale
	@PYTHON=$(PYTHON) sh bootstrap/system_packages.sh $(READERS)
	@sh bootstrap/calendar_reader.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4

check: setup ## style, formatting, types, and which room may import which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_imports.py

bench: setup ## figures of the packing engine and of the window
	@$(BIN)/python bootstrap/compile_search.py
	@$(BIN)/python -m benchmarks

soak: setup ## every test, full scale, then small on other dates; takes long
	@PYTHON=$(PYTHON) sh bootstrap/system_packages.sh faketime $(READERS)
	@sh bootstrap/calendar_reader.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --scale full
	@$(BIN)/python -m tests.other_dates

screenshots: setup ## pictures of every window, to be looked at; those of the guide among them
	@$(BIN)/python -m tests.journeys.screenshots
	@$(BIN)/python -m tests.journeys.guide_pictures screenshots docs/guide/pictures

messages: setup ## collect the sentences to translate, compile what is translated
	@$(BIN)/pybabel -q extract --no-location --sort-output --omit-header --no-default-keywords \
		-k N_ -k P_:1,2 -o resources/locale/clinicdesk.pot clinicdesk
	@for po in resources/locale/*/LC_MESSAGES/clinicdesk.po; do \
		[ -e "$$po" ] || continue; \
		$(BIN)/pybabel -q update -N --ignore-obsolete --ignore-pot-creation-date -i resources/locale/clinicdesk.pot -o "$$po" -l "$$(basename "$$(dirname "$$(dirname "$$po")")")" && \
		$(BIN)/pybabel -q compile -i "$$po" -o "$${po%.po}.mo"; \
	done

clean: ## remove what was made here: .venv, caches, builds
	@rm -rf .venv build dist *.egg-info .coverage htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . \( -name __pycache__ -o -name __compiled__ \) -type d -prune -exec rm -rf {} +
