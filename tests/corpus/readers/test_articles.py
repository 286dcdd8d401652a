"""JATS, PubMed and CNXML."""

from __future__ import annotations

from pathlib import Path

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read

JATS = """<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "JATS.dtd">
<article xml:lang="{language}" xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><article-meta>
<article-id pub-id-type="doi">10.1/a</article-id>
<title-group><article-title>Brote de <italic>E. coli</italic></article-title>
<trans-title-group xml:lang="es"><trans-title>Título</trans-title></trans-title-group></title-group>
<abstract><p>Resumen&nbsp;corto.</p></abstract>
<trans-abstract xml:lang="en"><p>Short.</p></trans-abstract>
<trans-abstract xml:lang="es"><p>Traducido.</p></trans-abstract></article-meta></front>
<body><sec><title>Métodos</title>
<p>Se contaron 10<sup>6</sup> células/mm<sup>3</sup><xref ref-type="bibr">12</xref> a 37
<sup>o</sup>C (<xref ref-type="bibr">Gil, 2010</xref>), con
<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>.</p>
<table-wrap><caption><p>Tabla de casos</p></caption><table><tr><td>1</td></tr></table></table-wrap></sec></body>
<back><ref-list><ref><p>Gil. 2010.</p></ref></ref-list></back>
<sub-article xml:lang="pt"><body><p>Texto em português.</p></body></sub-article></article>"""

PUBMED = """<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>11</PMID><Article><ArticleTitle>[Asthma].</ArticleTitle>
<Abstract><AbstractText>English.</AbstractText></Abstract><Language>spa</Language>
<VernacularTitle>Asma.</VernacularTitle></Article>
<OtherAbstract Language="spa"><AbstractText Label="OBJETIVO">Estudiar H<sub>2</sub>O.</AbstractText>
<AbstractText>Fin.</AbstractText></OtherAbstract>
</MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>12</PMID>
<Article><ArticleTitle>Gout</ArticleTitle><Language>eng</Language></Article></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>13</PMID>
<Article><ArticleTitle>&unknown;</ArticleTitle><Language>spa</Language></Article></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>14</PMID><Article><ArticleTitle>Gota.</ArticleTitle>
<Abstract><AbstractText>Resumen.</AbstractText></Abstract><Language>spa</Language></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>"""


def test_jats_text_with_its_figures_intact() -> None:
    [item] = read("jats", JATS.format(language="es").encode())
    assert item == RawDocument(
        0,
        "Brote de E. coli\n\nResumen corto.\n\nMétodos\n\n"
        "Se contaron 10⁶ células/mm³ a 37 ºC (Gil, 2010), con x².\n\nTabla de casos",
        "Brote de E. coli",
        "https://doi.org/10.1/a",
    )


def test_the_side_of_the_article_in_the_language() -> None:
    assert read("jats", JATS.format(language="en").encode())[0] == RawDocument(
        0, "Título\n\nTraducido.", "Título", "https://doi.org/10.1/a"
    )
    [portuguese] = read("jats", JATS.format(language="en").encode(), language="pt")
    assert isinstance(portuguese, RawDocument)
    assert portuguese.text == "Texto em português."
    assert read("jats", JATS.format(language="en").encode(), language="gl") == [Skipped(0, "language")]


def test_html_that_is_escaped_in_an_article() -> None:
    page = "&lt;!--html--&gt;&lt;p&gt;Uno &lt;i&gt;dos&lt;/i&gt;, 10&lt;sup&gt;6&lt;/sup&gt;.&lt;/p&gt; &lt;p&gt;p &amp;lt; 0,05&lt;/p&gt;"
    [item] = read(
        "jats", f'<article xml:lang="es"><body><p>{page}</p><p>Con p &lt; 0,05.</p></body></article>'.encode()
    )
    assert item == RawDocument(0, "Uno dos, 10⁶.\n\np < 0,05\n\nCon p < 0,05.")


def test_nothing_that_stands_between_words_glues_them() -> None:
    inner = "TA 120/80<break/>FC 72<disp-formula>x</disp-formula>y tos<fn><p>1</p></fn>, disnea<xref ref-type='bibr'>1</xref>."
    [item] = read("jats", f'<article xml:lang="es"><body><p>{inner}\nDos</p></body></article>'.encode())
    assert item == RawDocument(0, "TA 120/80\nFC 72 y tos, disnea. Dos")


