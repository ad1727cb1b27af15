# Everything runs from .venv; the first target that needs it makes it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
QUESTION ?= Is obesity a risk factor for death in COVID-19?

.PHONY: demo install setup ask ui serve test lint format bench clean

demo: setup ask ## install, fetch data and models, build the index, answer a question
	@echo
	@echo "That was \`copilot ask\`. Open the page with \`make ui\`, run the tests with \`make test\`."

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --upgrade pip -c constraints.txt
	$(BIN)/pip install -c constraints.txt -e ".[dev,evals]"
	@touch $@

setup: install
	$(BIN)/copilot setup

ask: install
	@$(BIN)/copilot ask "$(QUESTION)"

ui: install ## API and page together, until Ctrl-C
	$(BIN)/copilot demo

serve: install
	$(BIN)/copilot serve

test: install
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install
	$(BIN)/python -m benchmarks.gate
	$(BIN)/python -m benchmarks.retrieval_scifact
	$(BIN)/python -m benchmarks.engines

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
