"""How good the answers are, on labelled documents.

One module a measure; `scripts/evaluate.py` prints them.
"""
