"""A document as DOCX: real styles and headings, A4, page numbers, German proofing."""

import io
from collections.abc import Callable
from typing import Any

from docx import Document as new_docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from maturity.language import _, current
from maturity.reports.outline import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Levels,
    PageBreak,
    Paragraph,
    Profile,
    Table,
)
from maturity.reports.palette import LEVEL_COLOURS, LEVEL_INK
from maturity.reports.sheets import MADE_AT
from maturity.reports.texts import readable

LANGUAGES = {"de": "de-DE", "en": "en-GB"}
ACCENT, WARNING = RGBColor(0x00, 0x51, 0x9E), RGBColor(0x8A, 0x45, 0x00)
TEXT_WIDTH = Mm(160)


def document_docx(document: Document) -> bytes:
    """Set a document as DOCX."""
    document = readable(document)
    docx = new_docx()
    _set_up(docx, document)
    docx.add_paragraph(document.title, style="Title")
    docx.add_paragraph(document.subtitle, style="Subtitle")
    if document.notice:  # once in the text as well: voices leave out what stands in the page's margin
        docx.add_paragraph().add_run(document.notice).bold = True
    for block in document.blocks:
        PARTS[type(block)](docx, block)
    target = io.BytesIO()
    docx.save(target)
    return target.getvalue()


def _set_up(docx: Any, document: Document) -> None:
    about = docx.core_properties
    about.title, about.author, about.language = document.title, document.author, LANGUAGES[current()]
    about.comments, about.created, about.modified = document.notice, MADE_AT, MADE_AT
    _set_language(docx)
    _set_styles(docx)
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    if document.notice:
        run = section.header.paragraphs[0].add_run(document.notice)
        run.font.color.rgb = WARNING
    _add_footer(section.footer.paragraphs[0], document.footer)


def _set_language(docx: Any) -> None:
    language = docx.styles.element.find(".//" + qn("w:rPrDefault")).find(".//" + qn("w:lang"))
    language.set(qn("w:val"), LANGUAGES[current()])


def _set_styles(docx: Any) -> None:
    docx.styles["Normal"].font.size = Pt(11)
    for name, size in (("Normal", 11), ("Title", 20), ("Subtitle", 13), ("Heading 1", 14), ("Heading 2", 12)):
        style = docx.styles[name]
        style.font.size = Pt(size)
        style.font.name = "Calibri"
        # The theme's font would win over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        if name != "Normal":
            style.font.color.rgb = ACCENT
            style.font.italic = False


def _add_footer(paragraph: Any, text: str) -> None:
    """Write the footer: its text and the page number, which Word counts itself."""
    paragraph.add_run(f"{text} · ")
    before, _page, rest = _("Page {page} of {pages}").partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add_heading(docx: Any, block: Heading) -> None:
    docx.add_heading(block.text, level=block.level)


def _add_paragraph(docx: Any, block: Paragraph) -> None:
    paragraph = docx.add_paragraph()
    if block.label:
        paragraph.add_run(f"{block.label} ").bold = True
    paragraph.add_run(block.text)


def _add_bullets(docx: Any, block: Bullets) -> None:
    for number, item in enumerate(block.items, 1):
        # Word would go on counting from one numbered list to the next.
        text, style = (f"{number}. {item}", "List") if block.is_numbered else (item, "List Bullet")
        docx.add_paragraph(text, style=style)


def _add_table(docx: Any, block: Table) -> None:
    table = docx.add_table(rows=1, cols=len(block.header), style="Light Grid Accent 1")
    _fill(table.rows[0], block.header, is_bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for cells in block.rows:
        _fill(table.add_row(), cells)
    _set_widths(table, block.widths)
    docx.add_paragraph()


def _add_facts(docx: Any, block: Facts) -> None:
    table = docx.add_table(rows=0, cols=2)
    for label, text in block.rows:
        row = table.add_row()
        _fill(row, ("", text))
        row.cells[0].paragraphs[0].add_run(label).bold = True
    _set_widths(table, (32, 68))


def _add_levels(docx: Any, block: Levels) -> None:
    table = docx.add_table(rows=1, cols=len(block.header), style="Table Grid")
    _fill(table.rows[0], block.header, is_bold=True)
    for name, cells in block.rows:
        row = table.add_row()
        _fill(row, (name, *(text for text, _level in cells)))
        for cell, (_text, level) in zip(row.cells[1:], cells, strict=True):
            if level is not None:
                _shade(cell, LEVEL_COLOURS[level], LEVEL_INK[level])
    rest = 70 // max(len(block.header) - 1, 1)
    _set_widths(table, (30, *(rest for _name in block.header[1:])))
    docx.add_paragraph()


def _shade(cell: Any, colour: str, ink: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.removeprefix("#"))):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)
    for run in cell.paragraphs[0].runs:
        run.font.color.rgb = RGBColor.from_string(ink.removeprefix("#").upper())


def _add_profile(docx: Any, block: Profile) -> None:
    _add_table(docx, block.as_table())


def _add_page_break(docx: Any, _block: PageBreak) -> None:
    docx.add_page_break()


def _fill(row: Any, texts: tuple[str, ...], *, is_bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).bold = is_bold
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _set_widths(table: Any, widths: tuple[int, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = TEXT_WIDTH * width // 100
        for cell in column.cells:  # Word takes the width from the cells, LibreOffice from the column
            cell.width = TEXT_WIDTH * width // 100


PARTS: dict[type[Block], Callable[[Any, Any], None]] = {
    Heading: _add_heading,
    Paragraph: _add_paragraph,
    Bullets: _add_bullets,
    Table: _add_table,
    Facts: _add_facts,
    Levels: _add_levels,
    Profile: _add_profile,
    PageBreak: _add_page_break,
}
