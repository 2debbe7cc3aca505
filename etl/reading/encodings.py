"""Bytes -> text: by byte order mark, else strict UTF-8, else Windows-1252 or Mac OS Roman by the umlauts inside words.

Nothing else, and no guess stays unsaid.
"""

import codecs
import re
from typing import NamedTuple

from etl.findings import Finding

# Two and three byte sequences of UTF-8 for the letters and signs of European languages. In Windows-1252 they read
# `Ã¤`, `Â§`, `â€“`, which nobody writes.
UTF8_SEQUENCE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2(?:\x80|\x82)[\x80-\xbf]")

# Umlauts inside words, as Windows-1252 writes them; in Mac OS Roman the same bytes are `‰`, `ƒ`, `ﬂ`.
WINDOWS_WORD = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf]|[\xe4\xf6\xfc\xc4\xd6\xdc][a-z]")
# `Bär`, `für`, `Straße` in Mac OS Roman, as Excel for Mac saves them; in Windows-1252 `BŠr`, `fŸr`, `Stra§e`.
MAC_WORD = re.compile(rb"[A-Za-z][\x8a\x9f][a-z]|[a-z][\x8a\x9f]|[A-Za-z\x8a\x9a\x9f]\xa7[a-z]")
# `Köln`, `Öffnung` in Mac OS Roman, yet `Nataša` and `…und` in Windows-1252.
EITHER_WORD = re.compile(rb"[A-Za-z]\x9a|\x9a[a-z]|(?<![A-Za-z])[\x80\x85\x86\x8a\x9f][a-z]")


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
        The text, `utf-8`, `utf-8-sig`, `utf-16`, `cp1252` or `mac_roman` (or the given name), and a fault for bytes
        that do not belong there; those are replaced so that the rest can be shown.
    """
    if encoding or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, encoding or "utf-16", fault="encoding_broken", repair="replace")
    name = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    decoded = _decoded(content, name, fault="encoding_mixed", repair="digitalkompass_cp1252")
    if decoded.fault is None or name == "utf-8-sig" or UTF8_SEQUENCE.search(content):
        return decoded
    return _by_words(content)


def _by_words(content: bytes) -> Decoded:
    """Take the encoding in which the umlauts stand in words; where both may be meant, none is taken unsaid."""
    mac, windows = MAC_WORD.search(content), WINDOWS_WORD.search(content)
    if mac and not windows:
        return Decoded(content.decode("mac_roman"), "mac_roman")
    decoded = _decoded(content, "cp1252", fault="encoding_broken", repair="replace")
    doubtful = mac or (None if windows else EITHER_WORD.search(content))
    if decoded.fault or doubtful is None:
        return decoded
    start = next(place for place in range(*doubtful.span()) if content[place] >= 0x80)
    return decoded._replace(fault=_fault("encoding_broken", content, start, decoded.text[:start]), offset=start)


def _decoded(content: bytes, encoding: str, *, fault: str, repair: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        start = error.start
    if encoding == "utf-8-sig":  # its errors count from behind the mark
        start += len(codecs.BOM_UTF8)
    before = content[:start].decode(encoding, "replace")
    return Decoded(content.decode(encoding, repair), encoding, _fault(fault, content, start, before), len(before))


def _fault(code: str, content: bytes, start: int, before: str) -> Finding:
    """Name the byte at this place, and the line that it stands in."""
    line = 1 + len(re.findall(r"\r\n|\r|\n", before))
    return Finding(code, line=line, value=f"{content[start]:02X}", details={"position": start + 1})


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("digitalkompass_cp1252", _as_cp1252)
