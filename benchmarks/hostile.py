"""Time and memory until a hostile file is refused. Run: python -m benchmarks.hostile [part of a name].

Each file is inspected by a program of its own; up to 20 MB as an upload, above as a file of the command line. Memory
is the program's highest, beside it that of the child process that opens workbooks; the first line is a good file: what
every program needs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from maturity.settings import PROJECT
from tests.etl import hostile_files

MOST_SECONDS, MOST_MB = 10, 300
INSPECT = """
import json, logging, resource, sys, time
from pathlib import Path
from etl.bulk.inspect import inspect_trusted
from etl.inspection import inspect
from etl.reading.limits import MAX_BYTES
from etl.reference.read import read_reference
from maturity.settings import PROJECT
logging.disable()
reference = read_reference(PROJECT / "data" / "reference")
def used(who):
    found = resource.getrusage(who)
    return found.ru_utime + found.ru_stime, found.ru_maxrss / 1000
before, started = used(resource.RUSAGE_SELF)[0], time.monotonic()
path = Path(sys.argv[1])
if path.stat().st_size <= MAX_BYTES:  # as the page does it
    found = inspect(path.read_bytes(), name=path.name, reference=reference)
else:
    found = inspect_trusted(path, reference=reference)
lines = [str(one) for one in found.findings]
own, child = used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "s": time.monotonic() - started, "cpu": own[0] - before + child[0], "mb": own[1], "child": child[1],
    "findings": len(lines), "said": lines[0] if lines else "", "answers": len(found.table),
    "errors": len(found.errors)}))
"""


def measured(path: Path) -> dict[str, float | str]:
    """Inspect a file in a program of its own."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "DIGITALKOMPASS_LANGUAGE": "en"}
    done = subprocess.run([sys.executable, "-c", INSPECT, str(path)], capture_output=True, env=environment, check=False)
    if done.returncode:
        return {"said": f"ended with {done.returncode}: {done.stderr.decode()[-300:]}"}
    found: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])  # DuckDB draws a bar above
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="")
    part: str = parser.parse_args().part
    print("| file | MB | s | CPU s | MB of memory | of the child | findings | said |\n" + "| --- " * 8 + "|")
    names = [name for name in hostile_files.FILES if part in name]
    with tempfile.TemporaryDirectory() as folder:
        good = PROJECT / "data" / "sample" / "2026-2" / "08215017.csv"
        for name, path in [("(a good file)", good), *((name, None) for name in names)]:
            path = path or hostile_files.write(name, Path(folder))
            found = measured(path)
            size = path.stat().st_size / 1_000_000
            numbers = [f"{found.get(key, float('nan')):.1f}" for key in ("s", "cpu", "mb", "child")]
            late = (
                float(found.get("cpu", 0)) > MOST_SECONDS
                or max(float(found.get(k, 1e9)) for k in ("mb", "child")) > MOST_MB
            )
            mark = " **missed**" if late else ""
            said = f"{found.get('findings')} | {str(found['said'])[:90]}{mark}"
            print(f"| {name} | {size:.1f} | {' | '.join(numbers)} | {said} |", flush=True)


if __name__ == "__main__":
    main()
