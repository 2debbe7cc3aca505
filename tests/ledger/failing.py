"""An SQLite driver whose n-th call fails with a given error: what a full or dying disk makes of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_connect = sqlite3.dbapi2.connect


class Trap:
    """Counts the calls that reach the driver and lets one of them fail."""

    def __init__(self) -> None:
        self.calls_left: int | None = None
        self.code = 0
        self.has_sprung = False

    def step(self) -> None:
        if self.calls_left is None:
            return
        self.calls_left -= 1
        if self.calls_left < 0:
            self.calls_left, self.has_sprung = None, True
            error = sqlite3.OperationalError("injected")
            error.sqlite_errorcode = self.code
            raise error

    @contextmanager
    def set(self, call: int, code: int) -> Iterator[None]:
        self.calls_left, self.code, self.has_sprung = call, code, False
        try:
            yield
        finally:
            self.calls_left = None


def install(monkeypatch: pytest.MonkeyPatch) -> Trap:
    """Make all connections from now on step through the trap."""
    trap = Trap()

    class Cursor(sqlite3.Cursor):
        def execute(self, *arguments: Any) -> Any:
            trap.step()
            return super().execute(*arguments)

        def executemany(self, *arguments: Any) -> Any:
            trap.step()
            return super().executemany(*arguments)

    class Connection(sqlite3.Connection):
        def cursor(self, *_arguments: Any) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            trap.step()
            super().commit()

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _connect(*arguments, factory=Connection, **options)
        return connection

    monkeypatch.setattr("sqlite3.dbapi2.connect", connect)
    return trap
