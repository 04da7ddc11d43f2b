# Every command is plain Python as well, for Windows: "make demo" is "python -m tools.demo".
PYTHON ?= python3
TEMPLATE ?= blog

.PHONY: help demo test quick share manifests bench

help:  ## List the commands.
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

demo:  ## Generate a project, install it, fill it and serve it.
	$(PYTHON) -m tools.demo $(TEMPLATE)

test:  ## Run every test, those of the generated projects included.
	$(PYTHON) -m tools.test

quick:  ## Run the tests of the suite only.
	$(PYTHON) -m tools.test quick

share:  ## Copy the shared layers into the templates.
	$(PYTHON) templates/share.py

manifests:  ## Write the lists of generated files anew.
	$(PYTHON) -m tools.environment
	.venv/bin/python -m tests.manifests

bench:  ## Measure the generation and the way to the first page.
	$(PYTHON) -m benchmarks.generation
