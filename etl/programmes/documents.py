"""One XML document of the export -> one listed programme. Structure as the CMS writes it:

`<document name path type>` with `<property name type>`; a text in `<text>` (HTML, escaped), categories in
`<classifiedLinkLists>`, whose `classifierLinks` name the list and whose `links` name the codes.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from etl.findings import Finding
from etl.programmes.archive import Document, finding
from etl.programmes.catalogue import Listed
from maturity.language import N_

PROGRAMME = "gsb:ServiceOffer"
HREF = "{http://www.w3.org/1999/xlink}href"
TEXTS = {
    "gsb:title": "title",
    "gsb:teaserText": "summary",
    "gsb:header": "status_note",
    "gsb:procInfluence": "deadlines",
}
LISTS = {
    "Foerderbereich": "areas",
    "Foerdergebiet": "regions",
    "Foerderberechtigte": "applicants",
    "Foerdergeber": "givers",
}
# XML forbids control characters, but the export holds some.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
TAG = re.compile(r"<[^>]*>")
INVISIBLE = re.compile("[\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_document(document: Document) -> tuple[Listed | None, list[Finding]]:
    """Read one programme; None if it cannot be read at all. What is odd about it is a finding with its place."""
    if document.finding is not None:
        return None, [document.finding]
    place, findings = document.listed_id, []
    try:
        root = _parse(document.content)
        if root is None:
            root = fromstring(CONTROL.sub(b"", document.content), forbid_dtd=True)
            findings.append(finding("programme_document_repaired", place, ""))
    except DefusedXmlException:
        return None, [finding("programme_document_refused", place, N_("it declares a document type or entities"))]
    except (ParseError, ValueError) as error:
        line = error.position[0] if isinstance(error, ParseError) else 1
        return None, [finding("programme_document_broken", place, "", line=line)]
    if root.tag != "document" or root.get("type") != PROGRAMME:
        found = f"<{root.tag} type={root.get('type')!r}>"
        return None, [finding("programme_structure_unknown", place, "", found=found[:80])]
    values, odd = _properties(root)
    findings += [finding("programme_structure_unknown", place, "", found=name) for name in odd]
    if not values.get("title"):
        values["title"] = place.rpartition("/")[2]
        findings.append(finding("programme_structure_unknown", place, "", found="gsb:title"))
    return Listed(listed_id=place, **values), findings


def _parse(content: bytes) -> Element | None:
    """Parse a document; None if only its control characters make it no XML."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError:
        if CONTROL.search(content) is None:
            raise
        return None
    return root


def _properties(root: Element) -> tuple[dict[str, Any], list[str]]:
    """Return the values we keep, and the properties that do not look as they should."""
    values: dict[str, Any] = {}
    odd = []
    for entry in root.findall("property"):
        name = entry.get("name", "")
        if name in TEXTS:
            text = entry.find("text")
            if text is None:
                odd.append(name)
            else:
                values[TEXTS[name]] = plain(text.text or "")
        elif entry.get("type") == "ClassifiedLinkLists":
            values |= {LISTS[kind]: codes for kind, codes in _lists(entry) if kind in LISTS}
    return values, odd


def _lists(entry: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in entry.iterfind("classifiedLinkLists/classifiedLinkList"):
        kinds = [_leaf(link) for link in one.iterfind("classifierLinks/link")]
        if kinds:
            yield kinds[0], tuple(_leaf(link) for link in one.iterfind("links/link"))


def _leaf(link: Element) -> str:
    return link.get(HREF, "").rpartition("/")[2]


def plain(text: str) -> str:
    """Return a rich text as plain text: no markup, no invisible characters, single blanks. No word is changed."""
    text = html.unescape(text).replace("<![CDATA[", "").replace("]]>", "")
    return " ".join(INVISIBLE.sub("", html.unescape(TAG.sub(" ", text))).split())
