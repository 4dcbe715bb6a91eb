"""The engine behind the door: loaded in the background, asked by one thread at a time."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from starlette.requests import Request

from rolefit.api.errors import NotReady, log_unexpected
from rolefit.api.intake import Submission
from rolefit.api.limits import WorkQueue, too_large
from rolefit.corpus_advice import Guide, load_guide
from rolefit.types import Document, KindChoice, Report

if TYPE_CHECKING:
    from rolefit.advise.adjacency import DutyOverlap
    from rolefit.advise.advice import Advice, AdviceOptions
    from rolefit.corpus import Corpus
    from rolefit.settings import Settings

State = Literal["loading", "ready", "failed"]
Result = TypeVar("Result")
Present = Callable[[Report, "Corpus"], Result]
"""What is made of a report: JSON, a page."""
MAX_WORKERS = 4
_WARM_UP = b"Warm-up: builds data pipelines in Python and deploys models."


class Matcher(Protocol):
    """What the door needs of `rolefit.engine.Engine`."""

    @property
    def corpus(self) -> Corpus: ...
    def read(self, source: bytes, /) -> Document: ...
    def match(self, source: Document, /, *, kind: KindChoice = "auto") -> Report: ...
    def advise(self, report: Report, guide: Guide, /, *, options: AdviceOptions) -> Advice: ...
    def duty_overlap(self) -> DutyOverlap | None: ...
    def close(self) -> None: ...


class Service:
    """Settings, queue and, sooner or later, an engine.

    Documents are read side by side in the sandbox's processes; the engine takes one at a time, for
    tokenizers refuse to be shared. To match side by side, run more processes.
    """

    def __init__(self, settings: Settings, engine: Matcher | None = None) -> None:
        self.settings = settings
        self.queue = WorkQueue(workers=count_workers(), waiting=settings.queue_size)
        self._engine = engine
        self._failed = False
        self._one_at_a_time = threading.Lock()

    @property
    def state(self) -> State:
        if self._engine is not None:
            return "ready"
        return "failed" if self._failed else "loading"

    @property
    def engine(self) -> Matcher:
        """Raises: NotReady until it is loaded."""
        if self._engine is None:
            raise NotReady(
                "The engine could not be loaded; 'rolefit doctor' says why."
                if self._failed
                else "The engine is being loaded; try again in some seconds."
            )
        return self._engine

    @functools.cached_property
    def guide(self) -> Guide:
        """What advice knows; read when first asked for. Raises: NotReady, CorpusError."""
        return load_guide(self.settings.corpus_path, self.engine.corpus)

    @functools.cached_property
    def overlap(self) -> DutyOverlap | None:
        """How far the roles' duties overlap; measured when first asked for. Raises: NotReady."""
        return self.engine.duty_overlap()

    def check_ready(self) -> None:
        """Raises: NotReady; before a body is asked for."""
        _ = self.engine

    def start(self) -> None:
        """Load the engine in a thread that does not hold up the end of the process."""
        if self._engine is None:
            threading.Thread(target=self._load, name="rolefit-load", daemon=True).start()

    def close(self) -> None:
        self.queue.close()
        if self._engine is not None:
            self._engine.close()

    def match(self, submission: Submission, present: Present[Result]) -> Result:
        """Read, match and present; takes seconds, for the queue's threads.

        Raises: ReadError, NotReady.
        """
        engine = self.engine
        if len(submission.source) > self.settings.max_upload_bytes:
            raise too_large(self.settings.max_upload_bytes)
        document = engine.read(submission.source)
        with self._one_at_a_time:
            report = engine.match(document, kind=submission.kind)
        return present(report, engine.corpus)

    def advise(self, report: Report, options: AdviceOptions) -> Advice:
        """Raises: NoSuchRole, AnswersError, UsageError, NotReady."""
        with self._one_at_a_time:
            return self.engine.advise(report, self.guide, options=options)

    def _load(self) -> None:
        from rolefit.loading import load_engine  # noqa: PLC0415 - seconds

        try:
            engine = load_engine(self.settings)
            engine.match(engine.read(_WARM_UP))
        except Exception as error:  # noqa: BLE001 - a thread has no caller; /readyz tells of it
            self._failed = True
            log_unexpected(error)
        else:
            self._engine = engine


def count_workers() -> int:
    """At least two: one document is read while another is matched."""
    return max(2, min(MAX_WORKERS, os.cpu_count() or 1))


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service
