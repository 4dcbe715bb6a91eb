"""rolefit: which AI or data role a résumé or a job description fits, and which words say so.

    >>> import rolefit
    >>> engine = rolefit.load()                     # doctest: +SKIP
    >>> report = engine.match("resume.pdf")         # doctest: +SKIP

Importing this package imports none of the heavy libraries; `load()` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolefit.errors import RolefitError

if TYPE_CHECKING:
    from rolefit.engine import Engine
    from rolefit.settings import Settings

__version__ = "0.1.0"
__all__ = ["RolefitError", "__version__", "load"]


def load(settings: Settings | None = None) -> Engine:
    """A finished, immutable engine. Takes seconds: it loads the models and, once, builds the index.

    Raises: CorpusError, ModelError, IndexingError, SettingsError.
    """
    from rolefit.loading import load_engine  # noqa: PLC0415 - keeps `import rolefit` light

    return load_engine(settings)
