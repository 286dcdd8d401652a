"""The nine corpora: which documents they hold, and what is planted where.

A document depends on (seed, corpus, index) alone, so that corpora can grow in parallel.
"""

from collections.abc import Callable, Iterator
from functools import partial

from bioroberta.sample import encyclopedia, formats, planted, web
from bioroberta.sample.documents import (
    Document,
    Section,
    article,
    clinical_case,
    foreign,
    health_lines,
    leaflet,
    leaflet_lines,
    oncology_case,
    patent,
    web_page,
)
from bioroberta.sample.formats import ArticleMeta, Response
from bioroberta.sample.grammar import Writer, load_rules, stream

Files = dict[str, bytes]

COUNTS = {
    "crawl": 78,
    "clinical_cases": 64,
    "scielo": 17,
    "barr2": 58,
    "wikipedia": 64,
    "patents": 36,
    "emea": 20,
    "medline": 25,
    "pubmed": 50,
}
"""Ordinary documents a corpus: 70 to 120 kB of text each, more in the crawl. What is planted comes on top."""

PMC_ARTICLES = 3


def case(seed: int, corpus: str, index: int) -> Document:
    """A case of a clinical corpus; every fourth is oncological."""
    return (oncology_case if index % 4 == 3 else clinical_case)(stream(seed, corpus, index))


def case_text(seed: int, index: int) -> str:
    """A case of `clinical_cases`: with headings or, every second, paragraphs alone."""
    document = case(seed, "clinical_cases", index)
    return (document.text() if index % 2 else "\n".join(document.paragraphs())) + "\n"


def _planted_cases(seed: int) -> Iterator[tuple[str, bytes]]:
    rng = stream(seed, "clinical_cases", "planted")
    texts = (case_text(seed, index) for index in range(COUNTS["clinical_cases"]))
    ill_formed: list[Callable[[str], str]] = [
        planted.exact_copy,
        partial(planted.with_header, rng),
        partial(planted.with_header, rng),
        partial(planted.with_edits, rng),
        partial(planted.with_foreign_paragraph, rng, language="en"),
        partial(planted.with_foreign_paragraph, rng, language="pt"),
        partial(planted.with_foreign_sentence, rng, language="ca"),
        planted.mojibake,
    ]
    for number, change in enumerate(ill_formed, start=101):
        yield f"caso-{number:04d}.txt", change(next(texts)).encode()
    # These stand for their documents: their clean form is nowhere else.
    alone: list[Callable[[str], str]] = [
        planted.with_menu,
        planted.with_code,
        partial(planted.with_table_debris, rng),
        planted.with_repeated_characters,
        planted.with_repeated_sentence,
        planted.mojibake,
    ]
    for number, change in enumerate(alone, start=111):
        yield f"caso-{number:04d}.txt", change(case_text(seed, number)).encode()
    for number, language in enumerate(("en", "ca", "pt"), start=121):
        yield f"caso-{number:04d}.txt", planted.foreign_document(rng, language).encode()
    for number in range(131, 137):
        yield f"caso-{number:04d}.txt", planted.templated(stream(seed, "template", number)).encode()


def clinical_cases(seed: int) -> Files:
    """A text file a case."""
    files = {f"caso-{index + 1:04d}.txt": case_text(seed, index).encode() for index in range(COUNTS["clinical_cases"])}
    files |= dict(_planted_cases(seed))
    files["caso-0141.txt"] = planted.invalid_utf8(case_text(seed, 141))
    files["caso-0142.txt"] = planted.truncated(case_text(seed, 142).encode(), 0.5)
    files["caso-0143.txt"] = b""
    stem, text = planted.evaluation_text(seed, "pharmaconer", 3)
    files[f"{stem}.txt"] = text.encode()
    _, text = planted.evaluation_text(seed, "cantemist", 5)
    files["caso-0151.txt"] = planted.with_header(stream(seed, "leak"), text).encode()
    return files


def barr2(seed: int) -> Files:
    """Case sections as plain text, one paragraph a file."""
    files = {}
    for index in range(COUNTS["barr2"]):
        text = " ".join(case(seed, "barr2", index).paragraphs())
        files[f"B{index + 1:05d}.txt"] = f"{text}\n".encode()
    files["B00901.txt"] = planted.exact_copy(case_text(seed, 21)).encode()
    files["B00902.txt"] = planted.exact_copy(case_text(seed, 22)).encode()
    files["B00903.txt"] = planted.evaluation_text(seed, "pharmaconer", 7)[1].encode()
    files["B00904.txt"] = planted.with_edits(stream(seed, "barr2", 904), case_text(seed, 23)).encode()
    return files


