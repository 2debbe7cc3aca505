"""The server's secret: signs what a browser carries between two steps of signing in. Shared by all servers."""

import os
import secrets
from pathlib import Path

from maturity.errors import SettingInvalid
from maturity.language import _

MIN_LENGTH = 32


def read_secret(path: Path) -> str:
    """Return the secret in a file, which is made at the first start and readable for its owner alone.

    Raises:
        SettingInvalid: the file cannot be read or made, or holds too little.
    """
    try:
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _invalid(path) from error
    if len(text) < MIN_LENGTH:
        raise _invalid(path)
    return text


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(unfinished, path)  # unlike a move it leaves what another server was faster to make
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def _invalid(path: Path) -> SettingInvalid:
    expected = _("a file with at least {count} random characters").format(count=MIN_LENGTH)
    return SettingInvalid(name="DIGITALKOMPASS_SECRET_FILE", value=path, expected=expected)
