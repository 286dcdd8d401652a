"""The corpora of plain text files: `clinical_cases` and `barr2`."""

import random
from collections.abc import Callable
from functools import partial

from bioroberta.sample import planted
from bioroberta.sample.contents import COUNTS, case, case_text, copied, laid_out, repeated_sentence
from bioroberta.sample.part import Copy, Part, Shelf, copies
from bioroberta.sample.planted import Changed
from bioroberta.sample.truth import Place, Row, containment, repetition

COPIED_CASES = 5
"""Copies that a numbered part plants in `clinical_cases`, beside the ten or so that the shipped sample has, too."""
COPIED_SECTIONS = 4
"""Copies within `barr2`."""
COPIED_BETWEEN = 3
"""Copies of clinical cases in `barr2`."""

Change = Callable[[str], Changed]


def case_place(part: Part, index: int) -> Place:
    """Where the case at an index of `clinical_cases` lies."""
    return Place("clinical_cases", part.path(f"caso-{index + 1:04d}.txt"))


def clinical_cases(part: Part) -> Shelf:
    """A text file a case."""
    shelf = Shelf(part, "clinical_cases")
    for index in range(COUNTS["clinical_cases"]):
        place = shelf.add(f"caso-{index + 1:04d}.txt", case_text(part, index))
        if sentence := repeated_sentence(part, "clinical_cases", index):
            shelf.plant_pieces("repeated_sentence", place, [sentence], "removed")
    headings = (section.heading for section in case(part, "clinical_cases", 9).sections)
    shelf.plant_pieces("heading", case_place(part, 9), headings, "kept")
    rng = part.rng("clinical_cases", "planted")
    _plant_copies(shelf, rng)
    _plant_ill_formed(shelf, rng)
    _plant_foreign(shelf, rng)
    _plant_templates(shelf)
    _plant_damage(shelf)
    _plant_evaluation(shelf)
    for number, index in enumerate(copied("clinical_cases")[3:5], start=171) if part.number is not None else ():
        _plant_quotation(shelf, number, index)
    for copy in copies(part, "clinical_cases", COPIED_CASES, copied("clinical_cases")[1:]):
        _plant_copy(shelf, f"caso-{201 + copy.number:04d}.txt", copy)
    return shelf


def _plant_copies(shelf: Shelf, rng: random.Random) -> None:
    """Repetitions of the first eight cases: the kind, the change, and what is put into the text, if anything."""
    kinds: tuple[tuple[str, Change, str], ...] = (
        ("exact_duplicate", lambda text: Changed(text, ()), ""),
        ("near_duplicate", lambda text: Changed(planted.with_header(rng, text), ()), ""),
        ("near_duplicate", lambda text: Changed(planted.with_header(rng, text), ()), ""),
        ("near_duplicate", lambda text: Changed(planted.with_edits(rng, text), ()), ""),
        ("near_duplicate", partial(planted.with_foreign_paragraph, rng, language="en"), "foreign_paragraph"),
        ("near_duplicate", partial(planted.with_foreign_paragraph, rng, language="pt"), "foreign_paragraph"),
        ("near_duplicate", partial(planted.with_foreign_sentence, rng, language="ca"), "foreign_sentence"),
        ("mojibake_duplicate", lambda text: Changed(planted.mojibake(text), ()), ""),
    )
    for index, (kind, change, piece) in enumerate(kinds):
        # In a numbered part what has foreign text repeats nothing: which of two is longer would hang on the cleaning.
        alone = bool(piece) and shelf.part.number is not None
        original = case_text(shelf.part, 180 + index if alone else index)
        changed = change(original)
        place = shelf.add(f"caso-{101 + index:04d}.txt", changed.text)
        shelf.plant_pieces(piece, place, changed.pieces)
        if not alone:
            mended = original if piece or kind == "mojibake_duplicate" else changed.text
            shelf.plant(repetition(kind, (case_place(shelf.part, index), original), (place, mended)))


def _plant_ill_formed(shelf: Shelf, rng: random.Random) -> None:
    """Cases with lines that are no sentences. They stand for their documents: their clean form is nowhere else."""
    kinds: tuple[tuple[str, Change], ...] = (
        ("menu", planted.with_menu),
        ("code", planted.with_code),
        ("table_debris", partial(planted.with_table_debris, rng)),
        ("repeated_character", planted.with_repeated_characters),
    )
    for number, (kind, change) in enumerate(kinds, start=111):
        changed = change(case_text(shelf.part, number))
        shelf.plant_pieces(kind, shelf.add(f"caso-{number:04d}.txt", changed.text), changed.pieces)
    changed = planted.with_repeated_sentence(case_text(shelf.part, 115))
    place = shelf.add("caso-0115.txt", changed.text)
    assert place.id is not None
    shelf.plant(Row("repeated_in_document", place, "removed", (place.id,), text=changed.pieces[0]))
    text = case_text(shelf.part, 116)
    spoilt, line = planted.mojibake_line(text)
    place = shelf.add("caso-0116.txt", planted.mojibake(text))
    shelf.plant(Row("mojibake", place, "repaired", text=spoilt, becomes=line))


def _plant_foreign(shelf: Shelf, rng: random.Random) -> None:
    for number, language in enumerate(("en", "ca", "pt"), start=121):
        place = shelf.add(f"caso-{number:04d}.txt", planted.foreign_document(rng, language))
        shelf.plant(Row("foreign_document", place, "rejected"))


