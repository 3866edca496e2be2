# `make run` and `make test` are all a fresh machine needs; each does its own set-up (scripts/setup.sh).
PYTHON ?= python3
export PYTHON

PY := .venv/bin/python
# Tests at a time. Beside three or more, those that hold a time to its limit may wait too long.
WORKERS ?= 2
TOUR := build/tour
PROOFS := prove-resume prove-leaks prove-bad-input prove-pictures prove-accessibility prove-two-faces prove-permissions prove-tamper prove-kill \
	prove-io-faults prove-damage prove-rotation prove-restore prove-power prove-vectors prove-rehearsal prove-replay prove-import prove-letters prove-deb \
	prove-offline prove-long-day

.DEFAULT_GOAL := help
.PHONY: help setup setup-run run test lint types contracts format tour front-page manuals manual-pictures bench prove $(PROOFS) app deb tarball bench-start wheel clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1	/p' Makefile | expand -t 18

setup:
	@sh scripts/setup.sh test

setup-run:
	@sh scripts/setup.sh run

run: setup-run ## open the window; without a display, run the tour instead
	@if [ -n "$${DISPLAY:-}" ] || [ -n "$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec .venv/bin/kpr-desktop; \
	else \
		echo "There is no display here, so the tour runs in place of the window."; \
		$(PY) -m tests.tour $(TOUR) && \
		echo "The tour is done. Screenshots, the letter and the practice message are in $(CURDIR)/$(TOUR)"; \
	fi

test: setup ## all tests, with the coverage floors
	@mkdir -p build/coverage
	@folder=$$(sh scripts/test-folder.sh) && trap 'rm -rf "$$folder"' EXIT && export TMPDIR="$$folder" && \
		$(PY) -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term --cov-report=json
	$(PY) tools/check_coverage.py build/coverage/coverage.json

lint: setup ## ruff: rules and format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup ## let ruff put the code in order
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## mypy, strict
	$(PY) -m mypy

contracts: setup ## import-linter: who may import whom
	.venv/bin/lint-imports

tour: setup ## drive the real window through the whole job; results in build/tour
	$(PY) -m tests.tour $(TOUR)

front-page: setup ## take the README's pictures anew, into docs/pictures
	$(PY) -m tests.tour.front_page docs/pictures

manual-pictures: setup ## take the manuals' pictures anew, in three languages, into the resources
	$(PY) -m tests.tour.manual_pictures

manuals: setup ## write docs/user.md, administrator.md and lost-machine.md from the manuals' data
	$(PY) tools/make_manuals.py docs

bench: setup ## ratios within one run, and absolute figures
	$(PY) -m tests.bench

bench-start: setup ## cold start of the built program beside KeePassXC's (needs make app, xvfb, dbus, keepassxc)
	@[ -x build/pack/dist/kpr-desktop/kpr-desktop ] || $(PYTHON) packaging/app/build.py
	$(PY) -m tests.bench.installed_start

prove: $(PROOFS) ## all proofs, one after the other; takes hours

prove-resume: setup ## kill -9 in the middle of an interview, 100 times
	$(PY) -m tests.prove.resume --n 100

prove-leaks: setup ## planted names and numbers are found nowhere but where they belong; after a lock no key is in memory
	$(PY) -m tests.prove.leaks
	$(PY) -m tests.prove.memory

prove-bad-input: setup ## 300 bad inputs: shown literally or refused with words
	$(PY) -m tests.prove.bad_input

prove-tamper: setup ## 2,000 changes behind the program's back: all found, and the place named
	$(PY) -m tests.prove.tamper --n 2000

prove-kill: setup ## kill -9 in the middle of saves, 1,000 times: nothing acknowledged lost, nothing by half
	$(PY) -m tests.prove.kill --n 1000

prove-power: setup ## 10,000 states that a power cut may leave on the disk: all open, nothing acknowledged lost
	$(PY) -m tests.prove.power --n 10000

prove-io-faults: setup ## every call to the disk fails in turn, and 100 full disks: told in words, nothing by half
	$(PY) -m tests.prove.io_faults

prove-damage: setup ## 10,000 random damages to vault and backup: never shown as whole what is not
	$(PY) -m tests.prove.damage --n 10000

prove-restore: setup ## from a backup of 100,000 persons and the recovery sheet to a vault on a clean machine, in seconds
	$(PY) -m tests.prove.restore --persons 100000

prove-rotation: setup ## a change of key killed before every call to disk and database: exactly one key opens, nothing lost
	KPR_KILL_STEP=1 $(PY) -m pytest tests/store/test_rotation.py -k killed -s -q -o timeout=3600

prove-replay: setup ## a year of corrections told to a receiver that knows nothing of us; 1,000 kills leave no gap
	$(PY) -m tests.prove.replay --persons 500 --kills 1000

prove-import: setup ## every bad file that we know of is refused in words, and nothing of it comes in
	$(PY) -m tests.prove.imports

prove-letters: setup ## every letter in every language valid PDF/UA-1 and PDF/A-2a, in order, unclipped, hostile texts literal
	$(PY) -m tests.prove.letters

prove-vectors: setup ## published test vectors through our wrappers; KPR_WYCHEPROOF=folder adds Wycheproof's (testvectors_v1)
	$(PY) -m pytest tests/crypto/test_vectors.py -v -rs

prove-pictures: setup ## every screen in three languages, light, dark and high contrast, 100 % and 200 %: no text cut off or faint
	$(PY) -m tests.prove.pictures

prove-accessibility: setup ## every screen in three languages as a screen reader meets it, and the whole job by names alone
	$(PY) -m tests.prove.accessibility

prove-two-faces: setup ## 1,000 turns to the citizen's view: nothing of the assessor's shows, nothing typed is lost
	$(PY) -m tests.prove.two_faces

prove-rehearsal: setup ## faults planted one at a time: the dress rehearsal finds each, names field and consequence, and leads there
	$(PY) -m tests.prove.rehearsal

prove-permissions: setup ## roles, actions, relation and blocking against the table written by hand
	$(PY) -m tests.prove.permissions

prove-offline: setup ## the whole job in the window without a network, under strace: no internet socket is asked for
	$(PY) -m tests.prove.offline

prove-long-day: setup ## 2,000 saves, 200 letters, 50 rehearsals and 100 locks: memory and file handles stay
	$(PY) -m tests.prove.long_day

prove-deb: setup deb ## install, first run, demo and removal from the .deb in a fresh root; vaults remain (needs root, debootstrap)
	$(PY) -m tests.prove.deb

app: ## both programs in one folder, build/pack/dist/kpr-desktop
	$(PYTHON) packaging/app/build.py

deb: app ## the Debian package, build/pack/*.deb
	$(PYTHON) packaging/linux/make_deb.py

tarball: app ## the same for machines without .deb or administrator, build/pack/*.tar.xz
	$(PYTHON) packaging/linux/make_tarball.py

wheel: setup ## build the wheel into build/wheel
	@rm -rf build/lib build/bdist.* build/wheel
	$(PY) -m build --quiet --wheel --no-isolation --outdir build/wheel .

clean: ## remove everything that was made here, the virtual environment too
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
