"""Make documents: a master résumé in four formats, or the sets that reading is measured on.

    python scripts/make_documents.py examples/resume_ml_engineer.md
    python scripts/make_documents.py --set kinds --set hidden --set hostile -o out/documents

The first writes PDF, DOCX, HTML and plain text beside the master. The sets: `kinds` (every kind and
layout, with the words in `<name>.words`), `hidden`, `honest` (what only looks like a trick),
`odd` (honest files as few programs write them) and `hostile` (bombs, broken files, liars).
Chromium and LibreOffice are used where installed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from rolefit.evaluation.read import load_masters
from rolefit.evaluation.read_hidden import make_hidden, make_honest
from rolefit.evaluation.read_hostile import make_hostile
from rolefit.evaluation.read_kinds import make_kinds
from rolefit.evaluation.read_layouts import make_formats
from rolefit.evaluation.read_odd import make_odd


def write_kinds(folder: Path) -> list[Path]:
    made = make_kinds(load_masters(8), folder)
    for one in made:
        one.path.with_name(f"{one.path.name}.words").write_text(one.text, encoding="utf-8")
    return [one.path for one in made]


def writer(make: Callable[[], Mapping[str, bytes]]) -> Callable[[Path], list[Path]]:
    def write(folder: Path) -> list[Path]:
        paths = []
        for name, source in make().items():
            paths.append(folder / name)
            paths[-1].write_bytes(source)
        return paths

    return write


SETS: Mapping[str, Callable[[Path], list[Path]]] = {
    "kinds": write_kinds,
    "hidden": writer(make_hidden),
    "honest": writer(make_honest),
    "odd": writer(make_odd),
    "hostile": writer(make_hostile),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("masters", nargs="*", type=Path)
    parser.add_argument("--set", dest="sets", action="append", choices=[*SETS], default=[])
    parser.add_argument("-o", "--out", type=Path, default=Path("out/documents"))
    told = parser.parse_args()
    for master in told.masters:
        for path in make_formats(master, master.parent):
            print(path)
    for name in told.sets:
        folder = told.out / name
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{folder}: {len(SETS[name](folder))} documents")


if __name__ == "__main__":
    main()
