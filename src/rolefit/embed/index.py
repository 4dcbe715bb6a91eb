"""The compiled corpus: a FAISS index of unit vectors, its entries and a manifest.

faiss raises an empty AssertionError on a wrong dimension, pads missing hits with -1 and takes float64 and
NaN silently; `_checked` and `search` guard all four. The index is exact (flat inner product): a few
thousand rows need no approximation.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rolefit.errors import IndexingError, IndexMismatch, IndexReadOnly
from rolefit.types import Entry, EntryKind, Hit, LineHits

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.embed.encoder import Encoder
    from rolefit.types import Vectors

FORMAT = 1
"""Raised whenever the files below or what is embedded change."""
LINE_KINDS: tuple[EntryKind, ...] = ("duty", "occupation", "boilerplate")
"""Entries that are whole lines; they come first and are what lines of documents are compared with."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was compiled from."""

    format: int
    corpus_sha256: str
    model_name: str
    model_sha256: str
    dimension: int
    count: int


class Index:
    """Exact nearest entries by cosine."""

    def __init__(self, manifest: Manifest, entries: tuple[Entry, ...], faiss_index: Any) -> None:
        self.manifest = manifest
        self.entries = entries
        self._faiss = faiss_index
        self._line_count = sum(entry.kind in LINE_KINDS for entry in entries)
        groups = dict.fromkeys((e.kind, e.owner, e.part) for e in entries[: self._line_count])
        self._groups = tuple(groups)
        number = {group: i for i, group in enumerate(self._groups)}
        keys = [number[e.kind, e.owner, e.part] for e in entries[: self._line_count]]
        self._starts = np.searchsorted(keys, np.arange(len(self._groups)))

    def search(self, queries: Vectors, *, k: int) -> list[tuple[Hit, ...]]:
        """Nearest entries to each query, best first, ties by entry order; `Hit.line` is the query's row.

        Shape: queries (n, dim), unit rows. Fewer than k hits when the index is smaller.
        Raises: IndexMismatch if dim differs from the index's.
        """
        similarity, found = self._faiss.search(self._checked(queries), min(k, len(self.entries)))
        return [
            tuple(
                Hit(self.entries[j], row, float(s))
                for s, j in sorted(zip(similarity[row], found[row], strict=True), key=_best_first)
                if j >= 0
            )
            for row in range(len(found))
        ]

    def search_lines(self, vectors: Vectors, lines: Sequence[int]) -> LineHits:
        """The nearest entry of every group (a role's task, an occupation, a kind of boilerplate).

        Shape: vectors (len(lines), dim), unit rows. Ties go to the earlier entry.
        Raises: IndexMismatch if dim differs from the index's.
        """
        similarity = self._line_similarities(self._checked(vectors))
        best = np.maximum.reduceat(similarity, self._starts, axis=1)
        ends = np.append(self._starts[1:], self._line_count)
        nearest = np.stack(
            [
                start + similarity[:, start:end].argmax(axis=1)
                for start, end in zip(self._starts, ends, strict=True)
            ],
            axis=1,
        )
        return LineHits(tuple(lines), self._groups, best, nearest, self.entries)

    def search_own_duties(self) -> tuple[LineHits, tuple[str, ...]]:
        """The roles' duty lines searched like a document's, and the role each is of."""
        rows = [row for row, entry in enumerate(self.entries) if entry.kind == "duty"]
        vectors = self._faiss.reconstruct_batch(np.array(rows))
        return self.search_lines(vectors, rows), tuple(self.entries[row].owner for row in rows)

    def _line_similarities(self, queries: Vectors) -> Vectors:
        """Cosines with every line entry, shape (n, number of line entries)."""
        import faiss  # noqa: PLC0415

        count = self._line_count
        only_lines = faiss.SearchParameters(sel=faiss.IDSelectorRange(0, count))  # type: ignore[call-arg]
        similarity, found = self._faiss.search(queries, count, params=only_lines)
        ordered: Vectors = np.empty_like(similarity)
        np.put_along_axis(ordered, found, similarity, axis=1)
        return ordered

    def _checked(self, queries: Vectors) -> Vectors:
        if queries.ndim != 2 or queries.shape[1] != self.manifest.dimension:
            raise IndexMismatch(
                f"queries have shape {queries.shape}; the index wants (n, {self.manifest.dimension})"
            )
        if not np.isfinite(queries).all():
            raise IndexingError("queries hold NaN or infinity; unit rows are wanted")
        return np.ascontiguousarray(queries, dtype=np.float32)

    def verify(self) -> int:
        """Compare the answer for every entry with brute force NumPy; the number compared.

        Raises: IndexingError naming the first entry whose answer differs.
        """
        vectors = self._faiss.reconstruct_n(0, len(self.entries))
        norms = np.linalg.norm(vectors, axis=1)
        if abs(norms - 1).max() > 1e-3:
            raise IndexingError(f"entry {int(abs(norms - 1).argmax())} is not a unit vector")
        for start in range(0, len(vectors), 256):
            rows = vectors[start : start + 256]
            expected = np.sort(rows @ vectors.T, axis=1)[:, ::-1][:, :10]
            found, _ = self._faiss.search(rows, min(10, len(vectors)))
            if abs(found - expected).max() > 1e-5:
                raise IndexingError(f"answers differ from brute force in entries {start} and on")
        return len(vectors)


