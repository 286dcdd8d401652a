r"""Annotated documents in brat's standoff format: `NAME.txt` and `NAME.ann` side by side.

Only text-bound annotations (T lines) carry spans here; notes, relations, events, attributes and equivalences are
counted and passed over. What cannot be read becomes a `Problem` with file and line: nothing is dropped silently and no
file stops a folder. Texts are decoded from bytes, never read in text mode, because universal newlines would turn
`\r\n` into `\n` and move every offset behind it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bioroberta.spans import Span
from bioroberta.storage import Folder

TEXT_BOUND = re.compile(r"T[^\t]*\t(\S+) ([0-9]{1,9}) ([0-9]{1,9})\t(.*)", re.DOTALL)
"""A T line with one range. Nine digits: longer ones are no offsets, and Python refuses to convert very long ones."""

DISCONTINUOUS = re.compile(r"T[^\t]*\t\S+ [0-9]+ [0-9]+(;[0-9]+ [0-9]+)+\t")
PASSED_OVER = re.compile(r"([#RAMEN])[0-9]*\t|(\*)\t")
"""Notes, relations, attributes, modifications (old name), events, normalisations, equivalences."""

LINE_BREAKS = str.maketrans("\n\r\t", "   ")
"""What the third column of a T line cannot contain is written as a space, so lengths stay."""


@dataclass(frozen=True)
class Problem:
    """A line or file that could not be used as it stands. `line` counts from 1; 0 is the whole file.

    The span of a "mismatch" (the stated text is not the text at the offsets) is kept: offsets decide, as in the
    official scorers. The spans of all other problems are not.
    """

    file: str
    line: int
    kind: str
    """malformed | discontinuous | mismatch | outside | encoding | unpaired"""
    reason: str


@dataclass(frozen=True)
class Document:
    """A text with its spans in file order. Offsets are code points into `text`."""

    name: str
    text: str
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """Annotations of other kinds by the first character of their id (`#` notes, `R` relations ...)."""


@dataclass(frozen=True)
class StatedSpan:
    """A span, the line it stands in and the text that the line states for it."""

    span: Span
    line: int
    text: str


@dataclass
class AnnotationFile:
    """One parsed `.ann` file, not yet compared with its text."""

    file: str
    stated: list[StatedSpan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans in file order."""
        return tuple(item.span for item in self.stated)

    def reject(self, line: int, kind: str, reason: str) -> None:
        """Note a problem of this file."""
        self.problems.append(Problem(self.file, line, kind, reason))


def read_brat(folder: Folder) -> list[Document]:
    """All documents of a brat folder and its subfolders, sorted by name (the relative path without suffix).

    A text without `.ann` has no spans (brat's own reading, listed as a problem); an `.ann` without text becomes a
    document with an empty text and one problem. Raises no error for the content of any file.
    """
    annotations = read_annotations(folder)
    texts = {_stem(file.path): file.path for file in folder.files("**/*.txt")}
    return [
        _document(name, annotations.get(name), *_read_text(folder, texts.get(name)))
        for name in sorted(texts.keys() | annotations.keys())
    ]


def read_annotations(folder: Folder) -> dict[str, AnnotationFile]:
    """The `.ann` files of a folder by document name, without their texts (a scorer needs offsets only)."""
    parsed = {}
    for file in folder.files("**/*.ann"):
        content, problem = _read_text(folder, file.path)
        parsed[_stem(file.path)] = parse_annotations(content, file.path)
        if problem:
            parsed[_stem(file.path)].reject(0, "encoding", problem)
    return parsed


def parse_annotations(content: str, file: str) -> AnnotationFile:
    """Parse the content of an `.ann` file; `file` names it in problems."""
    parsed = AnnotationFile(file)
    # Not splitlines(): a stated text may hold U+0085 or U+2028, which are no line ends here.
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            _parse_line(parsed, number, line.removesuffix("\r"))
    return parsed


def _parse_line(parsed: AnnotationFile, number: int, line: str) -> None:
    match = TEXT_BOUND.fullmatch(line)
    if match and int(match[2]) < int(match[3]):
        parsed.stated.append(StatedSpan(Span(int(match[2]), int(match[3]), match[1]), number, match[4]))
    elif match:
        parsed.reject(number, "malformed", f"the span {match[2]} {match[3]} is empty or reversed")
    elif DISCONTINUOUS.match(line):
        parsed.reject(number, "discontinuous", "a span in several pieces has no BIO tags and no exact-offset score")
    elif other := PASSED_OVER.match(line):
        parsed.passed_over[other[1] or other[2]] += 1
    else:
        parsed.reject(number, "malformed", "not 'ID<tab>LABEL START END<tab>TEXT' and no other kind of annotation")


def _document(name: str, annotations: AnnotationFile | None, text: str, text_problem: str) -> Document:
    parsed = annotations or AnnotationFile(f"{name}.ann")
    if annotations is None:
        parsed.reject(0, "unpaired", "the text has no annotation file, so it counts as one without spans")
    if text_problem:
        parsed.reject(0, "encoding", f"{text_problem}: {len(parsed.stated)} spans cannot be used")
        return Document(name, "", (), tuple(parsed.problems), parsed.passed_over)
    inside = tuple(item.span for item in parsed.stated if _fits(parsed, item, text))
    return Document(name, text, inside, tuple(parsed.problems), parsed.passed_over)


def _fits(parsed: AnnotationFile, item: StatedSpan, text: str) -> bool:
    """Whether the span lies inside the text; notes it when not, or when the stated text differs."""
    span = item.span
    if span.end > len(text):
        parsed.reject(item.line, "outside", f"the span ends at {span.end}, the text at {len(text)}")
        return False
    if item.text.translate(LINE_BREAKS) != text[span.start : span.end].translate(LINE_BREAKS):
        parsed.reject(
            item.line, "mismatch", f"the text at {span.start} {span.end} is not the text that the line states"
        )
    return True


def write_brat(folder: Folder, documents: Iterable[Document]) -> None:
    """Write `NAME.txt` and `NAME.ann` of each document; ids are T1, T2, ... in the order of its spans.

    Raises ValueError for a span that is empty or leaves its text, or a label that has white space.
    """
    for document in documents:
        folder.write_bytes(f"{document.name}.txt", document.text.encode("utf-8"))
        folder.write_bytes(f"{document.name}.ann", "".join(_lines(document)).encode("utf-8"))


def _lines(document: Document) -> Iterator[str]:
    for number, span in enumerate(document.spans, start=1):
        if not 0 <= span.start < span.end <= len(document.text) or not re.fullmatch(r"\S+", span.label):
            raise ValueError(f"{document.name}: {span} cannot be written over {len(document.text)} characters")
        covered = document.text[span.start : span.end].translate(LINE_BREAKS)
        yield f"T{number}\t{span.label} {span.start} {span.end}\t{covered}\n"


def without_labels(document: Document, labels: Iterable[str]) -> tuple[Span, ...]:
    """The spans of a document but for those with an ignored label."""
    ignored = set(labels)
    return tuple(span for span in document.spans if span.label not in ignored)


def _read_text(folder: Folder, path: str | None) -> tuple[str, str]:
    """The decoded file and an empty string, or an empty text and what is wrong with the file."""
    if path is None:
        return "", "there is no text file"
    try:
        return folder.read_text(path), ""
    except UnicodeDecodeError as error:
        return "", f"{path} is not UTF-8 at byte {error.start}"


def _stem(path: str) -> str:
    return path.rsplit(".", 1)[0]
