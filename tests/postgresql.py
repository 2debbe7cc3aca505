"""A PostgreSQL server of one's own for tests: a private cluster on a socket, thrown away at the end."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
# The tests kill our processes, never the machine: without waiting for the disk they take a third of the time.
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200"


@contextmanager
def cluster() -> Iterator[Path]:
    """Start a server; yield the folder of its socket."""
    folder = Path(mkdtemp(prefix="kompass-postgresql-"))
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        _run("initdb", "-D", data, "-U", "kompass", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", f"{OPTIONS} -k {folder}", "start")
        try:
            yield folder
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restart(folder: Path) -> None:
    """Restart the server of this folder, which ends all connections."""
    _run("pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-m", "immediate", "restart")


def create_place(folder: Path, name: str) -> str:
    """Make an empty schema, which is quicker than a database and just as apart; return its URL."""
    command = ["psql", "-q", "-h", str(folder), "-U", "kompass", "postgres", "-c", f'create schema "{name}"']
    subprocess.run(command, check=True)
    return f"postgresql+psycopg://kompass@/postgres?host={folder}&options=-csearch_path%3D{name}"


def require_postgresql() -> None:
    """Skip where PostgreSQL is not installed; in CI that is a failure."""
    if not PLACES:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is absent, but CI must run nothing skipped")
        pytest.skip("PostgreSQL is absent (Debian: apt-get install postgresql)")


def _run(program: str, *arguments: object) -> None:
    own: Sequence[str] = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    command = [*own, str(PLACES[-1] / program), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
