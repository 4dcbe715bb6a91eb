"""How much comes in, how many wait, and that nothing is written to disk."""

from __future__ import annotations

import asyncio
import builtins
import io
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message

from rolefit.api.app import create_app
from rolefit.api.errors import InvalidRequest, SlowUpload
from rolefit.api.limits import FORM_BYTES, WorkQueue, discard_body, receive_body
from rolefit.api.service import count_workers
from rolefit.errors import OverloadedError, TooLarge
from rolefit.settings import Settings
from tests.api.fakes import BlockedEngine, FakeEngine, make_client

LIMIT = 1000
SMALL = Settings(max_upload_bytes=LIMIT)


@pytest.mark.parametrize("path", ["/v1/match", "/"])
@pytest.mark.parametrize(
    ("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413), (LIMIT + FORM_BYTES, 413), (10**6, 413)]
)
def test_a_file_over_the_limit_is_refused(path: str, size: int, status: int) -> None:
    engine = FakeEngine()
    answer = make_client(engine, SMALL).post(path, files={"file": ("a", b"a" * size)})
    assert answer.status_code == status
    assert len(engine.seen) == (status == 200)


def test_a_body_that_does_not_say_its_length_is_counted() -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"a" * 1000

    answer = make_client(settings=SMALL).post(
        "/v1/match", content=chunks(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert "1,000 bytes" in answer.json()["detail"]


def make_request(messages: list[Message | None], headers: dict[str, str] | None = None) -> Request:
    """A request whose body arrives in these messages; None stands for one that never comes."""
    queue = list(messages)

    async def receive() -> Message:
        message = queue.pop(0)
        if message is None:
            await asyncio.Event().wait()
        assert message is not None
        return message

    raw = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": raw}
    request = Request(scope, receive)
    request.scope["left"] = queue
    return request


def chunk(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    request = make_request([chunk(b"a")], {"Content-Length": str(LIMIT + FORM_BYTES + 1)})
    with pytest.raises(TooLarge, match="1,000 bytes"):
        asyncio.run(receive_body(request, max_file_bytes=LIMIT))
    assert request.scope["left"]


def test_a_body_is_read_no_further_than_the_limit() -> None:
    request = make_request([chunk(b"a" * FORM_BYTES), chunk(b"a" * (LIMIT + 1)), chunk(b"unread")])
    with pytest.raises(TooLarge):
        asyncio.run(receive_body(request, max_file_bytes=LIMIT))
    assert request.scope["left"] == [chunk(b"unread")]


def test_a_body_that_stops_coming_is_given_up() -> None:
    request = make_request([chunk(b"a"), None])
    with pytest.raises(SlowUpload, match=r"0\.01 seconds"):
        asyncio.run(receive_body(request, max_file_bytes=LIMIT, seconds=0.01))


def test_a_sender_who_goes_away_is_not_an_error_of_ours() -> None:
    request = make_request([chunk(b"a"), {"type": "http.disconnect"}])
    with pytest.raises(InvalidRequest):
        asyncio.run(receive_body(request, max_file_bytes=LIMIT))


def test_the_rest_of_a_refused_body_is_read_up_to_a_bound() -> None:
    request = make_request([chunk(b"a" * 60), chunk(b"a" * 60), chunk(b"a" * 60, more=False)])
    asyncio.run(discard_body(request, most_bytes=100))
    assert len(request.scope["left"]) == 1
    asyncio.run(discard_body(request, most_bytes=100))
    asyncio.run(discard_body(request, most_bytes=100))  # nothing is left: no harm
    assert request.scope["left"] == []


def test_a_place_is_free_again_when_its_request_is_over() -> None:
    queue = WorkQueue(workers=1, waiting=1)
    with queue.admit():
        with queue.admit(), pytest.raises(OverloadedError, match="2 requests"), queue.admit():
            pass
        with queue.admit():
            pass
    queue.close()


def test_more_requests_than_may_wait_are_sent_away_and_the_others_answered() -> None:
    engine = BlockedEngine()
    places = count_workers() + 2
    settings = Settings(queue_size=2, retry_after_seconds=9)
    transport = httpx.ASGITransport(create_app(settings=settings, engine=engine))

    async def scenario() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            posts = [
                asyncio.create_task(client.post("/v1/match", json={"text": "a"}))
                for _ in range(places + 3)
            ]
            for sent_away in asyncio.as_completed(posts[places:]):
                await sent_away
            health = await client.get("/healthz")
            engine.release.set()
            return [health, *await asyncio.gather(*posts)]

    health, *answers = asyncio.run(scenario())
    assert health.status_code == 200
    assert [answer.status_code for answer in answers] == [200] * places + [503] * 3
    assert answers[-1].headers["retry-after"] == "9"
    assert answers[-1].json()["code"] == "overloaded"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of files opened for writing from now on, by whichever thread."""
    names: list[str] = []
    open_low, open_high = os.open, open

    def spy_low(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            names.append(str(path))
        return open_low(path, flags, *rest, **options)

    def spy_high(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if set(mode) & set("wax+"):
            names.append(str(file))
        return open_high(file, mode, *rest, **options)

    monkeypatch.setattr(os, "open", spy_low)
    monkeypatch.setattr(builtins, "open", spy_high)
    monkeypatch.setattr(io, "open", spy_high)
    return names


def test_the_spies_see_what_starlettes_own_form_parser_does(written: list[str]) -> None:
    with tempfile.SpooledTemporaryFile(max_size=10) as file:
        file.write(b"more than ten bytes")
    assert written


@pytest.mark.parametrize("path", ["/v1/match", "/"])
def test_a_large_upload_is_not_written_to_disk(path: str, written: list[str]) -> None:
    large = b"<html><p>A word.</p><!--" + b"." * 5_000_000 + b"--></html>"
    answer = make_client().post(path, files={"file": ("a.html", large)})
    assert answer.status_code == 200
    assert written == []
