"""What the proxies in front must bound, because the server behind cannot: `python -m benchmarks.attack` measures it."""

import re

import pytest

from maturity.settings import PROJECT


@pytest.mark.parametrize(
    ("file", "setting"), [("nginx.conf", r"client_header_timeout (\d+)s;"), ("Caddyfile", r"read_header (\d+)s")]
)
def test_a_request_that_never_ends_its_headers_is_ended_by_the_proxy(file: str, setting: str) -> None:
    found = re.search(setting, (PROJECT / "deploy" / file).read_text(encoding="utf-8"))

    assert found and int(found[1]) <= 10
