"""Measures the import of an export of the Förderdatenbank with 2,500 programmes. Run: python -m benchmarks.programmes

The export is made here, in the documented structure, with legal texts as long as real ones and other documents beside.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.etl.programmes.exports import OFFER, archive, document

PROGRAMMES, OTHERS = 2_500, 9_500
WORDS = "Erfundener Rechtstext über Zuwendungen an Kommunen, Nummer {number}. "


def make_export() -> bytes:
    documents: dict[str, str | bytes] = {}
    for number in range(PROGRAMMES):
        legal = "".join(WORDS.format(number=number * 300 + place) for place in range(300))
        text = document(
            f"Bund/B{number % 40}/p{number}", **OFFER | {"title": f"Programm {number}", "summary": legal[:400]}
        )
        body = f'<property name="gsb:bodyText" type="RichText"><text>{legal}</text></property></document>'
        documents[f"Bund/B{number % 40}/p{number}"] = text.replace("</document>", body)
    for number in range(OTHERS):
        documents[f"../Kontakt/k{number}"] = "<document/>"
    return archive(documents)


def measure(path: Path) -> None:
    """Run in a process of its own, so that only the import counts."""
    from etl.programmes.read import read_catalogue

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    catalogue = read_catalogue(path.read_bytes())
    seconds = f"{time.perf_counter() - wall:.1f} s, of which CPU {time.process_time() - cpu:.1f} s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{path.stat().st_size / 1e6:.0f} MB, {len(catalogue.programmes)} programmes: {seconds}; "
        f"peak of the process {peak / 1024:.0f} MB, {before / 1024:.0f} MB before"
    )


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        path.write_bytes(make_export())
        subprocess.run([sys.executable, "-m", "benchmarks.programmes", str(path)], check=True)


if __name__ == "__main__":
    main()
