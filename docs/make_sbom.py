"""Write the bill of materials (CycloneDX 1.6, JSON) of what the lock file installs. Run: make sbom."""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

PROJECT = Path(__file__).parent.parent
LOCK = PROJECT / "requirements.txt"
PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def document(lock: str) -> dict[str, object]:
    """Return the bill for the text of a lock file; the same lock always gives the same bill."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "digitalkompass"}},
        "components": list(_components(lock)),
    }


def _components(lock: str) -> Iterator[dict[str, object]]:
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        found = PACKAGE.match(block)
        if found:
            name, version = found.groups()
            purl = f"pkg:pypi/{name.lower()}@{version}"
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": version,
                "purl": purl,
                # One per file that the lock allows: source and every platform's wheel.
                "properties": [{"name": "sha256", "value": digest} for digest in DIGEST.findall(block)],
                "licenses": _licences(name),
            }


def _licences(name: str) -> list[dict[str, object]]:
    """Return the licence that an installed package names; a lock file does not know it."""
    try:
        about = metadata(name)
    except PackageNotFoundError:  # of another platform
        return []
    expression = about.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    named = [text.rpartition(" :: ")[2] for text in about.get_all("Classifier") or [] if text.startswith("License ::")]
    return [{"license": {"name": text}} for text in named]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(LOCK.read_text(encoding="utf-8")), indent=2) + "\n")
