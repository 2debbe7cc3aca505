"""How much one address may ask."""

import pytest

from tests.web.server.asgi import ask
from tests.web.server.test_gates import serve_text
from web.server.access import limits
from web.server.access.limits import Limits


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_guessing_passwords_is_slow_for_one_address_and_for_it_alone() -> None:
    """20 at once, then one every 3 seconds."""
    clock = Clock()
    app = Limits(serve_text, now=clock)

    def attempts(peer: str = "10.0.0.7") -> list[int]:
        return [ask(app, "/sign-in/password", method="POST", peer=peer).status for _attempt in range(21)]

    assert attempts() == [200] * 20 + [429]
    assert attempts("10.0.0.8")[0] == 200
    clock.time = 3
    assert attempts() == [200] + [429] * 20
    assert ask(app, "/sign-in", peer="10.0.0.7").status == 200


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/sign-in/password", limits.SMALL_BODY, 200),
        ("/sign-in/password", limits.SMALL_BODY + 1, 413),
        ("/_stcore/upload_file/a/b", limits.UPLOAD_BODY, 200),
        ("/_stcore/upload_file/a/b", limits.UPLOAD_BODY + 1, 413),
    ],
)
def test_a_large_body_is_refused_before_it_is_read(path: str, size: int, status: int) -> None:
    answer = ask(Limits(serve_text), path, method="PUT", headers={"content-length": str(size)})

    assert answer.status == status


@pytest.mark.parametrize("length", ["-1", "x", "²"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert ask(Limits(serve_text), method="POST", headers={"content-length": length}).status == 413


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 10)
    app = Limits(serve_text)

    for number in range(100):
        ask(app, peer=f"10.0.0.{number}")

    assert len(app._left) == 10
