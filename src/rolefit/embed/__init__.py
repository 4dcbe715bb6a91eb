"""Lines to unit vectors, vectors to hits.

Similarity is the cosine of unit float32 rows, higher is nearer; it is written once, in `index`.
sentence-transformers is imported in `encoder` alone and faiss in `index` alone, both inside the
loading functions, since the first takes seconds.
"""
