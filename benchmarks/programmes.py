"""Measures the import of an export of the Förderdatenbank with 2,500 programmes. Run: python -m benchmarks.programmes

The export is made here, in the documented structure, with legal texts as long as real ones and other documents beside.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.etl.programmes.exports import OFFER, archive, document

PROGRAMMES, OTHERS = 2_500, 9_500
LEGAL_CHARACTERS = 40_000


def make_export() -> bytes:
    chance = random.Random(1)
    documents: dict[str, str | bytes] = {}
    for number in range(PROGRAMMES):
        legal = chance.randbytes(LEGAL_CHARACTERS // 2).hex()  # packs as badly as no real text does
        text = document(
            f"Bund/B{number % 40}/p{number}", **OFFER | {"title": f"Programm {number}", "summary": legal[:400]}
        )
        body = f'<property name="gsb:bodyText" type="RichText"><text>{legal}</text></property></document>'
        documents[f"Bund/B{number % 40}/p{number}"] = text.replace("</document>", body)
    for number in range(OTHERS):
        documents[f"../Kontakt/k{number}"] = "<document/>"
    return archive(documents)


def peak_megabytes() -> float:
    """Return the most memory this process has held; `getrusage` would count the parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def measure(path: Path) -> None:
    """Run in a process of its own, so that only the import counts."""
    from etl.programmes.read import read_catalogue

    before = peak_megabytes()
    wall, cpu = time.perf_counter(), time.process_time()
    catalogue = read_catalogue(path.read_bytes())
    seconds = f"{time.perf_counter() - wall:.1f} s, of which CPU {time.process_time() - cpu:.1f} s"
    print(
        f"{path.stat().st_size / 1e6:.0f} MB, {len(catalogue.programmes)} programmes: {seconds}; "
        f"peak of the process {peak_megabytes():.0f} MB, {before:.0f} MB before"
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
