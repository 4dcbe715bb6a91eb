"""Many documents in, one row per document out.

`sources` yields items lazily, `runner` scores them in worker processes with a bounded number under way,
`sinks` writes rows in the order of the input. A bad document is a row with a code, never an end.
"""
