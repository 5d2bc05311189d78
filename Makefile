# Two commands: `make demo` to see it, `make test` to check it. Both make the virtual environment .venv first.
#
# torch is installed by itself, before everything else, because its CPU build comes from a different place, with a different
# hash, on each machine. TORCH names it; PIP_TORCH_FLAGS says where it is to be had, for instance
#   make setup PIP_TORCH_FLAGS="--index-url <the CPU wheel index that pytorch.org names>"
# Everything else comes from a lock in which every file's hash is checked.

PYTHON ?= python3
TORCH ?= torch==2.13.0
PIP_TORCH_FLAGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo setup test test-setup mutants check clean

demo: setup
	$(BIN)/onhand demo

setup: $(VENV)/runtime.done

test: test-setup
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/check

test-setup: $(VENV)/test.done

# Changes the gate to personal data in small ways, one at a time, and counts which changes the tests do not notice.
mutants: test-setup
	$(PIP) install "mutmut>=3.8"
	$(BIN)/mutmut run
	$(BIN)/mutmut results

$(VENV)/torch.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Onhand needs Python 3.11 or newer; this is $$($(PYTHON) --version). Say which: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "No virtual environment could be made. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing torch (CPU build) …"
	$(PIP) install --no-deps $(PIP_TORCH_FLAGS) "$(TORCH)"
	@touch $@

$(VENV)/runtime.done: $(VENV)/torch.done locks/runtime.txt pyproject.toml
	@echo "Installing what Onhand needs …"
	$(PIP) install --no-deps --require-hashes -r locks/runtime.txt
	$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.done: $(VENV)/runtime.done locks/test.txt
	@echo "Installing the test tools …"
	$(PIP) install --no-deps --require-hashes -r locks/test.txt
	@touch $@

clean:
	rm -rf $(VENV) build artifacts mutants *.egg-info
