# Words for those who have make; README.md says the same in plain commands.

python = .venv/bin/python

.PHONY: brief test check profile clean

brief: .venv/ready
	.venv/bin/briefing generate seeds/

test: .venv/ready
	$(python) -m pytest

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

profile: .venv/ready
	$(python) benchmarks/cold.py seeds
	$(python) benchmarks/hotspots.py seeds

.venv/ready: pyproject.toml
	python3 -m venv .venv
	$(python) -m pip install --quiet --upgrade "pip>=25.1"
	$(python) -m pip install --quiet --editable . --group dev
	touch .venv/ready

clean:
	rm -rf .venv dist build
