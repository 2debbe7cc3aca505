"""From file to store: read, recognise, check, record, publish."""
