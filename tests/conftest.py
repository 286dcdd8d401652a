"""What all tests share: real data where it is present, one embedded Ray and one S3 server a session."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bioroberta.storage import Folder
from tests.web_server import Server, serving

# One thread a process: tests run beside Ray's workers on small machines.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Ray's workers inherit what stands here when it starts; real credentials never reach a test.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
)
# No test asserts how long something takes.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

BUCKETS = (f"bucket-{number}" for number in itertools.count())


def _folder(variable: str, default: str) -> Path:
    path = Path(os.environ.get(variable) or Path(__file__).parents[1] / default)
    if not path.is_dir():
        pytest.skip(f"{variable}: there is no {path}")
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In slow tests, what objects set off in their destructors is told and fails nothing.

    Those tests have whole clusters: what Ray leaves behind comes up when the collector finds it, in whichever test.
    """
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The real public data; tests that need it skip where it is absent."""
    return _folder("BIOROBERTA_DATA", "../shared/data")


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The real public encoder; tests that need it skip where it is absent."""
    return _folder("BIOROBERTA_MODELS", "../shared/models")


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on loopback that gives the answers it is told to."""
    with serving() as running:
        yield running


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """`main` configures the root logger for a process of its own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[None]:
    """One embedded Ray for all tests marked `ray`."""
    import ray

    ray.init(address="local", num_cpus=2, object_store_memory=300 << 20, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """`host:port` of an S3 server (moto) on loopback."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line a request
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield ":".join(map(str, server.get_host_and_port()))
    server.stop()


@pytest.fixture
def s3_folder(s3_server: str) -> Folder:
    """A folder in a fresh bucket."""
    import boto3

    bucket = next(BUCKETS)
    boto3.client("s3", endpoint_url=f"http://{s3_server}").create_bucket(Bucket=bucket)
    return Folder(f"s3://{bucket}/runs?endpoint_override={s3_server}&scheme=http")


@pytest.fixture
def no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run maps units here, one after another: the same results without Ray's processes."""
    from bioroberta.run import Run

    def serially(_: Run, pending: list[tuple[int, Any]], function: Callable[[int, Any], int], *_rest: Any) -> None:
        for number, unit in pending:
            function(number, unit)

    monkeypatch.setattr(Run, "_map", serially)
