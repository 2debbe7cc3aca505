"""Bytes -> text: by byte order mark, else strict UTF-8, else Windows-1252. Nothing else, and no guess stays unsaid."""

import codecs
import re
from typing import NamedTuple

from etl.findings import Finding

# Two and three byte sequences of UTF-8 for the letters and signs of European languages. In Windows-1252 they read
# `Ã¤`, `Â§`, `â€“`, which nobody writes.
UTF8_SEQUENCE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2(?:\x80|\x82)[\x80-\xbf]")


class Decoded(NamedTuple):
    """The text without its byte order mark, the encoding's name, and the first fault with its place in the text."""

    text: str
    encoding: str
    fault: Finding | None = None
    offset: int = 0


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file.

    Args:
        content: the bytes as received.
        encoding: what a person said it is; None to find out.

    Returns:
        The text, `utf-8`, `utf-8-sig`, `utf-16` or `cp1252` (or the given name), and a fault for bytes that do not
        belong there; those are replaced so that the rest can be shown.
    """
    if encoding or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, encoding or "utf-16", fault="encoding_broken", repair="replace")
    name = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    decoded = _decoded(content, name, fault="encoding_mixed", repair="digitalkompass_cp1252")
    if decoded.fault is None or name == "utf-8-sig" or UTF8_SEQUENCE.search(content):
        return decoded
    return _decoded(content, "cp1252", fault="encoding_broken", repair="replace")


def _decoded(content: bytes, encoding: str, *, fault: str, repair: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        start = error.start
    if encoding == "utf-8-sig":  # its errors count from behind the mark
        start += len(codecs.BOM_UTF8)
    before = content[:start].decode(encoding, "replace")
    line = 1 + len(re.findall(r"\r\n|\r|\n", before))
    finding = Finding(fault, line=line, value=f"{content[start]:02X}", details={"position": start + 1})
    return Decoded(content.decode(encoding, repair), encoding, finding, len(before))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("digitalkompass_cp1252", _as_cp1252)
