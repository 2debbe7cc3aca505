"""Millions of answers in one file, judged by DuckDB."""
