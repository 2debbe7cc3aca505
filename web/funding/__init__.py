"""The room of the page of funding."""
