"""Configuration of the stages `ingest` and `clean`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

import pydantic

from bioroberta.config import Config, FilledIn, Location, Unidentified

Format = Literal[
    "warc",
    "crawl_json",
    "text",
    "text_blocks",
    "brat",
    "jats",
    "pubmed",
    "cnxml",
    "xml",
    "mediawiki",
    "wikiextractor",
    "google_patents",
    "moses",
    "tmx",
    "pdf",
    "csv",
    "jsonl",
    "parquet",
]

PATTERNS: dict[Format, str] = {
    "warc": "**/*.warc",
    "crawl_json": "**/*.json*",
    "text": "**/*.txt",
    "text_blocks": "**/*.txt",
    "brat": "**/*.txt",
    "jats": "**/*.xml",
    "xml": "**/*.xml",
    "mediawiki": "**/*.xml",
    "wikiextractor": "**/wiki_*",
    "google_patents": "**/*.json*",
    "moses": "**/*.{language}",
    "tmx": "**/*.tmx",
    "pubmed": "**/*.xml",
    "cnxml": "**/*.cnxml",
    "pdf": "**/*.pdf",
    "csv": "**/*.[ct]sv",
    "jsonl": "**/*.json*",
    "parquet": "**/*.parquet",
}
"""Files of a format, without the suffix of a compression (`.gz`, `.bz2`, `.xz`, `.zst`), which may follow."""

CRAWLED: frozenset[Format] = frozenset(("warc", "crawl_json"))
"""Formats of web pages."""

MEDICAL_CODES = ("A61B", "A61C", "A61F", "A61H", "A61K", "A61L", "A61M", "A61P")
"""IPC/CPC subclasses of the published corpus's patents (model card of bsc-bio-es)."""


class Fields(Config):
    """Where a record of `csv`, `jsonl`, `parquet` or `xml` has what: columns by name, keys (`meta.title` leads into
    nested ones), element paths below the document's element (`front/title`, `@id`).
    """

    document: str = ""
    """`xml`: local name of the element that is a document, such as `case`."""
    text: Annotated[tuple[str, ...], pydantic.Field(min_length=1)] = ("text",)
    """Its parts in order; those that are empty are passed over, the others joined by a blank line."""
    title: str = ""
    """Empty: none; so with the next three."""
    url: str = ""
    """The document's address."""
    date: str = ""
    """When it was published, in any of the usual forms that begin with the year."""
    language: str = ""
    """The language that a record states; others than the source's are left out."""


class CorpusSource(Config):
    """One raw corpus: where its files are, their format, and what is known of it."""

    name: Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    """Stands first in the id of every document."""
    format: Format
    """Which reader takes its files."""
    path: Location
    """Folder, file, archive (`.zip`, `.tar`, `.tar.gz` ...) or glob of them, on a disk or in an object store; or a
    file or archive behind `https://`. Archives in a folder are read too."""
    pattern: str = ""
    """Glob on paths below `path`, compression suffix optional; empty: the format's own, and all archives. Where `path`
    names files itself: on names in its archives."""
    license: str = "unknown"
    """SPDX name or the source's own words; goes with every document."""
    language: str = "es"
    """Hint for documents that do not state theirs, and the language chosen where a source holds several: a code such as
    `es` takes its regional variants too, `es-419` only itself. For Moses files it is also the suffix of the side."""
    encoding: str | None = None
    """Declared encoding of text that does not declare its own; none: UTF-8, else detected."""
    fields: Fields = Fields()
    """Where a record of a table or of XML has its text, title, address, date and language."""
    delimiter: Annotated[str, pydantic.StringConstraints(max_length=1)] = ""
    """`csv`: what separates columns; empty: that of `,`, `;`, tab and `|` which the first line has most of."""
    category: str = ""
    """`mediawiki`: only articles in this category or one below it, such as `Ciencias_de_la_vida`; empty: all."""
    category_depth: pydantic.NonNegativeInt = 5
    """Levels of categories below `category` that count (model card of bsc-bio-es: up to 5)."""
    selection: Annotated[str, FilledIn(), Unidentified()] = ""
    """Folder of the run in which ingest wrote which categories these are."""
    codes: tuple[str, ...] = MEDICAL_CODES
    """Patents: IPC or CPC codes of which a document must have one, by their beginning."""
    lines_per_document: pydantic.PositiveInt = 200
    """Parallel text (Moses, TMX) without document boundaries: lines to a document. About the length of an EMEA leaflet;
    long enough for context, short enough that a bad stretch does not take much with it. Our choice."""
    max_record_bytes: pydantic.PositiveInt = 64 << 20
    """A larger record (page, article, line, text file) goes to `failed/`: it would not fit a worker's memory many times
    over. The largest text of the novels corpus has 2 MB."""

    crawled: Annotated[bool | None, Unidentified()] = None
    """Whether its texts are web pages, with menus, notices and error pages around and between them: `clean` looks for
    those only there. None: yes for `warc` and `crawl_json`."""

    may_be_empty: Annotated[bool, Unidentified()] = False
    """Whether the run goes on when nothing of it passes ingest or clean: text in other languages, as a control."""

    samples: Annotated[bool, Unidentified()] = True
    """Whether `bioroberta report` may show pieces of its text."""

    @pydantic.field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str | None) -> str | None:
        if encoding is not None:
            try:
                "a".encode(encoding)
            except LookupError:
                raise ValueError(f"Python knows no encoding of text {encoding!r}; write for example cp1252") from None
        return encoding

    def is_crawled(self) -> bool:
        """Whether its texts are web pages."""
        return self.format in CRAWLED if self.crawled is None else self.crawled

    def file_pattern(self) -> str:
        """The glob that selects this corpus's files."""
        return self.pattern or PATTERNS[self.format].replace("{language}", self.language)


