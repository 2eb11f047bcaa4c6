.DEFAULT_GOAL := help
.PHONY: help run test lint lock

LOCK = UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-header $(UPGRADE)

run:   ## start the site on http://localhost:8080
	python3 run.py

test:  ## linters, types, import contract and every test
	python3 run.py test

lint:  ## linters, types and import contract only
	python3 run.py lint

lock:  ## write the lock files anew; with UPGRADE=--upgrade, with the newest versions
	echo "uv>=0.13" | $(LOCK) - --no-annotate --output-file requirements-uv.lock
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-dev.txt --constraints requirements.lock --output-file requirements-dev.lock

help:
	@sed -n 's/^\([a-z]*\): *## /\1\t/p' $(MAKEFILE_LIST)
