"""Administration: what the coordination office does so that the network runs, one task at a time."""
