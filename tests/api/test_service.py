"""The engine is loaded behind a door that is open already."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from rolefit.api.app import create_app
from rolefit.errors import CorpusError
from rolefit.settings import Settings
from tests.api.fakes import FakeEngine


def replace_loader(monkeypatch: pytest.MonkeyPatch, load: Callable[[Settings], FakeEngine]) -> None:
    monkeypatch.setitem(sys.modules, "rolefit.loading", SimpleNamespace(load_engine=load))


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to be")


def test_health_is_answered_while_the_engine_is_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    release, engine = threading.Event(), FakeEngine()

    def load(settings: Settings) -> FakeEngine:
        assert settings.retry_after_seconds == 3
        release.wait(30)
        return engine

    replace_loader(monkeypatch, load)
    with TestClient(create_app(settings=Settings(retry_after_seconds=3))) as client:
        assert client.get("/healthz").status_code == 200
        for answer in (
            client.get("/readyz"),
            client.get("/v1/roles"),
            client.post("/v1/match", json={"text": "a"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "loading")
            assert answer.headers["retry-after"] == "3"
        page = client.get("/")
        assert page.status_code == 200
        assert "still being loaded" in page.text
        release.set()
        wait_until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/readyz").json() == {"status": "ready"}
        assert len(engine.seen) == 1  # warmed up
        assert client.post("/v1/match", json={"text": "a"}).status_code == 200


@pytest.mark.parametrize(
    "error", [CorpusError("roles/x.yaml:3: no such skill"), ValueError("hidden")]
)
def test_an_engine_that_cannot_be_loaded_is_said_to_be_so(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load(settings: Settings) -> FakeEngine:
        raise error

    replace_loader(monkeypatch, load)
    with TestClient(create_app(settings=Settings())) as client:
        wait_until(lambda: "could not be loaded" in client.get("/readyz").json()["detail"])
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        assert "roles/x.yaml" not in client.get("/readyz").text
    ours = isinstance(error, CorpusError)
    assert ("roles/x.yaml:3: no such skill" in caplog.text) == ours
    assert "hidden" not in caplog.text


def test_the_engine_is_asked_by_one_thread_at_a_time() -> None:
    engine = FakeEngine()
    inside, most = [0], [0]
    answer = engine.match

    def match(*arguments: object, **options: object) -> object:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1
        return answer(*arguments, **options)  # type: ignore[arg-type]

    engine.match = match  # type: ignore[method-assign,assignment]
    with TestClient(create_app(settings=Settings(), engine=engine)) as client:
        threads = [
            threading.Thread(
                target=client.post, args=("/v1/match",), kwargs={"json": {"text": "a"}}
            )
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(engine.seen), most[0]) == (6, 1)
