"""The only reader of the environment: every `ROLEFIT_…` variable and its default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rolefit.errors import SettingsError

PREFIX = "ROLEFIT_"
PACKAGED_MODEL = "packaged"
"""Name of the model that comes inside a Python package: all-MiniLM-L6-v2."""


def find_data(name: str) -> Path:
    """A data folder: inside the wheel, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent / "data" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def _cache_path() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - only needed without a setting

    return user_cache_path("rolefit", appauthor=False)


class Settings(BaseModel):
    """All settings; each is set by `ROLEFIT_<NAME>`, e.g. `ROLEFIT_MAX_PAGES=20`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = PACKAGED_MODEL
    """`packaged`, a folder, or any SentenceTransformer name."""
    corpus_path: Path = Field(default_factory=lambda: find_data("corpus"))
    cache_path: Path = Field(default_factory=_cache_path)
    """Where the compiled index lives."""
    read_only: bool = False
    """Never write an index; refuse when there is no fitting one."""
    threads: int = Field(default=0, ge=0)
    """Threads of the encoder in one process; 0 leaves the choice to torch."""
    max_upload_bytes: int = Field(default=10 * 1024 * 1024, gt=0)
    max_pages: int = Field(default=50, gt=0)
    max_characters: int = Field(default=500_000, gt=0)
    max_unpacked_bytes: int = Field(default=50 * 1024 * 1024, gt=0)
    read_wall_seconds: float = Field(default=10.0, gt=0)
    read_cpu_seconds: int = Field(default=8, gt=0)
    read_memory_bytes: int = Field(default=512 * 1024 * 1024, gt=0)
    max_ocr_pages: int = Field(default=5, ge=0)
    """Pages of a scan that are read; 0 switches OCR off."""
    ocr_seconds: float = Field(default=20.0, gt=0)
    abstain_margin: float | None = Field(default=None, ge=0, le=1)
    """Overrides the model's own margin between the first two answers."""
    queue_size: int = Field(default=16, ge=1)
    """Requests that may wait in the service; beyond it the answer is 503."""
    retry_after_seconds: int = Field(default=5, gt=0)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment.

    Raises: SettingsError naming the variable, the value and what would be right.
    """
    environment = os.environ if environment is None else environment
    known = {PREFIX + name.upper(): name for name in Settings.model_fields}
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    if unknown := sorted(set(given) - set(known)):
        raise SettingsError(f"unknown setting {unknown[0]}; settings are: {', '.join(known)}")
    try:
        return Settings.model_validate({known[name]: value for name, value in given.items()})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}={first['input']!r}: {first['msg']}") from error
