"""`Document` to `Profile`: sections, lines, skills in context, titles, time, level, identity.

`pipeline.load_parser` compiles the corpus' words once; `Parser.parse` is then a pure function. spaCy is
imported in `pipeline` alone. Nothing here asks the index: what only similarity can tell is decided in
`match` from hits.
"""
