"""`Report` to what people and programs read.

All sentences are made here; elsewhere there are only values.
"""
