"""The samples that several modules look at: as shipped, and a grown one of two parts."""

from pathlib import Path

import pytest

import bioroberta.sample
from bioroberta.sample.generator import write_sample
from tests.sample.road import Road, Row, travel, truth

Travelled = tuple[list[Row], Road]

SIZE, SEED = 3_000_000, 7


@pytest.fixture(scope="session")
def grown_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown")
    write_sample(folder, SEED, SIZE, workers=1)
    return folder


@pytest.fixture(scope="session")
def shipped() -> Travelled:
    folder = Path(bioroberta.sample.__file__).parent / "data"
    return truth(folder), travel(folder)


@pytest.fixture(scope="session")
def grown(grown_sample: Path) -> Travelled:
    return truth(grown_sample), travel(grown_sample)
