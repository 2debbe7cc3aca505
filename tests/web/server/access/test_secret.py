"""The server's secret."""

from pathlib import Path

import pytest

from maturity.errors import SettingInvalid
from web.server.access.secret import read_secret


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "made" / "secret"

    assert read_secret(place) == read_secret(place)
    assert len(read_secret(place)) >= 32
    assert place.stat().st_mode & 0o077 == 0
    assert [file.name for file in place.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("content", ["", "kurz", "ä" * 64])
def test_a_poor_one_stops_the_start(tmp_path: Path, content: str) -> None:
    place = tmp_path / "secret"
    place.write_text(content, encoding="utf-8")

    with pytest.raises(SettingInvalid, match="DIGITALKOMPASS_SECRET_FILE"):
        read_secret(place)
