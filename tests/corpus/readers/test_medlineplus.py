"""Health topics of MedlinePlus."""

from __future__ import annotations

from bioroberta.corpus.records import RawDocument, Skipped
from tests.corpus.reading import read

TOPICS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE health-topics PUBLIC "-//NLM//DTD health-topics //EN" "mplus_topics.dtd">
<health-topics total="4" date-generated="08/10/2024 02:30:32">
<health-topic meta-desc="a" title="Asthma" url="https://a.gov/asthma.html" id="1" language="English" date-created="12/22/2015">
<full-summary>&lt;p&gt;Asthma.&lt;/p&gt;</full-summary>
<language-mapped-topic url="https://a.gov/spanish/asthma.html" id="2" language="Spanish">Asma</language-mapped-topic></health-topic>
<health-topic title="Asma" url="https://a.gov/spanish/asthma.html" id="2" language="Spanish" date-created="12/22/2015">
<also-called>Asma bronquial</also-called>
<full-summary>&lt;h3&gt;¿Qué es?&lt;/h3&gt;&lt;p&gt;El &lt;a href="x"&gt;asma&lt;/a&gt; es &amp;lt; 10&lt;sup&gt;6&lt;/sup&gt;.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Tos&lt;/li&gt;&lt;li&gt;Fiebre&lt;/li&gt;&lt;/ul&gt;</full-summary>
<group url="u" id="3">Pulmones</group><site title="Sitio" url="u"><information-category>X</information-category></site></health-topic>
<health-topic title="Tos" url="" id="4" language="Spanish"><full-summary>Sin &amp; etiquetas.</full-summary></health-topic>
<health-topic title="Nada" language="Spanish"/></health-topics>"""


def test_topics_in_the_language() -> None:
    summary = "Asma\n\n¿Qué es?\n\nEl asma es < 10⁶.\n\nTos\n\nFiebre"
    assert read("pubmed", TOPICS.encode()) == [
        Skipped(0, "language"),
        RawDocument(1, summary, "Asma", "https://a.gov/spanish/asthma.html", date="2015-12-22"),
        RawDocument(2, "Tos\n\nSin & etiquetas.", "Tos"),
        Skipped(3, "empty"),
    ]
    assert read("pubmed", TOPICS.encode(), language="en")[0] == RawDocument(
        0, "Asthma\n\nAsthma.", "Asthma", "https://a.gov/asthma.html", date="2015-12-22"
    )