def _article_meta(seed: int, corpus: str, index: int) -> ArticleMeta:
    rng = stream(seed, corpus, index, "meta")
    diseases = {"enfermedad": "diagnóstico", "complicacion": "complicaciones", "factor": "tabaquismo"}
    rules = load_rules("lists", "article")
    writer = Writer(rng, rules, diseases | {"sexo": "m", "quimico": rules["quimico_analitico"]})
    author = "{apellido} {inicial}"
    cited = f"{author}, {author}. Estudio de {{proteina}}. {{revista}}. {{1985-2016}};{{2-80}}:{{1-90}}-{{91-180}}."
    return ArticleMeta(
        identifier=f"S{rng.randint(1000, 9999)}-{index:05d}",
        journal=writer.rule("revista"),
        year=rng.randint(2005, 2017),
        authors=tuple(writer.write(author) for _ in range(rng.randint(2, 4))),
        keywords=tuple(writer.rule("palabra_clave") for _ in range(3)),
        references=tuple(writer.write(cited) for _ in range(6)),
        table=tuple(writer.sentences("tabla", 4)),
        english_abstract=" ".join(foreign(rng, "en", 3)),
    )


def _article(seed: int, corpus: str, index: int) -> tuple[Document, ArticleMeta]:
    return article(stream(seed, corpus, index)), _article_meta(seed, corpus, index)


def scielo(seed: int) -> Files:
    """A JATS file an article."""
    texts = {
        f"art-{index + 1:04d}": formats.jats(*_article(seed, "scielo", index)) for index in range(COUNTS["scielo"])
    }
    texts["art-0901"] = planted.exact_copy(texts["art-0004"])
    portuguese = Document(
        "Estudo de coorte",
        "",
        tuple(Section(name, (planted.foreign_document(stream(seed, name), "pt"),)) for name in "ABC"),
    )
    texts["art-0902"] = formats.jats(portuguese, _article_meta(seed, "scielo", 902)).replace('"es"', '"pt"', 1)
    texts["art-0904"] = planted.mojibake(formats.jats(*_article(seed, "scielo", 904)))
    files = {f"{name}.xml": text.encode() for name, text in texts.items()}
    files["art-0903.xml"] = planted.truncated(formats.jats(*_article(seed, "scielo", 903)).encode())
    return files


def _wiki_page(seed: int, index: int) -> encyclopedia.Page:
    """Diseases, medicines, organs, organisms, towns: by index, so that no title comes twice."""
    rng = stream(seed, "wikipedia", index)
    kinds = (
        (28, encyclopedia.disease_page),
        (14, encyclopedia.medicine_page),
        (7, encyclopedia.organ_page),
        (9, encyclopedia.organism_page),
        (6, encyclopedia.town_page),
    )
    place = index % sum(count for count, _ in kinds)
    for count, make in kinds:
        if place < count:
            return make(rng, place)
        place -= count
    raise AssertionError(f"page {index} of no kind")


def wikipedia(seed: int) -> Files:
    """A MediaWiki dump with its category pages, and the start of a second one."""
    pages = [_wiki_page(seed, index) for index in range(COUNTS["wikipedia"])]
    catalan = planted.foreign_document(stream(seed, "wikipedia", "ca"), "ca")
    copied = pages[5]
    extra = [
        encyclopedia.Page(f"{copied.title} (copia)", encyclopedia.ARTICLE, planted.exact_copy(copied.text)),
        encyclopedia.Page("Malaltia", encyclopedia.ARTICLE, f"{catalan}\n[[Categoría:Enfermedades]]"),
    ]
    whole = formats.mediawiki([*pages, *extra, *encyclopedia.category_pages(), *encyclopedia.service_pages()])
    second = formats.mediawiki(_wiki_page(seed + 1, index) for index in range(0, 64, 9))
    return {"eswiki-muestra-1.xml": whole.encode(), "eswiki-muestra-2.xml": planted.truncated(second.encode())}


def patents(seed: int) -> Files:
    """JSON lines in two files: rows in Spanish, one in English, some outside medicine, one line broken."""
    numbers = [f"ES-{2300000 + 37 * index}-{'B1' if index % 3 else 'A1'}" for index in range(COUNTS["patents"])]
    rows = [
        formats.google_patent(number, patent(stream(seed, "patents", index))) for index, number in enumerate(numbers)
    ]
    lines = [formats.json_line(row) for row in rows]
    english = dict(rows[2]) | {"publication_number": "WO-2011000001-A1", "country_code": "WO"}
    for key in ("title_localized", "abstract_localized", "description_localized", "claims_localized"):
        text = planted.foreign_document(stream(seed, "patents", key), "en")
        english[key] = [{"text": text, "language": "en", "truncated": False}]
    half = len(lines) // 2
    lines.insert(half, planted.broken_json(lines[3]))
    lines.append(formats.json_line(english))
    lines.append(formats.json_line(rows[1] | {"publication_number": "EP-2300001-A1", "country_code": "EP"}))
    return {
        "patentes-000.jsonl": "".join(lines[:half]).encode(),
        "patentes-001.jsonl": "".join(lines[half:]).encode(),
    }


