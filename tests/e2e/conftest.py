from __future__ import annotations

import pytest

from tests.e2e import driver


@pytest.fixture
def start(tmp_path):
    """Starts `bioroberta` with arguments; what a failed test leaves running is killed."""
    started = []

    def run(*arguments):
        started.append(driver.start(tmp_path / f"log-{len(started)}.txt", *arguments))
        return started[-1]

    yield run
    for one in started:
        one.kill()
