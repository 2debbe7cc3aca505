"""The list of findings and errors is complete and up to date."""

import importlib.util
from types import ModuleType

from etl.findings import CATALOGUE
from maturity.settings import PROJECT


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_errors", PROJECT / "docs" / "make_errors.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_document_lists_every_finding_and_error_as_the_reader_sees_them() -> None:
    expected = _script().document()

    actual = (PROJECT / "docs" / "errors.md").read_text(encoding="utf-8")

    assert expected == actual, "run `python docs/make_errors.py`"
    assert all(f"`{code}`" in actual for code in CATALOGUE)
