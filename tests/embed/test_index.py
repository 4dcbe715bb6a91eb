"""The FAISS index answers like brute-force NumPy, by value, and is never silently stale."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rolefit.corpus import Corpus
from rolefit.embed.index import Index, build_index, index_path, load_index, save_index
from rolefit.errors import IndexingError, IndexMismatch, IndexReadOnly
from rolefit.loading import ensure_index
from rolefit.settings import Settings
from tests.conftest import WordEncoder


@pytest.fixture(scope="module")
def corpus(corpus: Corpus) -> Corpus:
    """A small part of the corpus: the answers are compared with brute force."""
    return corpus.model_copy(
        update={
            "skills": corpus.skills[:40],
            "occupations": corpus.occupations[:5],
            "titles": corpus.titles.model_copy(
                update={"aliases": corpus.titles.aliases[:40], "stems": ()}
            ),
        }
    )


@pytest.fixture(scope="module")
def index(corpus: Corpus) -> Index:
    return build_index(corpus, WordEncoder())


def queries(*texts: str):
    return WordEncoder().encode(texts)


def test_search_equals_brute_force_by_value(index: Index) -> None:
    vectors = WordEncoder().encode([entry.text for entry in index.entries])
    found = index.search(queries("build streaming data pipelines"), k=5)[0]
    expected = np.sort(vectors @ queries("build streaming data pipelines")[0])[::-1][:5]
    assert [hit.similarity for hit in found] == pytest.approx(expected, abs=1e-6)
    for hit in found:
        row = index.entries.index(hit.entry)
        assert hit.similarity == pytest.approx(
            float(vectors[row] @ queries("build streaming data pipelines")[0])
        )


def test_a_corpus_line_finds_itself_first_with_similarity_one(index: Index, corpus: Corpus) -> None:
    text = corpus.roles[0].duties[0].text
    hit = index.search(queries(text), k=1)[0][0]
    assert hit.entry.text == text
    assert hit.similarity == pytest.approx(1.0)


def test_line_search_gives_the_best_of_every_group(index: Index) -> None:
    hits = index.search_lines(queries("train models on gpus", "pour coffee for guests"), [3, 7])
    vectors = WordEncoder().encode([entry.text for entry in index.entries])
    for row, text in enumerate(("train models on gpus", "pour coffee for guests")):
        similarity = vectors @ queries(text)[0]
        for column, (kind, owner, part) in enumerate(hits.groups):
            members = [
                i
                for i, e in enumerate(index.entries)
                if (e.kind, e.owner, e.part) == (kind, owner, part)
            ]
            assert hits.similarity[row, column] == pytest.approx(
                similarity[members].max(), abs=1e-6
            )
            assert int(hits.nearest[row, column]) in members
    assert hits.hit(1, 0).line == 7


def test_no_lines_give_no_rows(index: Index) -> None:
    hits = index.search_lines(queries(), [])
    assert hits.similarity.shape == (0, len(hits.groups))


def test_more_hits_than_entries_are_not_padded(index: Index) -> None:
    found = index.search(queries("spark"), k=10 * len(index.entries))[0]
    assert len(found) == len(index.entries)


def test_a_wrong_dimension_is_told(index: Index) -> None:
    with pytest.raises(IndexMismatch, match=r"\(1, 3\).*1024"):
        index.search(np.ones((1, 3), dtype=np.float32), k=1)


def test_not_a_number_is_refused(index: Index) -> None:
    bad = queries("spark")
    bad[0, 0] = np.nan
    with pytest.raises(IndexingError, match="NaN"):
        index.search(bad, k=1)


def test_verify_counts_every_entry_and_sees_a_wrong_vector(index: Index, corpus: Corpus) -> None:
    assert index.verify() == len(index.entries)
    broken = build_index(corpus, WordEncoder())
    broken._faiss.add(np.full((1, 1024), 0.5, dtype=np.float32))
    with pytest.raises(IndexingError):
        Index(broken.manifest, (*broken.entries, broken.entries[-1]), broken._faiss).verify()


# -- on disk ------------------------------------------------------------------------------


def test_a_saved_index_comes_back_the_same(index: Index, corpus: Corpus, tmp_path: Path) -> None:
    path = index_path(tmp_path, corpus_sha256=corpus.sha256, model_sha256=WordEncoder.sha256)
    save_index(index, path)
    again = load_index(path, corpus_sha256=corpus.sha256, model_sha256=WordEncoder.sha256)
    assert again.manifest == index.manifest
    assert again.entries == index.entries
    assert again.search(queries("spark jobs"), k=3) == index.search(queries("spark jobs"), k=3)


@pytest.mark.parametrize(
    ("field", "value"),
    [("corpus_sha256", "f" * 64), ("model_sha256", "e" * 64), ("format", 0), ("count", 1)],
)
def test_a_stale_index_is_refused(
    index: Index, corpus: Corpus, tmp_path: Path, field: str, value: object
) -> None:
    path = tmp_path / "index"
    save_index(index, path)
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps({**manifest, field: value}))
    with pytest.raises(IndexMismatch, match="not made from this corpus and model"):
        load_index(path, corpus_sha256=corpus.sha256, model_sha256=WordEncoder.sha256)


def test_a_changed_corpus_rebuilds_the_index(corpus: Corpus, tmp_path: Path) -> None:
    settings = Settings(cache_path=tmp_path)
    ensure_index(corpus, WordEncoder(), settings)
    changed = corpus.model_copy(update={"sha256": "a" * 64})
    ensure_index(changed, WordEncoder(), settings)
    assert len(list(tmp_path.iterdir())) == 2


def test_read_only_refuses_and_says_how(corpus: Corpus, tmp_path: Path) -> None:
    settings = Settings(cache_path=tmp_path / "none", read_only=True)
    with pytest.raises(IndexReadOnly, match="rolefit index build"):
        ensure_index(corpus, WordEncoder(), settings)
    assert not (tmp_path / "none").exists()


def test_a_damaged_file_is_rebuilt(corpus: Corpus, tmp_path: Path) -> None:
    settings = Settings(cache_path=tmp_path)
    ensure_index(corpus, WordEncoder(), settings)
    (vectors,) = tmp_path.rglob("vectors.faiss")
    vectors.write_bytes(b"not an index")
    assert ensure_index(corpus, WordEncoder(), settings).verify() > 0
