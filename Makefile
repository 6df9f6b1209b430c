# Python 3.11 or newer and make are all it takes; everything else goes into .venv and var.
PYTHON ?= python3
PORT ?= 8000
DATA ?= var
DEMO ?= 1
export PORT DATA DEMO
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: sbom lock help run test test-long check format bench environment environment-dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: environment ## start everything and print the address; PORT=8000 DATA=var DEMO=1 can be set, Ctrl-C stops it
	@exec $(PY) manage.py start

test: environment-dev ## every test: units, scenarios, services, screens, permissions, worked cases, browser, faults
	@$(TESTING) $(PY) -m pytest $(PARALLEL) $(ARGS)

test-long: environment-dev ## the long forms as well, the load alone at the end; writes docs/assurance.md
	@$(if $(ARGS),,rm -f var/assurance.json)
	@$(TESTING) LONG=1 $(PY) -m pytest $(PARALLEL) $(or $(ARGS),--ignore=tests/load); tests=$$?; \
	$(if $(ARGS),,$(TESTING) LONG=1 $(PY) -m pytest -q tests/load || tests=$$?;) \
	$(PY) scripts/assurance.py; exit $$tests

check: environment-dev ## format, lint, types, import order, migrations, packs, translations, templates, deployment
	@$(TESTING) $(PY) scripts/check.py

format: environment-dev ## bring code and templates into the form `make check` wants
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true

sbom: environment-dev ## the bill of materials of what is installed, in var/sbom.json (CycloneDX)
	@mkdir -p var && .venv/bin/cyclonedx-py requirements requirements.lock --of JSON -o var/sbom.json && echo "var/sbom.json is written."

lock: environment-dev ## pin every package with the hashes of its files again, after a change of requirements*.txt
	@$(PY) scripts/lock.py

bench: environment-dev ## the benchmark table, also in var/bench.json
	@$(PY) manage.py bench $(ARGS)

# The demonstration and the data folder of `make run` are no business of the tests.
TESTING := env -u DEMO -u DATA -u PORT -u PYTHONDONTWRITEBYTECODE
PARALLEL ?= -n 3 --dist loadfile --no-loadscope-reorder -q

environment:
	@$(PYTHON) scripts/bootstrap.py requirements.txt
	@$(PY) scripts/messages.py --compile

environment-dev:
	@$(PYTHON) scripts/bootstrap.py requirements-dev.txt
	@$(PY) scripts/messages.py --compile