def _plant_templates(shelf: Shelf) -> None:
    """Form letters; in a numbered part every second one has a longer frame."""
    part = shelf.part
    names = ("certificado",) if part.number is None else ("certificado", "consentimiento")
    for number in range(131, 137):
        name = names[number % len(names)]
        text, other = (
            planted.templated(part.rng("template", place), name, part.number is not None)
            for place in (number, 131 + (number - 131 + len(names)) % 6)
        )
        place = shelf.add(f"caso-{number:04d}.txt", text)
        shelf.plant(Row("template", place, "kept", containment=containment(text, other)))


def _plant_damage(shelf: Shelf) -> None:
    part = shelf.part
    shelf.add("caso-0141.txt", planted.invalid_utf8(case_text(part, 141)))
    shelf.plant(Row("invalid_utf8", shelf.place("caso-0141.txt", None), "failed"))
    shelf.plant(Row("cut_text", shelf.add("caso-0142.txt", planted.cut(case_text(part, 142))), "kept"))
    shelf.add("caso-0143.txt", b"")
    shelf.plant(Row("empty_file", shelf.place("caso-0143.txt", None), "rejected"))


def _plant_evaluation(shelf: Shelf) -> None:
    part = shelf.part
    leaked = planted.evaluation_text(part.seed, "pharmaconer", part.turn(3))
    place = shelf.add(f"{leaked.stem}.txt", leaked.text)
    shelf.plant(Row("evaluation_named", place, "removed", (leaked.path,), containment=1.0))
    leaked = planted.evaluation_text(part.seed, "cantemist", part.turn(5))
    text = planted.with_header(part.rng("leak"), leaked.text)
    place, share = shelf.add("caso-0151.txt", text), containment(text, leaked.text)
    shelf.plant(Row("evaluation_with_header", place, "removed", (leaked.path,), containment=share))
    if part.number is not None:
        leaked = planted.evaluation_text(part.seed, "pharmaconer", part.turn(9))
        text = planted.with_edits(part.rng("leak", "edits"), leaked.text)
        place, share = shelf.add(f"{leaked.stem}.txt", text), containment(text, leaked.text)
        shelf.plant(Row("evaluation_edited", place, "removed", (leaked.path,), containment=share))


def _plant_quotation(shelf: Shelf, number: int, index: int) -> None:
    other = case_text(shelf.part, index)
    changed = planted.with_quotation(case_text(shelf.part, number), other)
    place, quoted = shelf.add(f"caso-{number:04d}.txt", changed.text), case_place(shelf.part, index)
    assert quoted.id is not None
    shelf.plant(Row("quotation", place, "kept", (quoted.id,), containment=containment(changed.text, other)))


def _plant_copy(shelf: Shelf, name: str, copy: Copy) -> None:
    """A copy of a clinical case as a file of this corpus."""
    document = case(copy.source, "clinical_cases", copy.index)
    text = laid_out(copy.change(document), copy.index)
    original = case_place(copy.source, copy.index), laid_out(document, copy.index)
    shelf.plant(repetition(copy.kind, original, (shelf.add(name, text), text)))


def section_text(part: Part, index: int) -> str:
    """The text at an index of `barr2`: one paragraph."""
    text = " ".join(case(part, "barr2", index).paragraphs())
    sentence = repeated_sentence(part, "barr2", index)
    return f"{text} {sentence}\n" if sentence else f"{text}\n"


def barr2(part: Part) -> Shelf:
    """Case sections as plain text, one paragraph a file."""
    shelf = Shelf(part, "barr2")
    for index in range(COUNTS["barr2"]):
        place = shelf.add(f"B{index + 1:05d}.txt", section_text(part, index))
        if sentence := repeated_sentence(part, "barr2", index):
            shelf.plant_pieces("repeated_sentence", place, [sentence], "removed")
    edited = planted.with_edits(part.rng("barr2", 904), case_text(part, 23))
    for number, index, text in ((901, 21, ""), (902, 22, ""), (904, 23, edited)):
        original = case_text(part, index)
        place = shelf.add(f"B{number:05d}.txt", text or original)
        kind = "near_duplicate" if text else "exact_duplicate"
        shelf.plant(repetition(kind, (case_place(part, index), original), (place, text or original)))
    leaked = planted.evaluation_text(part.seed, "pharmaconer", part.turn(7))
    place = shelf.add("B00903.txt", leaked.text)
    shelf.plant(Row("evaluation_renamed", place, "removed", (leaked.path,), containment=1.0))
    for copy in copies(part, "barr2", COPIED_SECTIONS, copied("barr2")):
        _plant_section_copy(shelf, copy)
    for copy in copies(part, "cases in barr2", COPIED_BETWEEN, copied("clinical_cases")[1:]):
        _plant_copy(shelf, f"B{931 + copy.number:05d}.txt", copy)
    return shelf


def _plant_section_copy(shelf: Shelf, copy: Copy) -> None:
    document = case(copy.source, "barr2", copy.index)
    text, original = (" ".join(each.paragraphs()) + "\n" for each in (copy.change(document), document))
    source = Place("barr2", copy.source.path(f"B{copy.index + 1:05d}.txt"))
    shelf.plant(repetition(copy.kind, (source, original), (shelf.add(f"B{911 + copy.number:05d}.txt", text), text)))
