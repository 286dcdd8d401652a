"""`bioroberta download NAME`: the published corpora that can be had, each into a folder of its own.

`SOURCE.json` in it says of every file that is there where it came from, with size, checksum, licence and time.
"""

from __future__ import annotations

import difflib
import logging
import re
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.lock import owned
from bioroberta.storage import Folder
from bioroberta.transfer import (
    Digests,
    RemoteFile,
    digests_of,
    fetch,
    get_json,
    part_of,
    read_json,
    require_room,
    shown,
    write_json,
)

log = logging.getLogger(__name__)

SITES = {"zenodo": "https://zenodo.org", "opus": "https://object.pouta.csc.fi", "temu": "https://temu.bsc.es"}
"""Where the records lie; `temu` is the text mining unit that made most of these corpora."""


@dataclass(frozen=True)
class Corpus:
    """A corpus that can be downloaded. `record` is a number on Zenodo, whose API lists the files, or a file's path."""

    about: str
    license: str
    site: str
    record: str


RECORDS = {
    "cowese": Corpus(
        "CoWeSe, the medical crawl of 2020: 3,000 Spanish health sites, cleaned; documents between empty lines, 4.5 GB",
        "CC-BY-4.0 (its paper)",
        "zenodo",
        "5513237",
    ),
    "scielo": Corpus(
        "what the model card of bsc-bio-es names for publications crawled from the Spanish SciELO server in 2017",
        "unknown",
        "zenodo",
        "2541681",
    ),
    "barr2": Corpus(
        "background set of the abbreviation task BARR2: sections of Spanish clinical case studies, plain text",
        "unknown",
        "temu",
        "/BARR2/downloads/background_set.raw_text.tar.bz2",
    ),
    "emea": Corpus(
        "documents of the European Medicines Agency, Spanish beside English, a line each (OPUS, EMEA v3, Moses files)",
        "unknown",
        "opus",
        "/OPUS-EMEA/v3/moses/en-es.txt.zip",
    ),
    "mespen": Corpus(
        "MeSpEn: health texts of IBECS, SciELO, PubMed and MedlinePlus in Spanish and English",
        "unknown",
        "zenodo",
        "3562536",
    ),
    "cantemist": Corpus(
        "CANTEMIST: cases of cancer with annotated tumour morphology (train, dev, test) and a background set",
        "CC-BY-4.0",
        "zenodo",
        "3978041",
    ),
    "pharmaconer": Corpus(
        "PharmaCoNER: clinical cases with annotated drugs and proteins (train, dev, test) and a background set",
        "CC-BY-4.0",
        "zenodo",
        "4270158",
    ),
}
"""Records and addresses are those of the model card of bsc-bio-es, but for two. Of CoWeSe the card names the record of
all versions, the first of which (4561971) holds a sample only; this is the one with `CoWeSe.txt`. Of EMEA it is where
the card's address leads. A licence that a record states itself stands before the one here."""

SOURCE = "SOURCE.json"

_FILE_NAME = re.compile(r"[^/\\\0.][^/\\\0]*")


def download(name: str, folder: Path, sites: Mapping[str, str] = SITES) -> None:
    """Fetch the files of a corpus into `folder/name`; those that are there and whole stay as they are.

    Raises ConfigError for an unknown name; InputError for a record that is gone and for a folder that cannot be one;
    RunError while another process fetches the same, for a full disk, for a file that is not what its record says (it is
    removed), and for a server that stays silent or busy: started again it goes on. A folder
    into which nothing came is not left.
    """
    corpus = find(name)
    place = folder / name
    try:
        _fetch_into(place, corpus, sites[corpus.site])
    finally:
        with suppress(OSError):  # it holds something
            place.rmdir()


def _fetch_into(place: Path, corpus: Corpus, site: str) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with owned(Folder(str(place))):
            _fetch_missing(corpus, place, site)
    except RunError as error:
        if "no connection" in str(error) and not urllib.request.getproxies():
            raise RunError(f"{error}. Where only a proxy leads to the web, name it in HTTPS_PROXY") from error
        raise
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{place} is, or lies below, a file; name another folder") from None
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror or error}") from error


