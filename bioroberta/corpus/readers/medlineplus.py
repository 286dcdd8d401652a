"""Health topics of MedlinePlus, the source of the published corpus's `mespen_Medline`."""

from __future__ import annotations

import re

from lxml import etree

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import iso_date
from bioroberta.corpus.readers.escaped import unescaped
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.readers.markup import Layout, paragraphs
from bioroberta.corpus.records import RawDocument, Record, Skipped

TOPIC = "health-topic"
LANGUAGES = {"English": "en", "Spanish": "es"}

_PLAIN = Layout(blocks=frozenset("p li h2 h3 h4".split()), dropped=frozenset())
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


def health_topic(record: int, topic: etree._Element, source: CorpusSource) -> Record:
    """Title and summary, which is HTML, escaped; about the topic's links, groups and other names nothing is kept."""
    stated = topic.get("language") or ""
    if not matches(LANGUAGES.get(stated, stated), source.language):
        return Skipped(record, "language")
    summary = topic.find("{*}full-summary")
    texts = unescaped(paragraphs(summary, _PLAIN)) if summary is not None else []
    if not texts:
        return Skipped(record, "empty")
    title, url = " ".join((topic.get("title") or "").split()), topic.get("url")
    created = _DATE.fullmatch(topic.get("date-created") or "")  # 12/22/2015: the month first
    date = iso_date(created[3], created[1], created[2]) if created else None
    return RawDocument(record, "\n\n".join([title, *texts] if title else texts), title or None, url or None, date=date)
