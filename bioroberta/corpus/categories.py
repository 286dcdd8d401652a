"""Which categories of an encyclopaedia a corpus takes: a pass over its dumps before the articles are read.

Articles name their own categories only, and the pages that join categories to a graph stand anywhere in the files.
The edges are committed a unit of files at a time, as shards are, so a killed pass goes on where it was. They stay below
`evidence/` beside the selection, `categories-CORPUS.json`: every title with its level.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from bioroberta.commit import markers, read_table
from bioroberta.corpus.config import CorpusSource, IngestConfig
from bioroberta.corpus.locations import Group, contents, locate
from bioroberta.corpus.readers.wiki_categories import category_levels, read_category_edges, selection_file
from bioroberta.corpus.records import Broken, Skipped
from bioroberta.corpus.streams import open_stream
from bioroberta.errors import InputError
from bioroberta.lock import PROGRESS
from bioroberta.schemas import Outcome, each_document, rows_to_table
from bioroberta.storage import Folder

if TYPE_CHECKING:  # the pure functions need no Ray
    from bioroberta.run import Run

log = logging.getLogger(__name__)

T = TypeVar("T", bound=tuple[Any, ...])

Edge = tuple[str, tuple[str, ...]]
"""A category and its parents."""

EDGE = pa.schema(
    [
        pa.field("category", pa.string(), nullable=False),
        pa.field("parents", pa.list_(pa.string()), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
    ]
)
"""`tokens`, which every committed table is counted by, are none."""

EDGES_IN_SHARD = 200_000


def select_categories(config: IngestConfig, groups: Sequence[Group], run: Run) -> IngestConfig:
    """The config with each source's `selection` filled in: where workers find its categories.

    Raises InputError for a category that is not in the dumps.
    """
    sources = tuple(_select(source, config, groups, run) if source.category else source for source in config.corpora)
    return config.model_copy(update={"corpora": sources})


def _select(source: CorpusSource, config: IngestConfig, groups: Sequence[Group], run: Run) -> CorpusSource:
    name = selection_file(source.name)
    if not run.folder.exists(name):
        own = [group for group in groups if group[0] == source.name]
        levels = _levels(source, _edges(own, config, replace(run, task=f"evidence/categories-{source.name}")))
        content = {"category": source.category, "depth": source.category_depth, "levels": levels}
        run.folder.write_bytes(name, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False).encode())
        log.info("%s: %d categories from %s on", source.name, len(levels), source.category)
    return source.model_copy(update={"selection": run.folder.uri})


def _levels(source: CorpusSource, edges: Iterator[Edge]) -> dict[str, int]:
    try:
        return category_levels(edges, source.category, source.category_depth)
    except InputError as error:
        raise InputError(f"corpus {source.name}: {error}; correct its category in the recipe") from None


def _edges(groups: Sequence[Group], config: IngestConfig, run: Run) -> Iterator[Edge]:
    """The edges of all files, in order. `run` is that of the pass: it commits to a folder of its own."""
    run.map_units(groups, partial(read_edges, config=config), EDGE)
    run.folder.delete(PROGRESS)
    for file in (file for marker in markers(run.folder) for file in marker.files):
        table = read_table(run.folder, file)
        yield from zip(table["category"].to_pylist(), map(tuple, table["parents"].to_pylist()), strict=True)


def read_edges(group: Group, config: IngestConfig) -> Iterator[Outcome]:
    """The edges in a group's files. What cannot be read is passed over: the reading of articles reports it."""
    corpus, paths = group
    source = next(source for source in config.corpora if source.name == corpus)
    folder = locate(source.path)[0]
    edges = (edge for path in paths for edge in _file_edges(folder, path, source))
    while table := list(itertools.islice(edges, EDGES_IN_SHARD)):
        rows = [{"category": title, "parents": list(parents), "tokens": 0} for title, parents in table]
        yield Outcome(rows_to_table(rows, EDGE))


def _file_edges(folder: Folder, path: str, source: CorpusSource) -> Iterator[Edge]:
    with folder.open(path) as file:
        for member, content in _until_broken(contents(file, path, source), path):
            if not isinstance(content, Broken | Skipped):
                edges = read_category_edges(open_stream(content, member), member, source)
                yield from _until_broken(edges, member)


def _until_broken(items: Iterator[T], path: str) -> Iterator[T]:
    """The items that come before an error, which is noted."""
    about = {"id": path, "corpus": "", "path": path}
    following = each_document(itertools.repeat(about), lambda _: next(items, None))
    for item in itertools.takewhile(bool, following):
        if isinstance(item, dict):
            log.warning("%s: what it says of categories from here on is not known: %s", path, item["message"])
        elif item is not None:
            yield item
