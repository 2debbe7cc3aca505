"""The web server around the pages: what happens once at its start, and what is done to every answer it gives."""
