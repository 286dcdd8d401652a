"""The page: one file that needs no other, for screens of any width, in light and dark, and for paper."""

from __future__ import annotations

import importlib.resources
import itertools

from bioroberta import __version__
from bioroberta.report import copies, data_card, provenance
from bioroberta.report.elements import Section, code, definitions, percent, plural, utc, visible
from bioroberta.report.facts import Facts, Size

SECTIONS = (
    data_card.corpora,
    data_card.removals,
    copies.copies,
    data_card.languages,
    data_card.lines,
    data_card.samples,
    provenance.sources,
    provenance.environment,
)
"""In the order of the page; each makes a Section of the facts, or None where they have nothing for it."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever text the page shows, a browser runs nothing and loads nothing."""


def page(facts: Facts) -> str:
    """The whole page."""
    style = importlib.resources.files("bioroberta.report").joinpath("style.css").read_text(encoding="utf-8")
    title = f"{visible(facts.recipe)} · data card"
    sections = [made for section in SECTIONS if (made := section(facts))]
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{_header(facts)}{_contents(sections)}<main>\n{''.join(map(_section, sections))}</main>\n{_footer()}"
        f"</body>\n</html>\n"
    )


def _header(facts: Facts) -> str:
    missing = ", ".join(map(code, facts.missing))
    notice = (
        f'<p class="notice">Not finished: {missing}. What they would tell is missing here.</p>\n' if missing else ""
    )
    last = facts.stages[-1]
    commits = dict.fromkeys(stage.commit or "unknown" for stage in facts.stages)
    about = definitions(
        [
            ("Begun (UTC)", visible(utc(facts.stages[0].started))),
            ("Software", visible(f"bioroberta {last.versions.get('bioroberta') or 'unknown'}")),
            ("Commit", ", ".join(code(commit[:12]) for commit in commits)),
            ("Fingerprints", "<br/>".join(f"{stage.name} {code(stage.fingerprint)}" for stage in facts.stages)),
        ]
    )
    return (
        f'<header>\n<p class="kind">Data card</p>\n<h1>{visible(facts.recipe)}</h1>\n'
        f'<p class="lead">{_totals(facts)}</p>\n{notice}{about}</header>\n'
    )


def _totals(facts: Facts) -> str:
    """One sentence: `9 corpora: 1,234 documents with 5,678 words read; 99.0% of the words after cleaning, ...`."""
    sizes = list(facts.total.items())
    first, last = sizes[0][1], sizes[-1][1]
    said = [f"{len(facts.corpora)} corpora: {_amount(first)} read"]
    names = {"clean": "cleaning kept", "dedup": "global deduplication kept"}
    for (_, before), (stage, after) in itertools.pairwise(sizes):
        said.append(f"{names[stage]} {percent(after.tokens, before.tokens)} of the words")
    left = f" {_amount(last)} are left." if len(sizes) > 1 else ""
    return ("; ".join(said) + ".").replace("corpora", "corpus" if len(facts.corpora) == 1 else "corpora", 1) + left


def _amount(size: Size) -> str:
    return f"<b>{plural(size.documents, 'document')}</b> with <b>{plural(size.tokens, 'word')}</b>"


def _contents(sections: list[Section]) -> str:
    links = "".join(f'<li><a href="#{section.anchor}">{section.title}</a></li>' for section in sections)
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n'


def _section(section: Section) -> str:
    return f'<section id="{section.anchor}">\n<h2>{section.title}</h2>\n{section.body}</section>\n'


def _footer() -> str:
    return (
        f"<footer><p>Written by <code>bioroberta report</code> {visible(__version__)} from manifests and committed "
        f"shards. The same numbers stand in <code>facts.json</code> beside this page.</p></footer>\n"
    )
