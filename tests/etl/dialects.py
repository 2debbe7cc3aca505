"""Writes a table as CSV in any dialect. Unlike Python's csv it quotes every line break, as RFC 4180 wants."""


def write_csv(rows: list[list[str]], *, delimiter: str = ";", end: str = "\n", is_quoted: bool = False) -> str:
    """Return the rows as CSV; `is_quoted` puts every cell in quotation marks, else only those that need them."""
    return "".join(delimiter.join(_cell(cell, delimiter, is_quoted) for cell in row) + end for row in rows)


def _cell(cell: str, delimiter: str, is_quoted: bool) -> str:
    needs_quotes = is_quoted or any(mark in cell for mark in (delimiter, '"', "\r", "\n"))
    return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell
