"""Stage `ingest`: files of every source format to documents with ids, licences and boundaries."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bioroberta.corpus import withdrawn
from bioroberta.corpus.archives import Content
from bioroberta.corpus.categories import select_categories
from bioroberta.corpus.config import CorpusSource, IngestConfig
from bioroberta.corpus.locations import Group, contents, locate, sort_out
from bioroberta.corpus.losses import refuse_empty, refuse_failures
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.sources import read_records
from bioroberta.corpus.unread import unread
from bioroberta.schemas import DOCUMENT, FAILED, REJECTED, Outcome, document_id, each_document, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import count_tokens

if TYPE_CHECKING:  # the pure functions need no Ray
    from bioroberta.run import Run

log = logging.getLogger(__name__)

_SURROGATE = re.compile("[\ud800-\udfff]")

ROW_BYTES = 100
"""What a row takes beside its text, about: an archive of skipped records must fill shards too."""


def ingest(config: IngestConfig, run: Run) -> None:
    """Read every corpus but for withdrawn documents. Raises InputError for one without files, before anything is read;
    RunError for one that mostly failed, or of which nothing was kept, or for a withdrawn document that is not there.
    """
    groups = group_files(config)
    config = select_categories(config, groups, run)
    ids = withdrawn.read_ids(run.root)
    work = partial(read_group, config=config, gone=ids)
    counts = run.map_units(groups, work, DOCUMENT, withdrawn.group_digests(groups, ids))
    withdrawn.refuse_unmet(run.folder, ids, run.root)
    refuse_failures(run.stage, counts, config.max_failed_share, run.folder)
    refuse_empty(run.stage, counts, [source.name for source in config.corpora if not source.may_be_empty])


def group_files(config: IngestConfig) -> list[Group]:
    """All files in order of (corpus rank, relative path), in groups of up to `group_bytes` within a corpus.

    What lies beside them and no corpus reads is logged.
    """
    groups: list[Group] = []
    found = {source.name: sort_out(source) for source in config.corpora}
    for line in unread(config.corpora, found):
        log.info("%s", line)
    for source in config.corpora:
        names: list[str] = []
        size = 0
        for file in found[source.name][0]:
            if names and size + file.size > config.group_bytes:
                groups.append((source.name, tuple(names)))
                names, size = [], 0
            names.append(file.path)
            size += file.size
        groups.append((source.name, tuple(names)))
    return groups


def read_group(group: Group, config: IngestConfig, gone: frozenset[str] = frozenset()) -> Iterator[Outcome]:
    """The records of a group's files, as outcomes of about `shard_bytes` of text each. Of the documents `gone` there is
    a row without text; the others stand in the same outcomes as with them.
    """
    corpus, paths = group
    source = next(source for source in config.corpora if source.name == corpus)
    folder, rows = locate(source.path)[0], _Rows(gone)
    for path in paths:
        for row in _read_file(folder, path, source):
            rows.add(row)
            if rows.bytes >= config.shard_bytes:
                yield rows.outcome()
                rows = _Rows(gone)
    if rows.bytes:
        yield rows.outcome()


def _read_file(folder: Folder, path: str, source: CorpusSource) -> Iterator[dict[str, Any]]:
    """A row of DOCUMENT, REJECTED or FAILED for each record of a file, or of each member of an archive.

    What an archive sets off unforeseen ends it with a row of FAILED, not the corpus.
    """
    with folder.open(path) as file:
        opened = contents(file, path, source)
        following = each_document(itertools.repeat(_about(path, source)), lambda _: next(opened, None))
        for item in itertools.takewhile(bool, following):
            if isinstance(item, tuple):
                yield from _read_rows(*item, source)
            elif item:
                yield item


def _read_rows(path: str, content: Content, source: CorpusSource) -> Iterator[dict[str, Any]]:
    """The rows of a file's records.

    A reader that fails unforeseen yields a row of FAILED and ends the file, not the corpus.
    """
    records: Iterator[Record]
    records = iter([content]) if isinstance(content, Broken | Skipped) else read_records(content, path, source)
    following = partial(_next_row, records, source)
    yield from itertools.takewhile(bool, each_document(itertools.repeat(_about(path, source)), following))


def _about(path: str, source: CorpusSource) -> dict[str, str]:
    return {"id": f"{source.name}/{path}", "corpus": source.name, "path": path}


def _next_row(records: Iterator[Record], source: CorpusSource, about: dict[str, str]) -> dict[str, Any]:
    """The row of the next record; empty at the end."""
    item = next(records, None)
    if item is None:
        return {}
    if isinstance(item, RawDocument) and not _is_text(item):
        item = Broken(item.record, "surrogate", "half of a surrogate pair, which is no character")
    row = {**about, "id": document_id(source.name, about["path"], item.record)}
    if isinstance(item, Broken):
        return {**row, "error": item.reason, "message": item.message}
    if isinstance(item, Skipped):
        del row["path"]
        return {**row, "unit": "document", "rule": item.rule, "value": item.value, "threshold": item.threshold}
    return {**row, **_content(item, source)}


def _is_text(document: RawDocument) -> bool:
    """JSON can spell halves of surrogate pairs; they are no text, and Arrow refuses them."""
    texts = (document.text, document.title, document.url)
    return not any(text and not text.isascii() and _SURROGATE.search(text) for text in texts)


def _content(document: RawDocument, source: CorpusSource) -> dict[str, Any]:
    return {
        "record": document.record,
        "title": document.title,
        "url": document.url,
        "date": document.date,
        "license": source.license,
        "language": document.language or source.language,
        "text": document.text,
        "tokens": count_tokens(document.text),
        "bytes": len(document.text.encode()),
    }


_NO_TEXT = {"start": 0, "end": 0, "tokens": 0}


@dataclass
class _Rows:
    """Rows of an outcome in the making; `bytes` counts text, and a little for every row."""

    gone: frozenset[str]
    data: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    bytes: int = 0

    def add(self, row: dict[str, Any]) -> None:
        self.bytes += ROW_BYTES + len(row.get("text", "").encode())
        if "error" in row:
            self.failed.append(row)
        elif "rule" in row:
            self.rejected.append({**row, **_NO_TEXT})
        elif row["id"] in self.gone:
            about = {"id": row["id"], "corpus": row["corpus"], "unit": "document", "rule": withdrawn.RULE}
            self.rejected.append({**about, "value": 0.0, "threshold": 0.0, **_NO_TEXT})
        else:
            self.data.append(row)

    def outcome(self) -> Outcome:
        return Outcome(
            rows_to_table(self.data, DOCUMENT),
            rows_to_table(self.rejected, REJECTED),
            rows_to_table(self.failed, FAILED),
        )
