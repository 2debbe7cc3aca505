"""The first start, an interrupted one, and a directory that is something else."""

from pathlib import Path

import pytest

from etl.__main__ import main
from etl.start import ensure_reference, prepare
from maturity import settings
from maturity.errors import DataDirectoryInvalid
from maturity.ledger import open_ledger


def _settings(data: Path) -> settings.Settings:
    return settings.Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}")


def test_an_interrupted_first_start_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """17 sample files; the first start saw only three of them."""
    network = _settings(tmp_path / "data")
    ensure_reference(network)
    files = sorted(network.sample.glob("*/*.csv"))
    hidden = [file.rename(file.with_suffix(".later")) for file in files[3:]]
    prepare(network)
    for file in hidden:
        file.rename(file.with_suffix(".csv"))

    prepare(network)

    assert (len(files), len(open_ledger(network.ledger_url).submissions())) == (17, 17)


def test_a_directory_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(DataDirectoryInvalid):
        prepare(_settings(tmp_path))

    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_command_on_an_empty_directory_finds_the_example_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path / "new"))
    monkeypatch.delenv("DIGITALKOMPASS_LEDGER", raising=False)
    settings.load.cache_clear()
    out = tmp_path / "form.csv"

    code = main(["template", "--city", "Ettlingen", "--wave", "2026-2", "--out", str(out)])
    settings.load.cache_clear()

    assert code == 0
    assert "EAK01" in out.read_text(encoding="utf-8-sig")
