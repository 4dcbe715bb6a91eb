"""How fast it is. One module a subject; `scripts/bench.py` prints the tables."""
