"""What all pages share: frame, menu, filters, messages, tables, downloads."""
