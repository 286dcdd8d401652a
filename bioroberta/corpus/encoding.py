"""Bytes to text, and text repaired to one form that clinical notation survives.

Decoding: a byte order mark, else the declared encoding, else UTF-8, else the best of the legacy encodings that Spanish
files come in (windows-1252, DOS 850, Mac Roman), the one under which most characters are those of Spanish text
(charset-normalizer, restricted to the three, missed six of fourteen short clinical lines). What is mostly valid UTF-8
but damaged is refused rather than guessed at: a truncated or spliced file should be seen.

Repair: NFC, never NFKC, which turns 10⁶ into 106, ºC into oC and m² into m2.
"""

from __future__ import annotations

import re
import unicodedata

import ftfy

from bioroberta.errors import DocumentError

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
LEGACY = ("cp1252", "cp850", "mac_roman")
_SPANISH = re.compile("[áéíóúüñÁÉÍÓÚÜÑ¿¡ºª«»]")

FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
"""Only ftfy's decoding of mojibake; everything else it does by default changes sound text."""

# A lead byte of UTF-8 read as windows-1252 or Latin-1, followed by what a continuation byte reads as; or C1 controls.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŽžŸ"
_SUSPECT = re.compile(f"[ÂÃÄÅÎÏâã][{_CONTINUATION}]|[\x80-\x84\x86-\x9f]|ï»¿")
_TO_REPAIR = re.compile(
    f"[ÂÃÄÅÎÏâã][{_CONTINUATION}]|[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]|ï»¿"
)
"""Whatever one of the patterns below, or ftfy, would change: most text has none of it."""
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of the bytes, whose form is decided as the module says. Raises DocumentError when there is no decision."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding)
    if declared and (text := _try(data, declared)) is not None:
        return text
    if (text := _try(data, "utf-8")) is not None:
        return text
    _refuse_damaged(data)
    return _decode_strictly(data, _legacy_encoding(data))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):  # a name may hold a zero byte
        return None


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(f"not {encoding} at byte {error.start}") from None


def _refuse_damaged(data: bytes) -> None:
    """DocumentError for bytes that are binary or mostly valid UTF-8: not a file in a legacy encoding."""
    if b"\0" in data:
        raise DocumentError("binary: it holds zero bytes; if it is text, try encoding: utf-16-le")
    text = data.decode("utf-8", errors="surrogateescape")
    wrong = len(re.findall("[\udc80-\udcff]", text))
    right = len(re.findall("[\x80-\ud7ff\ue000-\U0010ffff]", text))
    if right >= wrong:
        raise DocumentError(f"damaged UTF-8: {wrong} of {wrong + right} characters beyond ASCII are not valid")


def _legacy_encoding(data: bytes) -> str:
    """The legacy encoding that reads most bytes as Spanish; of equals the first, which is by far the commonest."""
    return max(LEGACY, key=lambda encoding: len(_SPANISH.findall(data.decode(encoding, errors="ignore"))))


def repair(text: str) -> str:
    r"""The text in NFC without mojibake, control, zero-width and soft-hyphen characters; lines end in \n, spaces are
    plain. Repairing again changes nothing.
    """
    if not _TO_REPAIR.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    repaired = _repair_once(text)
    # What is removed can leave new neighbours that compose, or that read as mojibake; each further round shortens.
    while repaired != text:
        text, repaired = repaired, _repair_once(repaired)
    return repaired


def _repair_once(text: str) -> str:
    if _SUSPECT.search(text):
        text = "\n".join(_repair_mojibake(line) for line in text.split("\n"))
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text)


def _repair_mojibake(line: str) -> str:
    """By line, as its heuristics were made for: one badly decoded quotation does not speak for the page."""
    return ftfy.fix_encoding(line, config=FTFY) if _SUSPECT.search(line) else line