class IngestConfig(Config):
    """Stage `ingest`: raw files to documents."""

    corpora: Annotated[tuple[CorpusSource, ...], pydantic.Field(min_length=1)]
    """In rank order: of two equal documents the one from the earlier corpus survives deduplication."""
    shard_bytes: pydantic.PositiveInt = 16 << 20
    """Text in a shard, UTF-8. A shard is what is lost when a worker dies: 16 MiB is about eight seconds of cleaning."""
    group_bytes: pydantic.PositiveInt = 64 << 20
    """Files read as one unit of work, as stored. A larger file is a unit of its own and still writes many shards."""
    max_failed_share: Annotated[float, pydantic.Field(ge=0, le=1), Unidentified()] = 0.5
    """The stage fails when a larger share of a corpus's records is unreadable: the format or path is then wrong."""

    @pydantic.model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [source.name for source in self.corpora]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"corpus name used twice: {', '.join(twice)}; document ids begin with it, so rename one")
        return self


Share = Annotated[float, pydantic.Field(ge=0, le=1)]
Preset = Literal["clinical", "bsc-compat"]
PersonalData = Literal["email", "url", "phone", "id"]


class CleanConfig(Config):
    """Stage `clean`: documents to repaired text with the spans of its well-formed sentences.

    From `min_letters` on the rules are for corpora of pages (`crawled`). Of these only `max_word`, `max_code_marks`,
    `max_other_script_share`, `max_broken` and `max_boilerplate` are for all others as well; of code and notices there
    goes only what is unmistakable.

    Thresholds are set on gold clinical sentences (reference: SPACCC sentence splitter corpus), of which the
    predecessor's web thresholds drop 6%: laboratory values, doses and TNM stages are mostly digits and signs.
    """

    preset: Preset = "clinical"
    """`bsc-compat` puts the predecessor's sentence rules and thresholds in the place of all that stand below, but for
    `languages` and `min_tokens`: for comparison."""
    mask: tuple[PersonalData, ...] = ()
    """Kinds of personal data that are replaced by placeholders before anything else: e-mail addresses, URLs, Spanish
    telephone numbers and identity numbers (DNI, NIE). Names are not found."""
    languages: Annotated[tuple[str, ...], pydantic.Field(min_length=1)] = ("es",)
    """ISO 639-1 codes that stay."""
    min_language_share: Share = 0.2
    """Share of a document's characters in sentences of `languages` below which all of it goes. A foreign article with a
    Spanish abstract stays, with the abstract only. Our choice."""
    foreign_confidence: Share = 0.5
    """Probability of another language (`language.detect`) at which a sentence goes. Of the gold clinical sentences 1.7%
    are not top-1 Spanish to fastText alone, nearly all with less."""
    sure_share: Share = 0.9
    """Share of a document in `languages` from which `sure_confidence` stands for `foreign_confidence`."""
    sure_confidence: Share = 0.9
    """In a document that is Spanish otherwise a sentence in doubt is Spanish too: lists of values (`TA 113/70 mmHg, FC
    122 lpm`) have hardly a word to go by."""
    min_language_letters: pydantic.NonNegativeInt = 40
    """Sentences with fewer letters are not judged by themselves but go with their document: fastText guesses there (of
    the gold clinical sentences that it gives to another language, two thirds are shorter)."""
    min_document_letters: pydantic.NonNegativeInt = 10
    """A document without a sentence that could be judged is judged as a whole from so many letters on. Our choice: of
    1,206 short clinical sentences standing alone 26 are then lost, and half as many foreign lines kept. What is not
    `crawled` goes only by the small words of another language where it is shorter than `min_language_letters`."""
    min_tokens: pydantic.PositiveInt = 3
    """A document with fewer kept words goes. Shorter than the predecessor's 40 characters: headings of cases count."""
    min_letters: pydantic.NonNegativeInt = 1
    """A sentence needs a letter: page numbers, rulers and rows of figures have none."""
    min_letter_share: Share = 0.10
    """Letters among a sentence's visible characters. `TA 120/80` has 0.25; the predecessor asks for 0.70 to 0.90."""
    max_symbol_share: Share = 0.10
    """Signs of code and tables (braces, pipes, equals...) among visible characters, from `min_symbols` on."""
    min_symbols: pydantic.PositiveInt = 5
    """Fewer such signs are never held against a sentence: `p<0,001; OR=2,3 [1,1-4,8]`."""
    max_code_marks: pydantic.NonNegativeInt = 0
    """Unmistakable pieces of program or page source (`function (`, `</div>`, `{ color:`) in a sentence."""
    max_repeat: pydantic.PositiveInt = 20
    """Longest run of one character (dot leaders, rulers)."""
    max_word: pydantic.PositiveInt = 100
    """Longest word without punctuation: base64 and hashes. IUPAC names are broken up by hyphens and commas."""
    max_other_script_share: Share = 0.3
    """Letters that are neither Latin nor Greek."""
    max_broken: pydantic.NonNegativeInt = 0
    """Replacement characters and mojibake that repair could not undo."""
    max_leaders: pydantic.NonNegativeInt = 5
    """Points of a dotted line with spaces between: tables of contents."""
    max_table_cells: pydantic.NonNegativeInt = 1
    """Cells of a sentence that is a row or a head of a table: figures, statistics (`Media DE p`), names of columns."""
    max_truncated: pydantic.NonNegativeInt = 0
    """Marks of a text that goes on elsewhere: `[+]`, `(sigue)`, several lines in a row that end in points."""
    max_line_share: Share = 0.6
    """Share of a line's characters that went from which the rest of the line goes with them."""
    min_vowel_share: Share = 0.25
    """Vowels among the letters of a sentence of 60 or more; Spanish has 0.45. The letters of a font that a PDF does not
    decode have fewer."""
    max_scrap_share: Share = 0.5
    """Single characters among the pieces, or signs among the characters, of a sentence without a word of three letters:
    what a scanner makes of rulers and stains. `TA 120/80, FC 72` has none and a sixth."""
    max_menu_items: pydantic.NonNegativeInt = 1
    """Items of a bar or a trail (`Inicio | Noticias | Contacto`), or lines of a menu."""
    max_controls: pydantic.NonNegativeInt = 0
    """Buttons, counters and running heads in a short sentence (`Leer más`, `Página 3 de 12`)."""
    max_boilerplate: pydantic.NonNegativeInt = 0
    """Notices (cookies, rights, errors, imprints) in a sentence of up to `boilerplate_words` words."""
    boilerplate_words: pydantic.PositiveInt = 40
    """Longer sentences that mention such a phrase are prose about it."""
    max_copies: pydantic.PositiveInt = 2
    """A sentence of a document stays as often as this; more are running heads, forms, or a page that was stored twice.
    Our choice. Repetition over documents is deduplication's."""
    min_copied_words: pydantic.PositiveInt = 4
    """Shorter sentences may come again without end: headings, `Sin interés.`"""
    crawled: Annotated[tuple[str, ...], FilledIn()] = ()
    """Names of the corpora with `crawled`, filled in from `ingest.corpora`. Of all others a sentence goes only for its
    language, for what no note has (unmistakable code and notices), or because it was lost to a wrong decoding."""
    corpora: Annotated[tuple[str, ...], FilledIn(), Unidentified()] = ()
    """Names of the corpora of which something must be left, filled in from `ingest.corpora`."""
    max_failed_share: Annotated[Share, Unidentified()] = 0.01
    """The stage fails when more of the documents raise errors: cleaning has no reason to."""
