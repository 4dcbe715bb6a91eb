"""How much may come in, and how many may wait."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from rolefit.api.errors import InvalidRequest, SlowUpload
from rolefit.errors import OverloadedError, TooLarge

FORM_BYTES = 64 * 1024
"""What a form may hold beside the file: boundaries, part headers, the other fields."""
UPLOAD_SECONDS = 30.0
"""A body must have arrived by then; uvicorn itself waits for ever."""

Result = TypeVar("Result")


class WorkQueue:
    """A few threads, a bounded number of requests that wait for them, and no more."""

    def __init__(self, *, workers: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="rolefit-work")
        self._capacity = workers + waiting
        self._admitted = 0

    @contextlib.contextmanager
    def admit(self) -> Iterator[None]:
        """A place in the service, from before the body is read until the answer is made.

        Raises: OverloadedError when there is none. For the event loop's thread only.
        """
        if self._admitted >= self._capacity:
            raise OverloadedError(
                f"{self._admitted} requests are being answered, the most at a time; try again later."
            )
        self._admitted += 1
        try:
            yield
        finally:
            self._admitted -= 1

    async def run(self, job: Callable[[], Result]) -> Result:
        return await asyncio.wrap_future(self._pool.submit(job))

    def close(self) -> None:
        """Jobs that have not begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)


async def receive_body(
    request: Request, *, max_file_bytes: int, seconds: float = UPLOAD_SECONDS
) -> bytes:
    """The whole body, in memory and never on disk; refused unread when it says it is too large.

    Raises: TooLarge, SlowUpload, InvalidRequest when the sender has gone.
    """
    declared = request.headers.get("content-length", "")
    limit = max_file_bytes + FORM_BYTES
    if declared.isdigit() and int(declared) > limit:
        raise too_large(max_file_bytes)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large(max_file_bytes)
    except TimeoutError as error:
        raise SlowUpload(
            f"The body did not arrive within {seconds:g} seconds; send it again."
        ) from error
    except ClientDisconnect as error:
        raise InvalidRequest(("body", "ended before its end")) from error
    return bytes(body)


async def discard_body(
    request: Request, *, most_bytes: int, seconds: float = UPLOAD_SECONDS
) -> None:
    """Read on and forget: a browser shows an answer only when it could send all it had to send."""
    read = 0
    with contextlib.suppress(
        TimeoutError, ClientDisconnect, RuntimeError
    ):  # Runtime…: nothing is left
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                read += len(chunk)
                if read > most_bytes:
                    return


def too_large(max_file_bytes: int) -> TooLarge:
    return TooLarge(
        f"The file has more than {max_file_bytes:,} bytes, the most that is read; "
        "send it without pictures."
    )
