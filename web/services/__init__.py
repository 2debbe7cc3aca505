"""What pages ask for and record; no widget in here."""
