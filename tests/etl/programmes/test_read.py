"""The export of the Förderdatenbank: read whole, and every odd document is a finding that takes no other with it."""

import zipfile
from io import BytesIO

import pytest

from etl.programmes import archive as limits
from etl.programmes.catalogue import SITE, Listed, compare, pack, unpack
from etl.programmes.read import read_catalogue
from maturity.errors import NotAnExport
from tests.etl.programmes.exports import OFFER, TREE, archive, document, small_export, table

PLACE = "Land/Baden-Wuerttemberg/rathaus"
GOOD = {"Bund/B/gut": document("Bund/B/gut", **{**OFFER, "title": "Gut"})}


def test_every_programme_is_read_with_its_categories_and_words() -> None:
    catalogue = read_catalogue(small_export(summary="Rund 50 % der Kosten &amp; mehr"))

    assert catalogue.findings == ()
    assert [found.listed_id for found in catalogue.programmes] == [
        "Bund/BMX/firmen", "Bund/BMX/mobil", PLACE, "Land/Hessen/fern",
    ]  # fmt: skip
    assert catalogue.programmes[2] == Listed(
        listed_id=PLACE,
        title="Beispielprogramm Digitales Rathaus",
        summary="Rund 50 % der Kosten & mehr",
        areas=("digitalisierung",),
        regions=("baden_wuerttemberg",),
        applicants=("kommune", "unternehmen"),
        givers=("land",),
    )
    assert catalogue.programmes[2].url == f"{SITE}/{PLACE}.html"


BAD: dict[str, tuple[str | bytes, str, str]] = {
    "kaputt": (b"<document><property", "programme_document_broken", "Ab Zeile 1"),
    "bombe": (
        b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document name="d">&b;</document>',
        "programme_document_refused",
        "Entitäten",
    ),
    "gross": (b"<document>" + b" " * (limits.MAX_DOCUMENT + 1), "programme_document_refused", "zu groß"),
    "anders": (b'<page type="gsb:ServiceOffer"/>', "programme_structure_unknown", "<page type="),
    "kontakt": (b'<document type="gsb:ContactData"/>', "programme_structure_unknown", "gsb:ContactData"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_a_finding_with_its_place_and_nothing_else_is_lost(name: str) -> None:
    content, code, words = BAD[name]

    catalogue = read_catalogue(archive({**GOOD, f"Bund/A/{name}": content}))

    assert [found.title for found in catalogue.programmes] == ["Gut"]
    assert [finding.code for finding in catalogue.findings] == [code]
    assert f"Bund/A/{name}" in str(catalogue.findings[0])
    assert words in str(catalogue.findings[0])
    assert catalogue.document_count == 2


def test_forbidden_characters_are_left_out_and_said() -> None:
    spoilt = document("Bund/A/zeichen", **{**OFFER, "title": "Zeichen"}).encode().replace(b"Zeichen", b"Zei\x02chen")

    catalogue = read_catalogue(archive({"Bund/A/zeichen": spoilt}))

    assert [found.title for found in catalogue.programmes] == ["Zeichen"]
    assert [finding.code for finding in catalogue.findings] == ["programme_document_repaired"]


def test_a_property_of_another_shape_is_named_and_the_programme_kept() -> None:
    odd = document("Bund/A/form", **OFFER).replace("<text>", "<value>").replace("</text>", "</value>")

    catalogue = read_catalogue(archive({"Bund/A/form": odd}))

    assert [found.title for found in catalogue.programmes] == ["form"]
    assert [finding.details["found"] for finding in catalogue.findings] == ["gsb:title", "gsb:teaserText", "gsb:title"]


def test_paths_that_leave_the_tree_and_other_documents_are_passed_over() -> None:
    outside = {f"../../{TREE}/x": document("x", **OFFER)}

    assert [found.title for found in read_catalogue(archive({**GOOD, **outside})).programmes] == ["Gut"]


def test_a_packed_document_that_lies_about_its_size_is_left_out() -> None:
    """The directory says 10 bytes; unpacking stops at the check sum."""
    content = bytearray(archive({**GOOD, "Bund/A/luege": b"<document>" + b" " * 5000 + b"</document>"}))
    size = (5021).to_bytes(4, "little")
    assert content.count(size) == 2
    content = bytearray(bytes(content).replace(size, (10).to_bytes(4, "little")))

    catalogue = read_catalogue(bytes(content))

    assert [found.title for found in catalogue.programmes] == ["Gut"]
    assert [finding.code for finding in catalogue.findings] in (
        ["programme_document_refused"], ["programme_document_broken"],
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"a;b\n1;2\n", b"\xff\xfe\x00", b"%PDF-1.7"])
def test_another_file_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(NotAnExport):
        read_catalogue(content)


def test_an_archive_of_something_else_or_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as written:
        written.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotAnExport, match="Förderdatenbank"):
        read_catalogue(other.getvalue())
    for name, words in (("MAX_ENTRIES", "zu viele"), ("MAX_UNPACKED", "zu groß")):
        monkeypatch.setattr(limits, name, 1)
        with pytest.raises(NotAnExport, match=words):
            read_catalogue(small_export())
        monkeypatch.undo()


# The derived table

ROW = {
    "url": f"{SITE}/{PLACE}.html",
    "title": "Beispiel",
    "funding_area": ["digitalisierung"],
    "funding_location": ["baden_wuerttemberg"],
    "eligible_applicants": ["kommune"],
    "funding_body": ["land"],
    "deleted": "false",
}


def test_the_derived_table_gives_the_same_programmes() -> None:
    catalogue = read_catalogue(table(ROW, {**ROW, "url": f"{SITE}/Bund/weg.html", "deleted": "true"}))

    assert [(found.listed_id, found.areas, found.applicants) for found in catalogue.programmes] == [
        (PLACE, ("digitalisierung",), ("kommune",))
    ]
    assert catalogue.findings == ()


def test_a_row_that_cannot_be_read_is_named_with_row_and_column() -> None:
    rows = [ROW, {**ROW, "url": "https://example.org"}, {**ROW, "funding_area": "[kein JSON"}, ROW]

    catalogue = read_catalogue(table(*rows))

    assert len(catalogue.programmes) == 1
    assert [(finding.code, finding.row, finding.column) for finding in catalogue.findings] == [
        ("programme_row_broken", 3, "url"),
        ("programme_row_broken", 4, "funding_area"),
        ("programme_twice", None, None),
    ]


def test_long_legal_texts_do_not_stop_the_table() -> None:
    assert len(read_catalogue(table({**ROW, "legal_basis": "x" * 300_000})).programmes) == 1


# Two imports


def test_changes_between_two_imports_are_listed_with_their_fields() -> None:
    before = read_catalogue(small_export()).programmes
    later = read_catalogue(small_export(summary="Neuer Text", areas=["digitalisierung", "mobilitaet"])).programmes

    changes = compare([*before, Listed("Bund/alt", "Alt")], [*later, Listed("Bund/neu", "Neu")])

    assert [(change.kind, change.programme.listed_id, change.fields) for change in changes] == [
        ("removed", "Bund/alt", ()),
        ("added", "Bund/neu", ()),
        ("changed", PLACE, ("summary", "areas")),
    ]


def test_a_catalogue_is_kept_word_for_word() -> None:
    programmes = read_catalogue(small_export(summary="Umlaute äöü „so“")).programmes

    assert unpack(pack(programmes)) == programmes
