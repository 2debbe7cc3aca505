"""Reading: bytes of a file become records and one table, exactly or with every doubt named."""
