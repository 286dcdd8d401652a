"""What all tests share: real data where it is present, one embedded Ray a session, silence of libraries."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# One thread a process: tests run beside Ray's workers on small machines.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def _folder(variable: str, default: str) -> Path:
    path = Path(os.environ.get(variable) or Path(__file__).parents[1] / default)
    if not path.is_dir():
        pytest.skip(f"{variable}: there is no {path}")
    return path


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The real public data; tests that need it skip where it is absent."""
    return _folder("BIOROBERTA_DATA", "../shared/data")


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The real public encoder; tests that need it skip where it is absent."""
    return _folder("BIOROBERTA_MODELS", "../shared/models")


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[None]:
    """One embedded Ray for all tests marked `ray`."""
    import ray

    ray.init(address="local", num_cpus=2, object_store_memory=300 << 20, log_to_driver=False)
    yield
    ray.shutdown()
