"""How much one file may cost; settings change the defaults."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits for reading one file. Those from `wall_seconds` on bind in the sandbox only."""

    max_bytes: int = 10 * MIB
    max_pages: int = 50
    max_characters: int = 500_000
    max_unpacked_bytes: int = 50 * MIB
    wall_seconds: float = 10.0
    cpu_seconds: int = 8
    memory_bytes: int = 512 * MIB
    max_ocr_pages: int = 5
    """Pages of a scan that are read; 0 switches OCR off."""
    ocr_seconds: float = 20.0
    """For all pages of one scan together."""
