"""Log lines: for people, or as JSON objects for a machine. They tell counts and places, never a document's text."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

FIELDS = "fields"
"""The key of `extra` under which a log call hands over values: they stand in the JSON line beside the message."""


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, the call's own fields, and a traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(as_json: bool, form: str = "%(asctime)s %(message)s") -> None:
    """Send this process's log lines to stderr, in place of what was configured before."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(form, datefmt="%H:%M:%S"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def fields(**values: Any) -> dict[str, Any]:
    """`extra` for a log call: `log.info("...", extra=fields(stage="clean", kept=12))`."""
    return {FIELDS: values}
