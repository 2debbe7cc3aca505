"""The log: one JSON object per line, with time (UTC) and level, to standard error.

What is logged names receipts, hashes, codes and numbers; no person, no mailbox, no answer, no name of a file.
"""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Write a record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: at, level, logger, message, and the traceback of an error."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as_lines() -> None:
    """Let everything that logs, also Streamlit and uvicorn, write such lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    for name in ("streamlit", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        for own in logger.handlers:
            own.setFormatter(JsonLines())
