"""Exports of the Förderdatenbank made by hand in its documented structure; no text of it is in here."""

import html
import io
import json
import zipfile
from collections.abc import Mapping

TREE = "BMWI/FDB/Content/DE/Foerderprogramm"
CATEGORIES = "target:/BMWI/SiteGlobals/Categories/FDB"
LISTS = {
    "areas": "Foerderbereich",
    "regions": "Foerdergebiet",
    "applicants": "Foerderberechtigte",
    "givers": "Foerdergeber",
}
TEXTS = {
    "title": "gsb:title",
    "summary": "gsb:teaserText",
    "status_note": "gsb:header",
    "deadlines": "gsb:procInfluence",
}


def document(place: str, **fields: str | list[str]) -> str:
    """One programme document; lists are categories, texts are rich texts as the CMS escapes them."""
    texts = "".join(
        f'<property name="{TEXTS[name]}" type="RichText"><text>{_rich(value)}</text></property>'
        for name, value in fields.items()
        if isinstance(value, str)
    )
    lists = "".join(_list(LISTS[name], value) for name, value in fields.items() if isinstance(value, list))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<document xmlns:xlink="http://www.w3.org/1999/xlink" name="{place.rpartition("/")[2]}" '
        f'path="/{TREE}/{place}" type="gsb:ServiceOffer">{texts}'
        '<property name="gsb:cl2RelatedEnts" type="ClassifiedLinkLists">'
        f"<classifiedLinkLists>{lists}</classifiedLinkLists></property></document>"
    )


def _rich(text: str) -> str:
    return html.escape(html.escape(f"<![CDATA[<div><p>{text}</p></div>]]>", quote=False), quote=False)


def _list(kind: str, codes: list[str]) -> str:
    links = "".join(f'<link xlink:href="{CATEGORIES}/{kind}/{code}"/>' for code in codes)
    return (
        f'<classifiedLinkList><classifierLinks><link xlink:href="target:/BMWI/SiteGlobals/Classifiers/Common/{kind}"/>'
        f"</classifierLinks><links>{links}</links></classifiedLinkList>"
    )


def archive(documents: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these documents below the export's tree, and one that is no programme."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("BMWI/FDB/Content/DE/Kontakt/A/amt.xml", "<document/>")
        for place, content in documents.items():
            written.writestr(f"{TREE}/{place}.xml", content)
    return target.getvalue()


OFFER: dict[str, str | list[str]] = {
    "title": "Beispielprogramm Digitales Rathaus",
    "summary": "Erfundener Text für einen Test.",
    "areas": ["digitalisierung"],
    "regions": ["baden_wuerttemberg"],
    "applicants": ["kommune", "unternehmen"],
    "givers": ["land"],
}


def small_export(**changed: str | list[str]) -> bytes:
    """Four programmes: one of the region, one nationwide and closed, one for companies, one of another region."""
    return archive(
        {
            "Land/Baden-Wuerttemberg/rathaus": document("Land/Baden-Wuerttemberg/rathaus", **{**OFFER, **changed}),
            "Bund/BMX/mobil": document(
                "Bund/BMX/mobil",
                title="Beispielprogramm Mobil",
                status_note="Programm aktiv, Antragstellung nicht möglich",
                areas=["mobilitaet"],
                regions=["_bundesweit"],
                applicants=["kommune"],
                givers=["bund"],
            ),
            "Bund/BMX/firmen": document(
                "Bund/BMX/firmen", **{**OFFER, "title": "Firmen", "applicants": ["unternehmen"]}
            ),
            "Land/Hessen/fern": document("Land/Hessen/fern", **{**OFFER, "title": "Fern", "regions": ["hessen"]}),
        }
    )


def table(*rows: Mapping[str, object]) -> bytes:
    """The derived CSV: lists as JSON in a cell."""
    columns = ["url", "title", "short_description", "status_note", "deadlines", "funding_area", "funding_location",
               "eligible_applicants", "funding_body", "deleted", "legal_basis"]  # fmt: skip
    lines = [",".join(columns)]
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        written = [json.dumps(cell) if isinstance(cell, list) else str(cell) for cell in cells]
        lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in written))
    return "\n".join(lines).encode()