def emea(seed: int) -> Files:
    """Two parallel files, a sentence a line, the leaflets one after the other."""
    lines: list[tuple[str, str]] = []
    for index in range(COUNTS["emea"]):
        lines += leaflet_lines(stream(seed, "emea", index))
    repeated = leaflet_lines(stream(seed, "emea", 1))
    lines += [(planted.exact_copy(spanish), planted.exact_copy(english)) for spanish, english in repeated]
    lines += planted.untranslated(stream(seed, "emea", "en"), 4)
    garbled = leaflet_lines(stream(seed, "emea", "mojibake"))
    lines += [(planted.mojibake(spanish), english) for spanish, english in garbled[:8]]
    lines += planted.layout_lines()
    return {
        "EMEA.en-es.es": "".join(f"{spanish}\n" for spanish, _ in lines).encode(),
        "EMEA.en-es.en": "".join(f"{other}\n" for _, other in lines).encode(),
    }


def medline(seed: int) -> Files:
    """A TMX file an article of the health library."""
    files: Files = {}
    for index in range(COUNTS["medline"]):
        _, units = health_lines(stream(seed, "medline", index))
        files[f"articulo-{index + 1:03d}.tmx"] = formats.tmx(units).encode()
    files["articulo-901.tmx"] = planted.exact_copy(files["articulo-003.tmx"].decode()).encode()
    files["articulo-902.tmx"] = formats.tmx(planted.untranslated(stream(seed, "medline", "en"), 6)).encode()
    _, units = health_lines(stream(seed, "medline", 903))
    files["articulo-903.tmx"] = planted.truncated(formats.tmx(units).encode())
    return files


def pubmed(seed: int) -> Files:
    """Citations with Spanish abstracts in two files, a third cut short, and a set of whole articles."""
    records = [
        formats.pubmed_record(19000000 + index, *_article(seed, "pubmed", index), spanish_first=not index % 3)
        for index in range(COUNTS["pubmed"])
    ]
    half = len(records) // 2
    whole = [formats.jats(*_article(seed, "pmc", index), header=False) for index in range(PMC_ARTICLES)]
    whole.append(planted.exact_copy(formats.jats(*_article(seed, "scielo", 2), header=False)))
    return {
        "pubmed-0001.xml": formats.pubmed(records[:half]).encode(),
        "pubmed-0002.xml": formats.pubmed([*records[half:], planted.exact_copy(records[0])]).encode(),
        "pubmed-0003.xml": planted.truncated(formats.pubmed(records[:3]).encode()),
        "pmc-0001.xml": formats.pmc(whole).encode(),
    }


def _web_document(seed: int, index: int) -> Document:
    """Health pages, and a leaflet as every seventh."""
    return (leaflet if index % 7 == 2 else web_page)(stream(seed, "crawl", index))


def _plain(title: str, text: str) -> Document:
    return Document(title, "", (Section("", tuple(text.rstrip("\n").split("\n"))),))


def _planted_pages(seed: int) -> Iterator[Response]:
    rng = stream(seed, "crawl", "planted")
    first, second, third, fourth, fifth = web.SITES
    for site in web.SITES:
        yield from (web.robots(site), web.not_found(site), web.moved(site))
    yield from (web.picture(first), web.menu_only(second), web.menu_only(fourth))
    for number, (site, language) in enumerate(((first, "en"), (second, "ca"), (fifth, "pt")), start=901):
        document = _plain("Health" if language == "en" else "Salut", planted.foreign_document(rng, language))
        body = web.html_page(site, document, language)
        yield Response(f"https://{site.host}/{language}/{number}", body.encode())
    for number in range(3):
        yield web.windows_1252_page(second, _web_document(seed, 910 + number), number)
    yield web.page(fifth, _plain("Un caso", planted.exact_copy(case_text(seed, 31))), 920)
    yield web.page(first, _plain("Otro caso", planted.evaluation_text(seed, "ictusnet", 2)[1]), 921)
    yield web.page(third, _plain("Consejos", planted.mojibake("\n".join(_web_document(seed, 922).paragraphs()))), 922)
    mixed = planted.with_foreign_paragraph(rng, "\n".join(_web_document(seed, 923).paragraphs()), "en")
    yield web.page(fourth, _plain("Hilo abierto", mixed), 923)
    copied = _web_document(seed, 8)
    yield Response(f"https://{web.SITES[8 % 5].host}/imprimir/0008", web.html_page(web.SITES[3], copied).encode())


def crawl(seed: int) -> Files:
    """Three WARC files, the last cut short within a record."""
    responses = [web.page(web.SITES[index % 5], _web_document(seed, index), index) for index in range(COUNTS["crawl"])]
    half = len(responses) // 2
    extra = [web.page(web.SITES[index % 5], _web_document(seed, index), index) for index in range(940, 944)]
    names = [f"crawl-{number:05d}.warc.gz" for number in range(3)]
    return {
        names[0]: formats.warc(names[0], responses[:half]),
        names[1]: formats.warc(names[1], [*responses[half:], *_planted_pages(seed)]),
        names[2]: planted.truncated(formats.warc(names[2], extra), 0.7),
    }


CORPORA: dict[str, Callable[[int], Files]] = {
    "crawl": crawl,
    "clinical_cases": clinical_cases,
    "scielo": scielo,
    "barr2": barr2,
    "wikipedia": wikipedia,
    "patents": patents,
    "emea": emea,
    "medline": medline,
    "pubmed": pubmed,
}
