# Two commands are enough: `make run` and `make test`. Everything made lands in var/ and .venv/.

VAR := $(CURDIR)/var
PORT ?= 8000
DEMO ?= yes
PYTEST ?=
ORDER ?=
CONTEXT ?=
T ?= tests/architecture
AS ?= offender.manager
PYTHON := .venv/bin/python
THROUGHCARE := $(PYTHON) -m throughcare.faces.console

export PIP_CACHE_DIR := $(VAR)/cache/pip
export XDG_CACHE_HOME := $(VAR)/cache
export TMPDIR := $(VAR)/tmp
export PYTHONPYCACHEPREFIX := $(VAR)/cache/pycache
export RUFF_CACHE_DIR := $(VAR)/cache/ruff
export MYPY_CACHE_DIR := $(VAR)/cache/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(VAR)/cache/hypothesis

.DEFAULT_GOAL := help
.PHONY: help run stop setup setup-run test check bench kills hard format one shell mutate

help:     ## say what can be made
	@sed -n 's/^\([a-z-]*\): .*## /make \1\t/p' Makefile | expand -t 14

run: setup-run    ## run the site on 127.0.0.1:8000, with demo people on first start (PORT=8001 for another port)
	@exec $(THROUGHCARE) serve --port $(PORT) $(if $(filter no,$(DEMO)),--no-demo)

stop: setup-run   ## stop the site and its database
	@$(THROUGHCARE) stop

setup:            ## make the environment for running, testing and checking
	@mkdir -p $(TMPDIR) && python3 scripts/setup.py dev

setup-run:
	@mkdir -p $(TMPDIR) && python3 scripts/setup.py run

test: setup       ## run every test (PYTEST="-k name" for some, ORDER=7 in the order drawn from a seed)
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder -o cache_dir=$(VAR)/cache/pytest $(if $(ORDER),--order $(ORDER)) $(PYTEST)

mutate: setup     ## change the rules a little, many ways, and see that a test notices (CONTEXT=courts for one context)
	@$(PYTHON) scripts/mutate.py $(CONTEXT)

check: setup      ## style, types, direction of imports, migrations, generated documents
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --cache-dir $(VAR)/cache/imports
	$(THROUGHCARE) db migrate --check
	$(THROUGHCARE) docs --check

format: setup     ## put every file into the one style
	$(PYTHON) -m ruff check --fix --quiet
	$(PYTHON) -m ruff format

one: setup        ## run some tests in one process, quickly (T=tests/casework/courts/test_rows.py)
	@$(PYTHON) -m pytest -q -o cache_dir=$(VAR)/cache/pytest $(T)

shell: setup-run  ## look at the demonstration's database as a member sees it (AS=offender.manager)
	@$(THROUGHCARE) shell --as $(AS)

bench: setup      ## measure: every benchmark in turn, at national size
	@for measure in benchmarks/bench_*.py; do \
	  echo "== $$measure"; $(PYTHON) $$measure || exit 1; done

kills: setup      ## kill web and worker at 200 random points and see that nothing sticks (KILLS=500, SEED=7 for other points)
	@THROUGHCARE_KILLS=$(or $(KILLS),200) THROUGHCARE_KILLS_SEED=$(or $(SEED),31) $(PYTHON) -m pytest -q -s \
	  -o cache_dir=$(VAR)/cache/pytest tests/crash/test_jobs_killed.py

hard: kills       ## kill as above, and call the API in its depth, longer than the tests do (EXAMPLES=50)
	@THROUGHCARE_EXAMPLES=$(or $(EXAMPLES),25) $(PYTHON) -m pytest -q \
	  -o cache_dir=$(VAR)/cache/pytest tests/walls/test_api_in_depth.py