def test_pubmed_records_keep_their_positions() -> None:
    doctype = '<!DOCTYPE PubmedArticleSet PUBLIC "x" "y.dtd">'
    items = read("pubmed", (doctype + PUBMED).encode())
    assert items[0] == RawDocument(
        0, "Asma.\n\nOBJETIVO: Estudiar H₂O.\n\nFin.", "Asma.", "https://pubmed.ncbi.nlm.nih.gov/11/"
    )
    assert items[1] == Skipped(1, "language")
    assert isinstance(items[2], Broken)
    assert items[3] == RawDocument(3, "Gota.\n\nResumen.", "Gota.", "https://pubmed.ncbi.nlm.nih.gov/14/")


def test_pmc_articles_are_read_as_pubmed_too() -> None:
    articles = "<pmc-articleset>" + JATS.format(language="es").partition("\n")[2] * 2 + "</pmc-articleset>"
    items = read("pubmed", articles.replace("&nbsp;", " ").encode())
    assert [item.record for item in items if isinstance(item, RawDocument)] == [0, 1]


def test_dates_of_articles() -> None:
    dates = """<pub-date date-type="pub"><day>20</day><month>06</month><year>2025</year></pub-date>
    <pub-date date-type="collection"><season>Ene-Mar</season><year>2019</year></pub-date>"""
    [item] = read("jats", JATS.format(language="es").replace("<abstract>", dates + "<abstract>", 1).encode())
    assert isinstance(item, RawDocument)
    assert item.date == "2019-01"


def test_citations_of_older_files_and_their_dates() -> None:
    citation = """<MedlineCitation Owner="NLM"><PMID>1</PMID><DateCreated><Year>2001</Year></DateCreated><Article>
    <Journal><JournalIssue><PubDate>{}</PubDate></JournalIssue></Journal><ArticleTitle>Gota.</ArticleTitle>
    <Language>spa</Language>{}</Article></MedlineCitation>"""
    article_date = "<ArticleDate><Year>1999</Year><Month>12</Month><Day>5</Day></ArticleDate>"
    stated = [
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", ""),
        ("<Year>2000</Year><Month>Mar</Month>", article_date),
        ("", ""),
    ]
    citations = [citation.format(*dates) for dates in stated]
    items = read("pubmed", f"<MedlineCitationSet>{''.join(citations)}</MedlineCitationSet>".encode())
    url = "https://pubmed.ncbi.nlm.nih.gov/1/"
    assert items == [
        RawDocument(number, "Gota.", "Gota.", url, date=date)
        for number, date in enumerate(["1998-12", "1999-12-05", None])
    ]
    shells = "".join(f"<PubmedArticle>{one}<PubmedData/></PubmedArticle>" for one in citations) + "<PubmedArticle/>"
    assert read("pubmed", f"<PubmedArticleSet>{shells}</PubmedArticleSet>".encode()) == [*items, Skipped(3, "empty")]


def test_a_truncated_set_keeps_its_whole_records() -> None:
    items = read("pubmed", PUBMED.encode()[:900])
    assert isinstance(items[0], RawDocument)
    assert isinstance(items[-1], Broken)
    assert "XML broken" in items[-1].message


def test_a_record_over_the_bound_ends_the_file() -> None:
    big = f"<PubmedArticleSet><PubmedArticle>{'<a>x</a>' * 20_000}</PubmedArticle></PubmedArticleSet>"
    [item] = read("pubmed", big.encode(), max_record_bytes=50_000)
    assert isinstance(item, Broken)
    assert "larger than" in item.message


def test_cnxml_module() -> None:
    module = """<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML">
    <title>Gases</title><metadata><title>No</title></metadata>
    <content><para>El gas a <m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>
    de presión.<list><item>uno</item><item>dos</item></list>Fin.</para>
    <figure id="f1"><media alt="foto"/><caption>Un globo.</caption></figure>
    <para>La <link target-id="f1"/> y <link target-id="x"/><link url="u">esto</link>.</para></content></document>"""
    [item] = read("cnxml", module.encode())
    assert item == RawDocument(
        0, "Gases\n\nEl gas a 1/2 de presión.\n\nuno\n\ndos\n\nFin.\n\nUn globo.\n\nLa Figura y esto.", "Gases"
    )


def test_published_articles(data_folder: Path) -> None:
    for path in (data_folder / "corpora" / "scielo_jats").glob("*.xml"):
        [item] = read("jats", path.read_bytes())
        assert isinstance(item, RawDocument)
        assert item.title
        assert item.date
        assert len(item.text) > 1000
