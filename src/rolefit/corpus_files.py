"""Files that people edit, read with places: each mistake is told with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from rolefit.errors import CorpusError

Model = TypeVar("Model", bound=BaseModel)


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            line = node.start_mark.line + 1
            raise CorpusError(f"line {line}: a key stands twice in this entry")
        return mapping


def find_files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CorpusError(f"no .yaml file in {folder}")
    return files


def load_file(path: Path, model: type[Model]) -> Model:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(f"{path}:{line}: {error.problem}") from error
    except CorpusError as error:
        raise CorpusError(f"{path}: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        line = _line_of(text, first["loc"])
        more = tell_more(error.error_count() - 1)
        raise CorpusError(f"{path}:{line}: {where}: {first['msg']}{more}") from error


def tell_more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Line of the deepest node on the way to `location`."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def locate(root: Path, word: str) -> str:
    """`file:line` of the last line that holds `word`; the later one is usually the mistake."""
    place = str(root)
    for path in sorted(root.rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if word.casefold() in line.casefold():
                place = f"{path}:{number}"
    return place
