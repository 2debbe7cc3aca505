"""The bill of materials names what the lock file installs."""

import importlib.util
import re
from types import ModuleType
from typing import Any

from maturity.settings import PROJECT


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sbom", PROJECT / "docs" / "make_sbom.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_locked_package_is_named_with_its_version_and_digests() -> None:
    lock = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, flags=re.MULTILINE)

    components: list[dict[str, Any]] = _script().document(lock)["components"]

    assert [(one["name"], one["version"]) for one in components] == locked
    assert sum(len(one["properties"]) for one in components) == lock.count("--hash=sha256:")
    assert all(one["licenses"] for one in components if one["name"] in ("jinja2", "webauthn", "duckdb"))
