# digitize: two commands matter, `make run` and `make test`. Both set up what is missing and are quick the second time.
#
# ARGS adds to the command that a target runs: make test ARGS="tests/align -k hyphen".

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Tests at a time.
WORKERS ?= 2
ARGS ?=

# One Tesseract process per core is fast; one process that spreads over all cores is several times slower (docs/adr/0003).
export OMP_THREAD_LIMIT := 1
# Prefect opens no outside connection with these.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
# Compiled once: without its byte code every process that the program or a test starts compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready
CHECKED := src tests benchmarks tools flows

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# -- use ---------------------------------------------------------------------------------------------------------------

.PHONY: run
run: install ## set up, and digitise scans/samples into output
	$(BIN)/digitize run scans/samples --output output $(ARGS)

.PHONY: serve
serve: install ## set up, and start the Prefect server, the forms, the review app and the watched folder scans/inbox
	$(BIN)/digitize serve $(ARGS)

# -- check -------------------------------------------------------------------------------------------------------------

.PHONY: test
test: install-dev ## set up, and run the whole test suite
	$(BIN)/pytest -n $(WORKERS) $(ARGS)

.PHONY: lint
lint: install-dev ## style, types, layers between rooms, licences of dependencies, the Dockerfile
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_licences.py
	$(if $(wildcard $(BIN)/hadolint),$(BIN)/hadolint docker/Dockerfile,@echo "hadolint is not made for this machine")

.PHONY: format
format: install-dev ## lay the code out and mend what can be mended by machine
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

.PHONY: coverage
coverage: install-dev ## run the tests and name the lines that none of them reaches
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term-missing:skip-covered $(ARGS)

.PHONY: bench
bench: install-dev ## measure accuracy and speed beside plain Tesseract and OCRmyPDF; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks.bench $(ARGS)

.PHONY: bench-fidelity
bench-fidelity: install-dev ## measure what engines, tonings and voting bring and whether confidence holds; adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.fidelity $(ARGS)

.PHONY: bench-alignment
bench-alignment: install-dev ## measure kinds of planted differences, words laid rightly, time, quotations; adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.alignment $(ARGS)

.PHONY: bench-pdf
bench-pdf: install-dev ## read the PDFs with five readers, validate and measure them; adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.pdf $(ARGS)

.PHONY: bench-review
bench-review: install-dev ## time decisions and exports in a document of 500 pages; adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.review $(ARGS)

.PHONY: bench-review-app
bench-review-app: install-dev ## time the review app in a browser, and kill it while decisions are made; adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.review.app $(ARGS)

.PHONY: bench-service
bench-service: install-dev ## time a drop, a flow and the memory of the service (ARGS="--only drop"); adds to docs/benchmarks.md
	$(BIN)/python -m benchmarks.service $(ARGS)

.PHONY: chaos
chaos: install-dev ## kill the service at random while files of all kinds arrive (ARGS="--files 2000 --kills 100 --seed 1")
	$(BIN)/python -m benchmarks.service.chaos $(ARGS)

# -- make --------------------------------------------------------------------------------------------------------------

.PHONY: samples
samples: install-dev ## draw the sample scans and their truth again
	$(BIN)/python -m benchmarks.samples $(ARGS)

.PHONY: screenshots
screenshots: install-dev ## draw the pictures of the review app and of the Prefect UI in docs/images again
	$(BIN)/python -m benchmarks.review.pictures $(ARGS)
	$(BIN)/python -m benchmarks.service.pictures

.PHONY: wheel
wheel: install-dev ## build the wheel into dist
	$(BIN)/hatchling build --target wheel --directory dist

.PHONY: docker-check
docker-check: ## build the container without Docker, and try it (root; buildah and mmdebstrap; 10 to 20 minutes)
	tools/docker_check.sh $(ARGS)

.PHONY: lock
lock: install-dev ## resolve the dependencies of pyproject.toml into requirements.lock (ARGS=--upgrade for newer ones)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --no-emit-index-url --generate-hashes \
		--python-version 3.11 --quiet --output-file requirements.lock $(ARGS)

# -- train -------------------------------------------------------------------------------------------------------------

TRAIN := .venv-training/bin/python
RUN ?= training/.cache/runs/own
HOURS ?= 8

.PHONY: train
train: install-training ## train the recogniser from nothing (RUN=folder HOURS=8); a second call goes on where the first was
	$(TRAIN) -m training.train $(RUN) --hours $(HOURS) $(ARGS)

.PHONY: train-resume
train-resume: install-training ## train on from the checkpoint in the repository
	$(TRAIN) -m training.train $(RUN) --from training/checkpoint.pt --hours $(HOURS) $(ARGS)

.PHONY: train-release
train-release: install-training ## write the model that the product reads with, and the checkpoint, from a run
	$(TRAIN) -m training.release $(RUN) --model src/digitize/recognize/models/own.onnx --checkpoint training/checkpoint.pt $(ARGS)

.PHONY: train-measure
train-measure: install-training ## measure the model beside Tesseract on the same lines; writes docs/recogniser.md
	$(TRAIN) -m training.measure src/digitize/recognize/models/own.onnx $(ARGS)

.PHONY: install-training
install-training: install-dev ## set up .venv-training: what training needs, its fonts and texts (6 GB)
	@tools/setup_training.sh

# -- set up ------------------------------------------------------------------------------------------------------------

.PHONY: install
install: system $(READY) ## system packages and .venv, for the product

.PHONY: install-dev
install-dev: system-dev pdf-tools page-tools $(READY) ## the same, and what the tests and the sample generator need

.PHONY: system
system: ## install the system packages that are missing (Debian, Ubuntu)
	@tools/system_packages.sh run

.PHONY: system-dev
system-dev:
	@tools/system_packages.sh run test

.PHONY: pdf-tools
pdf-tools: system-dev ## fetch what PDFs are checked with (veraPDF, pdf.js) into .tools
	@tools/pdf_tools.sh

.PHONY: page-tools
page-tools: system-dev ## fetch what pages of the review app are checked with (axe-core) into .tools
	@tools/page_tools.sh

$(READY): requirements.lock pyproject.toml tools/setup_environment.sh | system
	@tools/setup_environment.sh
	@touch $@

.PHONY: clean
clean: ## remove .venv, caches and builds; never scans or results
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
