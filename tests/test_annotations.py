import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.annotations import Document, parse_annotations, read_annotations, read_brat, write_brat
from bioroberta.spans import Span
from bioroberta.storage import Folder

TEXT = "Dolor de pecho.\r\nPSA 4,5\u2028ng/ml 🫀 y fiebre.\n"


def folder_with(path, **files):
    for name, content in files.items():
        stem, _, suffix = name.rpartition("_")
        (path / f"{stem}.{suffix}").write_bytes(content if isinstance(content, bytes) else content.encode())
    return Folder(str(path))


@st.composite
def documents(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] != pair[1])
    labels = st.text(st.characters(categories=["Lu", "Nd"], include_characters="_-"), min_size=1, max_size=5)
    spans = draw(st.lists(st.builds(lambda pair, label: Span(min(pair), max(pair), label), ends, labels), max_size=6))
    return text, tuple(spans)


@given(documents())
def test_what_is_written_is_read_back_unchanged(tmp_path_factory, case):
    text, spans = case
    folder = Folder(str(tmp_path_factory.mktemp("brat")))
    write_brat(folder, [Document("sub/one.two", text, spans)])
    (document,) = read_brat(folder)
    assert (document.name, document.text, document.spans, document.problems) == ("sub/one.two", text, spans, ())


def test_offsets_are_code_points_of_the_bytes_as_they_are(tmp_path):
    start = TEXT.index("PSA")
    heart = TEXT.index("🫀")
    annotations = f"T1\tA {start} {start + 3}\tPSA\nT2\tB {heart} {heart + 1}\t🫀\n"
    (document,) = read_brat(folder_with(tmp_path, case_txt=TEXT, case_ann=annotations))
    assert document.text == TEXT
    assert [document.text[span.start : span.end] for span in document.spans] == ["PSA", "🫀"]
    assert not document.problems


def test_every_line_is_a_span_a_problem_or_counted():
    content = "\n".join(
        [
            "\ufeffT1\tA 0 5\tDolor",
            "T2\tA 0 3;4 6\tDol de",
            "T3\tA 5 5\t",
            "T4\tA x 5\tDolor",
            "T5\tA 0 5",
            f"T6\tA 0 {'9' * 5000}\tDolor",
            "#1\tAnnotatorNotes T1\t85600001",
            "R1\tRel Arg1:T1 Arg2:T2",
            "*\tEquiv T1 T2",
            "Carcinoma ductal",
            "",
            "T7\tB 6 8\tde\r",
        ]
    )
    parsed = parse_annotations(content, "case.ann")
    assert parsed.spans == (Span(0, 5, "A"), Span(6, 8, "B"))
    assert [(problem.line, problem.kind) for problem in parsed.problems] == [
        (2, "discontinuous"),
        (3, "malformed"),
        (4, "malformed"),
        (5, "malformed"),
        (6, "malformed"),
        (10, "malformed"),
    ]
    assert parsed.passed_over == {"#": 1, "R": 1, "*": 1}


@given(st.text(max_size=200))
def test_no_content_stops_the_parser(content):
    parse_annotations(content, "case.ann")


def test_a_span_outside_the_text_is_a_problem_and_one_with_other_text_is_kept_and_listed(tmp_path):
    folder = folder_with(tmp_path, case_txt="Dolor", case_ann="T1\tA 1 5\tDolo\nT2\tA 3 9\tor\n")
    (document,) = read_brat(folder)
    assert document.spans == (Span(1, 5, "A"),)
    assert {(problem.line, problem.kind) for problem in document.problems} == {(1, "mismatch"), (2, "outside")}


def test_unpaired_and_undecodable_files_are_problems(tmp_path):
    folder = folder_with(
        tmp_path, a_txt="uno", b_ann="T1\tA 0 1\tu\n", c_txt=b"\xff\xfe", c_ann="", d_txt="cuatro", d_ann=b"T1\tA\xff"
    )
    documents = read_brat(folder)
    kinds = {document.name: [problem.kind for problem in document.problems] for document in documents}
    assert kinds == {"a": ["unpaired"], "b": ["encoding"], "c": ["encoding"], "d": ["encoding"]}
    assert [document.spans for document in documents] == [()] * 4


@pytest.mark.parametrize(
    "span", [Span(0, 9, "A"), Span(2, 2, "A"), Span(0, 2, "A B"), Span(-1, 2, "A"), Span(0, 2, "")]
)
def test_a_span_that_could_not_be_read_back_is_not_written(tmp_path, span):
    with pytest.raises(ValueError, match="case"):
        write_brat(Folder(str(tmp_path)), [Document("case", "Dolor", (span,))])


def test_the_known_offset_errors_of_pharmaconer_are_found(data_folder):
    documents = read_brat(Folder(str(data_folder / "ner/pharmaconer/train")))
    problems = [problem for document in documents for problem in document.problems]
    assert len(documents) == 500
    assert {(problem.file, problem.kind) for problem in problems} == {("S0211-69952015000200015-1.ann", "mismatch")}
    assert len(problems) == 5


def test_real_folders_survive_the_round_trip(data_folder, tmp_path):
    for name in ("pharmaconer/dev", "cantemist/dev1"):
        documents = read_brat(Folder(str(data_folder / "ner" / name)))
        copy = Folder(str(tmp_path / name))
        write_brat(copy, documents)
        assert [(item.text, item.spans) for item in read_brat(copy)] == [(item.text, item.spans) for item in documents]
        assert len(read_annotations(copy)) == 250