def _best_first(pair: tuple[float, int]) -> tuple[float, int]:
    return -float(pair[0]), int(pair[1])


def build_entries(corpus: Corpus) -> tuple[Entry, ...]:
    """Everything that is indexed: whole lines grouped by owner and part, then skills and titles."""
    duties = [
        Entry("duty", role.id, duty.task, duty.text)
        for role in corpus.roles
        for duty in role.duties
    ]
    occupations = [
        Entry("occupation", occupation.id, "", text)
        for occupation in corpus.occupations
        for text in occupation.duties
    ]
    boilerplate = [
        Entry("boilerplate", group.kind, "", text)
        for group in corpus.boilerplate
        for text in group.lines
    ]
    skills = [Entry("skill", skill.id, "", skill.label) for skill in corpus.skills]
    titles = [
        Entry("title", role_id, "", alias.title)
        for alias in corpus.title_aliases
        for role_id in alias.roles
    ]
    lines = sorted((*duties, *occupations, *boilerplate), key=_group_order)
    return (*lines, *skills, *titles)


def _group_order(entry: Entry) -> tuple[int, str, str]:
    return LINE_KINDS.index(entry.kind), entry.owner, entry.part


def build_index(corpus: Corpus, encoder: Encoder) -> Index:
    """Embed the corpus."""
    import faiss  # noqa: PLC0415

    entries = build_entries(corpus)
    vectors = encoder.encode([entry.text for entry in entries])
    faiss_index = faiss.IndexFlatIP(encoder.dimension)
    faiss_index.add(vectors)
    manifest = Manifest(
        FORMAT, corpus.sha256, encoder.name, encoder.sha256, encoder.dimension, len(entries)
    )
    return Index(manifest, entries, faiss_index)


# -- on disk ------------------------------------------------------------------------------


def index_path(cache: Path, *, corpus_sha256: str, model_sha256: str) -> Path:
    """Folder of the one index that fits this corpus and model."""
    return cache / f"index-{FORMAT}-{corpus_sha256[:16]}-{model_sha256[:16]}"


def save_index(index: Index, path: Path) -> None:
    """Write all files, then put the folder in place at once.

    Raises: IndexReadOnly when the place cannot be written.
    """
    import faiss  # noqa: PLC0415

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=".building-"))
    except OSError as error:
        raise IndexReadOnly(
            f"the index cannot be written under {path.parent}; set ROLEFIT_CACHE_PATH to a "
            f"folder that can be, or run 'rolefit index build' where it can"
        ) from error
    faiss.write_index(index._faiss, str(temporary / "vectors.faiss"))
    entries = "\n".join(json.dumps(asdict(entry)) for entry in index.entries)
    (temporary / "entries.jsonl").write_text(entries + "\n", encoding="utf-8")
    (temporary / "manifest.json").write_text(json.dumps(asdict(index.manifest), indent=2) + "\n")
    _put_in_place(temporary, path)


def _put_in_place(temporary: Path, path: Path) -> None:
    """Rename; where another process was first, its equal index stays."""
    temporary.chmod(0o755)
    if path.exists():
        old = Path(tempfile.mkdtemp(dir=path.parent, prefix=".old-"))
        path.replace(old)
        temporary.replace(path)
        shutil.rmtree(old, ignore_errors=True)
        return
    try:
        temporary.rename(path)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not path.exists():
            raise


def load_index(path: Path, *, corpus_sha256: str, model_sha256: str) -> Index:
    """Read an index and check that it is the one asked for.

    Raises: IndexMismatch when it is missing, damaged, or made from another corpus or model.
    """
    import faiss  # noqa: PLC0415

    try:
        manifest = Manifest(**json.loads((path / "manifest.json").read_text()))
        lines = (path / "entries.jsonl").read_text(encoding="utf-8").splitlines()
        faiss_index = faiss.read_index(str(path / "vectors.faiss"))
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise IndexMismatch(f"no readable index in {path}") from error
    entries = tuple(Entry(**json.loads(line)) for line in lines)
    expected = Manifest(
        FORMAT, corpus_sha256, manifest.model_name, model_sha256, faiss_index.d, faiss_index.ntotal
    )
    if manifest != expected or len(entries) != manifest.count:
        raise IndexMismatch(f"the index in {path} was not made from this corpus and model")
    return Index(manifest, entries, faiss_index)
