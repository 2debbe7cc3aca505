"""A document as plain HTML, to be pasted into a council's own system: headings, lists and tables, no style."""

from html import escape

from maturity.language import current
from maturity.reports.outline import Block, Bullets, Document, Facts, Heading, Levels, Paragraph, Profile, Table
from maturity.reports.texts import readable


def document_html(document: Document) -> bytes:
    """Write a document as HTML; every text is shown as it is written, none is markup."""
    shown = readable(document)
    head = f"<h1>{escape(shown.title)}</h1><p>{escape(shown.subtitle)}</p>"
    notice = f"<p><strong>{escape(shown.notice)}</strong></p>" if shown.notice else ""
    body = "\n".join(_block(block) for block in shown.blocks)
    about = f'<meta charset="utf-8"><title>{escape(shown.title)}</title>'
    return (
        f'<!doctype html>\n<html lang="{current()}"><head>{about}</head>\n'
        f"<body>{head}{notice}\n{body}\n<p>{escape(shown.footer)}</p></body></html>\n"
    ).encode()


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text, label):
            return f"<p>{f'<strong>{escape(label)}</strong> ' if label else ''}{escape(text)}</p>"
        case Bullets(items, is_numbered):
            tag = "ol" if is_numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"
        case Facts(rows):
            return f"<dl>{''.join(f'<dt>{escape(label)}</dt><dd>{escape(text)}</dd>' for label, text in rows)}</dl>"
        case Table(header, rows):
            return _table(header, rows)
        case Levels(header, level_rows):
            return _table(header, tuple((name, *(text for text, _level in cells)) for name, cells in level_rows))
        case Profile():
            return _block(block.as_table())
        case _:
            return ""


def _table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
