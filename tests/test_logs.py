"""Log lines as JSON."""

from __future__ import annotations

import json
import logging
import sys

from bioroberta.logs import JsonLines, fields


def line(message: str, *values: object, **options: object) -> dict[str, object]:
    logger = logging.getLogger("bioroberta.somewhere")
    record = logger.makeRecord(logger.name, logging.WARNING, "f.py", 1, message, values, **options)  # type: ignore[arg-type]
    record.created, record.msecs = 0.25, 250.0
    text = JsonLines().format(record)
    assert "\n" not in text
    told: dict[str, object] = json.loads(text)
    return told


def test_a_line_has_time_level_logger_message_and_the_calls_fields() -> None:
    told = line("%s: done, 100 %% of ñ", "clean", exc_info=None, extra=fields(stage="clean", kept=12))
    assert told == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "warning",
        "logger": "bioroberta.somewhere",
        "message": "clean: done, 100 % of ñ",
        "stage": "clean",
        "kept": 12,
    }


def test_a_traceback_stays_in_the_line() -> None:
    try:
        raise ValueError("no")
    except ValueError:
        told = line("failed", exc_info=sys.exc_info())
    assert str(told["traceback"]).endswith("ValueError: no")


def test_a_value_that_json_does_not_know_is_told_as_text() -> None:
    assert line("x", exc_info=None, extra=fields(path=ValueError("v")))["path"] == "v"
