"""The shipped sample is what the generator writes, files are what they claim to be, planted things are there."""

import bz2
import gzip
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from warcio.archiveiterator import ArchiveIterator

import bioroberta.sample
from bioroberta.sample.annotated import NER_SETS, SPLITS, document, lexicon
from bioroberta.sample.generator import sample_files, write_sample

SHIPPED = Path(bioroberta.sample.__file__).parent / "data"
Files = dict[str, bytes]

LABELS = {
    "pharmaconer": {"NORMALIZABLES", "NO_NORMALIZABLES", "PROTEINAS", "UNCLEAR"},
    "cantemist": {"MORFOLOGIA_NEOPLASIA"},
    "ictusnet": {
        "Fecha_de_ingreso",
        "Fecha_de_alta",
        "Hora_inicio_sintomas",
        "Hora_llegada_hospital",
        "NIHSS",
        "mRankin_previo",
        "mRankin_alta",
        "Diagnostico_principal",
        "Arteria_afectada",
        "Localizacion",
        "Lateralizacion",
        "Tratamiento_trombolisis",
        "Trombectomia",
        "TAC_craneal",
        "ASPECTS",
        "Etiologia",
    },
}


@pytest.fixture(scope="module")
def files() -> Files:
    return sample_files(0)


def corpus(files: Files, name: str) -> Files:
    prefix = f"corpora/{name}/"
    return {path.removeprefix(prefix): data for path, data in files.items() if path.startswith(prefix)}


def shared_five_grams(one: str, other: str) -> float:
    """The share of the first text's word 5-grams that the other has too."""
    grams = []
    for text in (one, other):
        words = re.findall(r"\w+", text.casefold())
        grams.append({tuple(words[at : at + 5]) for at in range(len(words) - 4)})
    return len(grams[0] & grams[1]) / len(grams[0])


def test_shipped_is_generated(files: Files) -> None:
    shipped = {path.relative_to(SHIPPED).as_posix(): path for path in SHIPPED.rglob("*") if path.is_file()}
    assert sorted(shipped) == sorted(files)
    assert [path for path, data in files.items() if shipped[path].read_bytes() != data] == []