def find(name: str) -> Corpus:
    """The corpus of this name. Raises ConfigError with the nearest one."""
    if name not in RECORDS:
        nearest = difflib.get_close_matches(name, RECORDS, n=1, cutoff=0.0)[0]
        raise ConfigError(
            f"there is no corpus '{name}' to download; do you mean '{nearest}'? All: {', '.join(RECORDS)}"
        )
    return RECORDS[name]


def describe() -> str:
    """The corpora that can be downloaded, a line each."""
    width = max(map(len, RECORDS))
    return "\n".join(f"{name:{width}}  {corpus.about}; licence: {corpus.license}" for name, corpus in RECORDS.items())


def _fetch_missing(corpus: Corpus, place: Path, site: str) -> None:
    facts, files = _listing(corpus, site)
    noted = {each["name"]: each for each in read_json(place / SOURCE).get("files", ())}
    entries = {file.name: entry for file in files if (entry := _entry_of_whole(file, place, noted.get(file.name, {})))}
    missing = [file for file in files if file.name not in entries]
    _require_room(missing, place)
    for file in missing:
        entries[file.name] = _fetch(file, place)
        _write_source(place, facts, entries)
    _write_source(place, facts, entries)


def _write_source(place: Path, facts: Mapping[str, str], entries: Mapping[str, Mapping[str, Any]]) -> None:
    write_json(place / SOURCE, {**facts, "files": [entries[name] for name in sorted(entries)]})


def _listing(corpus: Corpus, site: str) -> tuple[dict[str, str], list[RemoteFile]]:
    """What SOURCE.json says of the record, and its files."""
    facts = {"about": corpus.about, "license": corpus.license, "record": corpus.record}
    if corpus.site != "zenodo":
        url = site + corpus.record
        return {**facts, "url": url}, [RemoteFile(url.rpartition("/")[2], url)]
    page = f"{site}/records/{corpus.record}"
    answer = get_json(f"{site}/api/records/{corpus.record}")
    try:
        license_ = answer["metadata"].get("license", {}).get("id", corpus.license)
        files = [_remote_file(file) for file in answer.get("files", ())]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{page}: its description is not understood ({type(error).__name__}: {error})") from None
    if not files:
        raise InputError(f"{page} shows no files: it is restricted, or was withdrawn")
    return {**facts, "license": license_, "url": page}, files


def _remote_file(file: Mapping[str, Any]) -> RemoteFile:
    """A file as Zenodo's API tells it. Raises KeyError, TypeError or ValueError for anything else."""
    name, (algorithm, _, digest) = str(file["key"]), str(file["checksum"]).partition(":")
    if not _FILE_NAME.fullmatch(name) or algorithm != "md5":
        raise ValueError(f"file {name!r} with checksum {algorithm!r}")
    return RemoteFile(name, str(file["links"]["self"]), int(file["size"]), digest.lower())


def _entry_of_whole(file: RemoteFile, place: Path, noted: Mapping[str, Any]) -> dict[str, Any] | None:
    """The entry of a file that is there whole: by its record's checksum or, where it has none, its first download's."""
    path = place / file.name
    if not path.is_file() or path.stat().st_size != (file.size if file.md5 else noted.get("size")):
        return None
    digests = digests_of(path)
    if (digests.md5 != file.md5) if file.md5 else (digests.sha256 != noted.get("sha256")):
        log.info("%s has changed since it was downloaded", path)
        return None
    log.info("%s is there and whole", path)
    return _entry(file, path, digests, str(noted.get("downloaded") or _now()))


def _fetch(file: RemoteFile, place: Path) -> dict[str, Any]:
    log.info("%s from %s", file.name, file.url)
    digests = fetch(file, place)
    log.info("%s is whole: %s", file.name, shown((place / file.name).stat().st_size))
    return _entry(file, place / file.name, digests, _now())


def _entry(file: RemoteFile, path: Path, digests: Digests, when: str) -> dict[str, Any]:
    """What SOURCE.json says of a file; `checksum` is the record's own, if it has one."""
    checksum = f"md5:{file.md5}" if file.md5 else f"sha256:{digests.sha256}"
    known = {"name": file.name, "url": file.url, "size": path.stat().st_size, "checksum": checksum}
    return {**known, "sha256": digests.sha256, "downloaded": when}


def _require_room(missing: list[RemoteFile], place: Path) -> None:
    there = [part.stat().st_size for file in missing if (part := part_of(file, place)).exists()]
    require_room(place, sum(file.size or 0 for file in missing) - sum(there))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
