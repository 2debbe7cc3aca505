"""Fuzz target of the reader: whatever the bytes, a table or a refusal, quickly.

    python tests/fuzz/fuzz_read.py -atheris_runs=1000000 -max_len=4096 -timeout=1 -rss_limit_mb=500

Linux only (atheris). Ends with status 0 when nothing was found; a crash leaves its input in the current directory.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["etl"]):
    from etl.read import read_bytes
    from maturity.errors import MaturityError, NotATable, StrictlyUnreadable


def read_both_ways(content: bytes) -> None:
    """The strict reading shows the cells of the tolerant one or refuses; a text always has a place or a reason."""
    if content.startswith(b"PK"):  # workbooks start a process each; too slow here
        return
    try:
        tolerant = read_bytes(content)
    except NotATable as error:
        assert str(error)
        return
    assert all(str(finding) for finding in tolerant.findings + tolerant.repairs)
    assert all(len(row) >= len(tolerant.header) for row in tolerant.rows)
    try:
        strict = read_bytes(content, strict=True)
    except StrictlyUnreadable as error:
        assert error.details["findings"] and isinstance(error, MaturityError)
    else:
        assert (strict.header, strict.rows) == (tolerant.header, tolerant.rows)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_both_ways)
    atheris.Fuzz()
