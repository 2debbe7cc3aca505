"""From a table to answers: what kind of file it is, what each column and row means."""
