"""Pure analysis: tables in, tables out; no text, clock, file or database."""