def test_same_seed_same_bytes_and_another_seed_differs(files: Files, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=0)
    assert {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")} == files
    other = sample_files(1)
    assert sorted(other) == sorted(files)
    assert other["corpora/clinical_cases/caso-0001.txt"] != files["corpora/clinical_cases/caso-0001.txt"]
    assert sum(other[path] != data for path, data in files.items()) > 0.98 * len(files)


def test_no_unexpanded_placeholder_is_left(files: Files) -> None:
    for path, data in files.items():
        if path.endswith((".txt", ".es", ".en", ".tmx")):
            text = re.sub(r"\.cabecera \{.*\}|if \(document\.all\) \{.*\}", "", data.decode("utf-8", "replace"))
            assert not re.search(r"[{}\ue000-\ue002]|\|\|\|", text), path


@pytest.mark.parametrize("name", NER_SETS)
@pytest.mark.parametrize("split", SPLITS)
def test_every_offset_is_exact(files: Files, name: str, split: str) -> None:
    prefix = f"ner/{name}/{split}/"
    annotations = [path for path in files if path.startswith(prefix) and path.endswith(".ann")]
    assert len(annotations) == SPLITS[split]
    for path in annotations:
        text = files[path.removesuffix(".ann") + ".txt"].decode()
        known = set()
        for line in files[path].decode().splitlines():
            key, kind, surface = line.split("\t")
            if key.startswith("#"):
                assert kind.split() == ["AnnotatorNotes", kind.split()[1]]
                assert kind.split()[1] in known
                continue
            label, start, end = kind.split()
            assert text[int(start) : int(end)] == surface
            assert label in LABELS[name]
            known.add(key)
        assert known


@pytest.mark.parametrize("name", NER_SETS)
def test_sets_have_all_labels_long_documents_and_new_entities(name: str) -> None:
    splits = {split: [document(0, name, split, place) for place in range(count)] for split, count in SPLITS.items()}
    assert {label for rows in splits.values() for row in rows for _, _, label in row.spans} == LABELS[name]
    assert all(len(rows[0].text.split()) > 400 for rows in splits.values())
    assert all(80 <= len(row.text.split()) <= 300 for rows in splits.values() for row in rows[1:])
    texts = [row.text for rows in splits.values() for row in rows]
    assert len(set(texts)) == len(texts)
    if name in ("pharmaconer", "cantemist"):
        seen, reported = (
            {row.text[start:end].lower() for row in splits[split] for start, end, _ in row.spans}
            for split in ("train", "report")
        )
        assert reported - seen
        assert len(reported & seen) > len(reported) / 2


def test_no_mention_of_a_known_term_is_left_unannotated() -> None:
    terms = [term for term in lexicon("pharmaconer") if "{" not in term]
    for place in range(SPLITS["selection"]):
        row = document(0, "pharmaconer", "selection", place)
        rest = list(row.text)
        for start, end, _ in row.spans:
            rest[start:end] = "#" * (end - start)
        left = "".join(rest)
        assert [term for term in terms if re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", left)] == []


def test_classification_rows(files: Files) -> None:
    texts = set()
    for split, count in SPLITS.items():
        rows = [json.loads(line) for line in files[f"classification/{split}.jsonl"].decode().splitlines()]
        assert len(rows) == count
        assert {row["label"] for row in rows} == {"caso_clinico", "prospecto", "articulo"}
        texts |= {row["text"] for row in rows}
    assert len(texts) == sum(SPLITS.values())


def test_warc_files(files: Files) -> None:
    kinds, statuses, hosts, types = set(), set(), set(), set()
    crawl = corpus(files, "crawl")
    for name in ("crawl-00000.warc.gz", "crawl-00001.warc.gz"):
        for record in ArchiveIterator(io.BytesIO(crawl[name]), check_digests="raise"):
            kinds.add(record.rec_type)
            if record.rec_type == "response":
                statuses.add(record.http_headers.get_statuscode())
                types.add(record.http_headers.get_header("Content-Type"))
                hosts.add(record.rec_headers.get_header("WARC-Target-URI").split("/")[2])
                record.content_stream().read()
    assert kinds == {"warcinfo", "request", "response"}
    assert statuses == {"200", "301", "404"}
    assert len(hosts) == 5
    assert types == {"text/html; charset=UTF-8", "text/html; charset=windows-1252", "text/plain", "image/png"}
    with pytest.raises(EOFError):
        gzip.decompress(crawl["crawl-00002.warc.gz"])


def test_xml_files_parse_but_for_the_truncated(files: Files) -> None:
    broken = []
    for path, data in files.items():
        if path.endswith((".xml", ".tmx")):
            try:
                ElementTree.fromstring(data)
            except ElementTree.ParseError:
                broken.append(path)
    assert sorted(broken) == [
        "corpora/medline/articulo-903.tmx",
        "corpora/pubmed/pubmed-0003.xml",
        "corpora/scielo/art-0903.xml",
        "corpora/wikipedia/eswiki-muestra-2.xml",
    ]


def test_wikipedia_dump_has_a_category_graph(files: Files) -> None:
    root = ElementTree.fromstring(corpus(files, "wikipedia")["eswiki-muestra-1.xml"])
    space = {"m": "http://www.mediawiki.org/xml/export-0.10/"}
    pages = root.findall("m:page", space)
    titles = [page.findtext("m:title", "", space) for page in pages]
    assert len(set(titles)) == len(titles)
    categories = {title.removeprefix("Categoría:") for title in titles if title.startswith("Categoría:")}
    used = {
        name
        for page in pages
        for name in re.findall(r"\[\[Categoría:([^\]]+)\]\]", page.findtext("m:revision/m:text", "", space))
    }
    assert used <= categories
    assert {page.findtext("m:ns", "", space) for page in pages} == {"0", "10", "14"}


def test_patents_are_json_lines_but_for_one(files: Files) -> None:
    codes, broken = [], 0
    for data in corpus(files, "patents").values():
        for line in data.decode().splitlines():
            try:
                codes += [code["code"] for code in json.loads(line)["cpc"]]
            except json.JSONDecodeError:
                broken += 1
    medical = [code for code in codes if code[:4] in {"A61B", "A61C", "A61F", "A61H", "A61K", "A61L", "A61M", "A61P"}]
    assert broken == 1
    assert 0.5 * len(codes) < len(medical) < len(codes)


def test_parallel_files_are_aligned(files: Files) -> None:
    emea = corpus(files, "emea")
    lines = [emea[f"EMEA.en-es.{language}"].decode().split("\n") for language in ("es", "en")]
    assert len(lines[0]) == len(lines[1]) > 400
    for data in (data for name, data in corpus(files, "medline").items() if name != "articulo-903.tmx"):
        for unit in ElementTree.fromstring(data).iter("tu"):
            languages = [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in unit]
            assert languages == ["en", "es"]


def test_pubmed_abstracts_are_of_both_kinds(files: Files) -> None:
    pubmed = corpus(files, "pubmed")
    root = ElementTree.fromstring(pubmed["pubmed-0001.xml"])
    assert root.findall(".//OtherAbstract")
    assert root.findall(".//Abstract/AbstractText[@Label]")
    assert ElementTree.fromstring(pubmed["pmc-0001.xml"]).findall("article/body/sec/p")


def test_planted_duplicates_and_evaluation_texts(files: Files) -> None:
    cases = {name: data.decode("utf-8", "replace") for name, data in corpus(files, "clinical_cases").items()}
    assert cases["caso-0101.txt"] == cases["caso-0001.txt"]
    assert shared_five_grams(cases["caso-0102.txt"], cases["caso-0002.txt"]) > 0.5
    assert shared_five_grams(cases["caso-0104.txt"], cases["caso-0004.txt"]) > 0.5
    assert cases["caso-0104.txt"] != cases["caso-0004.txt"]
    assert shared_five_grams(cases["caso-0131.txt"], cases["caso-0132.txt"]) < 0.5
    assert corpus(files, "barr2")["B00901.txt"] in corpus(files, "clinical_cases").values()
    reports = {path.rsplit("/", 1)[1]: data for path, data in files.items() if re.match(r"ner/\w+/report/.*txt", path)}
    assert cases["ph-0079.txt"].encode() == reports["ph-0079.txt"]
    assert corpus(files, "barr2")["B00903.txt"] in reports.values()
    scielo = corpus(files, "scielo")
    assert scielo["art-0901.xml"] == scielo["art-0004.xml"]


def test_planted_bad_text(files: Files) -> None:
    cases = corpus(files, "clinical_cases")
    with pytest.raises(UnicodeDecodeError):
        cases["caso-0141.txt"].decode()
    assert cases["caso-0143.txt"] == b""
    assert "Ã³" in cases["caso-0108.txt"].decode()
    assert "Ã³" in cases["caso-0116.txt"].decode()
    everything = b"\n".join(cases.values()).decode("utf-8", "replace")
    for piece in ("var _gaq", "Inicio | Quiénes somos", "AAAAAAAAAA", "The patient", "Els metges", "O doente"):
        assert piece in everything


def test_clinical_signs_that_cleaning_must_keep(files: Files) -> None:
    everything = b"\n".join(data for path, data in files.items() if path.endswith(".txt")).decode("utf-8", "replace")
    for sign in ("ºC", "nº", "m²", "10⁶", "µg", "½", "≥", "±", "mg/dL", "pT", "× 10³/µL", "SatO₂", "«"):
        assert sign in everything or sign in files["corpora/emea/EMEA.en-es.es"].decode(), sign


def test_size_of_the_shipped_sample(files: Files) -> None:
    """It travels in the wheel: about 1 MB compressed at most."""
    assert 1_000_000 < sum(map(len, files.values())) < 2_000_000
    assert len(bz2.compress(b"".join(files.values()))) < 700_000
