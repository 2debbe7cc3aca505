"""Documents to hand out: table in, bytes out."""
