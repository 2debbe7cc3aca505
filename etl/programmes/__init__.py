"""The export of the Förderdatenbank: one ZIP of XML documents, or the CSV derived from it, read into a catalogue."""
