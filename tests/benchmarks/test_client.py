"""The visitor of the benchmarks."""

from pathlib import Path

import pytest

from benchmarks.client import RunFailed, visit
from benchmarks.page_runs import cpu_seconds
from tests.served import copy_launcher, serve

RUNS = "runs = st.session_state.setdefault('runs', [])\nruns.append(1)\nprint('PAGE', len(runs), flush=True)"


def test_a_visitor_stays_in_one_session_on_one_page(tmp_path: Path) -> None:
    """Three runs of page “second” in one session print “2 1”, “2 2”, “2 3”."""
    script = copy_launcher(tmp_path / "app", RUNS.replace("PAGE", "1"))
    (script.parent / "pages").mkdir()
    (script.parent / "pages" / "second.py").write_text("import streamlit as st\n" + RUNS.replace("PAGE", "2"))
    (script.parent / "pages" / "broken.py").write_text("1 / 0")

    with serve(script, tmp_path) as served:
        before = cpu_seconds(served.pid)
        with visit(served.url, page="second") as visitor:
            for _run in range(3):
                visitor.run()
        with visit(served.url, page="broken") as visitor, pytest.raises(RunFailed):
            visitor.run()
        with visit(served.url, page="absent") as visitor, pytest.raises(RunFailed):
            visitor.run()
        log = served.log.read_text(encoding="utf-8")

        assert cpu_seconds(served.pid) >= before
    assert [line for line in log.splitlines() if line.startswith("2 ")] == ["2 1", "2 2", "2 3"]
