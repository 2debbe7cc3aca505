"""Who acts and what he may do."""
