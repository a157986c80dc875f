# Shram Setu. `make` or `make help` shows what there is. Everything it makes lies under .venv, node_modules and var.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PORT ?= 8000
export PORT
# Without compiled files every process reads 2,000 modules anew: five seconds of processor each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo pbx video apk test test-cluster check bench bench-calls format clean
.DEFAULT_GOAL := help

help:  ## यह सूची · this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 16

setup:  ## सब कुछ तैयार करें · make everything ready
	@$(PYTHON) tools/setup.py

demo: setup  ## नमूना साइट चलाएँ, PORT=8000 · serve the demo site; Ctrl-C stops it
	@exec $(BIN)/shramsetu demo

pbx: setup  ## असली एक्सचेंज चलाएँ, फ़ोन से सुनें · a real exchange to call with a SIP phone
	@$(PYTHON) tools/setup.py pbx
	@exec $(BIN)/python -m tools.pbx run

video: setup  ## असली वीडियो कमरा चलाएँ, ब्राउज़र में · a real video room to enter with a browser
	@$(PYTHON) tools/setup.py video
	@exec $(BIN)/python -m tools.video run

apk: setup  ## एंड्रॉइड ऐप बनाएँ, APK_ORIGIN=https://… · build and sign the Android app of a site
	@$(PYTHON) tools/setup.py apk
	@exec $(BIN)/python -m tools.apk build

test:  ## सारे परीक्षण · the whole suite
	@$(PYTHON) tools/setup.py test
	@$(BIN)/python tools/test.py $(ARGS)

test-cluster: setup  ## वही शर्तें Spark पर, Java चाहिए · the same conditions in a real Spark; wants Java 17 or newer
	@$(BIN)/uv pip install -q --target var/cluster --python $(BIN)/python --require-hashes -r requirements-cluster.lock
	@PYTHONPATH=src:var/cluster $(BIN)/pytest tests/cluster -q -n0 $(ARGS)

check: setup  ## नियमों की जाँच, एक मिनट में · style, types, floors, Hindi, licences
	@$(BIN)/python tools/check.py

bench: setup  ## गति नापें · measure; figures go to var/bench
	@$(BIN)/python -m bench $(ARGS)

bench-calls: setup  ## असली एक्सचेंज पर कॉल नापें · calls over SIP on a real exchange, the controller killed
	@$(PYTHON) tools/setup.py pbx
	@$(BIN)/python -m bench.calls $(ARGS)

format: setup  ## कोड सँवारें · format the code
	@$(BIN)/ruff check -q --fix .; $(BIN)/ruff format -q .

clean:  ## डेटाबेस बंद करें, बना हुआ हटाएँ · stop the databases, remove var and caches
	@for folder in var var/test; do $(BIN)/python -m shramsetu.web.postgres stop $$folder || true; done
	@rm -rf var .mypy_cache .ruff_cache .import_linter_cache
