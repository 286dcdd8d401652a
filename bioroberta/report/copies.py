"""The section of the page that tells of copies: which corpus had texts of which other, and how often one text stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bioroberta.report.elements import Column, Row, Section, heat, note, number, percent, plural, table, visible
from bioroberta.report.facts import Copies, Facts, Overlap, Size
from bioroberta.report.plot import log_log
from bioroberta.report.rules import MEANINGS

LARGEST = 10
"""Cluster sizes in the table; the plot has all."""

ALL = ""
"""Stands for all corpora, keepers or rules: no name is empty."""


def copies(facts: Facts) -> Section | None:
    """Heat map of the corpora, what each rule took of them, and the sizes of clusters."""
    found = facts.copies
    if found is None:
        return None
    if not found.overlap:
        return Section("copies", "Copies", note("No document was removed for another."))
    names = [corpus.name for corpus in facts.corpora]
    keepers = _ordered({*names, *(item.keeper for item in found.overlap)}, names)
    rules = _ordered({item.rule for item in found.overlap}, list(MEANINGS["dedup"]))
    text = note(
        "Rows: the corpora that documents were removed from. Columns: where the kept copies stand. A cell has the "
        "documents, and their share of the words that the row's corpus had after cleaning. Corpora stand in rank "
        f"order: the copy in the first of them stays. The rules were settled in {plural(found.rounds, 'round')}."
    )
    where = _matrix(facts, "Removed documents, by where the kept copy stands", keepers, lambda item: item.keeper)
    why = _matrix(facts, "Removed documents, by rule", rules, lambda item: item.rule)
    return Section("copies", "Copies", f'{text}<div class="beside matrix">{where}{why}</div>{_clusters(found)}')


def _ordered(found: set[str], known: list[str]) -> list[str]:
    return [*filter(found.__contains__, known), *sorted(found.difference(known))]


def _matrix(facts: Facts, caption: str, names: Sequence[str], named: Callable[[Overlap], str]) -> str:
    """A row a corpus, a column a name, and one each for all."""
    cells: dict[tuple[str, str], list[Overlap]] = {}
    for item in facts.copies.overlap if facts.copies else ():
        for key in ((item.corpus, named(item)), (item.corpus, ALL), (ALL, named(item)), (ALL, ALL)):
            cells.setdefault(key, []).append(item)
    before = {corpus.name: corpus.sizes.get("clean", Size()) for corpus in facts.corpora}
    before[ALL] = facts.total.get("clean", Size())
    rows = []
    for corpus, size in before.items():
        found = [_cell(cells.get((corpus, name), []), size, bool(corpus and name)) for name in (*names, ALL)]
        rows.append(Row([visible(corpus or "All"), *found], "" if corpus else "total"))
    heads = [Column(f"<span>{visible(name or 'All')}</span>") for name in (*names, ALL)]
    return table(caption, [Column("Corpus", "text"), *heads], rows)


def _cell(found: Sequence[Overlap], before: Size, shaded: bool) -> str:
    if not found:
        return "<small>0</small>"
    documents, tokens = sum(item.documents for item in found), sum(item.tokens for item in found)
    share = percent(tokens, before.tokens)
    said = (
        f"{number(documents)} of {plural(before.documents, 'document')} ({percent(documents, before.documents)}), "
        f"{number(tokens)} of {plural(before.tokens, 'word')} ({share})"
    )
    strength = min(tokens / before.tokens, 1) if shaded and before.tokens else 0
    return heat(f"{number(documents)} <small>{share}</small>", "gone", strength, said)


def _clusters(found: Copies) -> str:
    if not found.clusters:
        return ""
    kept = sum(found.clusters.values())
    removed = sum((size - 1) * count for size, count in found.clusters.items())
    verb = "stands" if kept == 1 else "stand"
    text = note(
        f"{plural(kept, 'kept document')} {verb} for {plural(removed, 'removed one')}. A cluster is a kept document "
        "with those that were removed for it; two of its removed documents need not be alike."
    )
    title = "Clusters by their size"
    plot = log_log(found.clusters, title, "Documents of a cluster, the kept one among them", "Clusters")
    columns = [Column("Documents of a cluster"), Column("Clusters"), Column("Removed documents")]
    return f'{text}<div class="beside">{plot}{table("The largest clusters", columns, _largest(found))}</div>'


def _largest(found: Copies) -> Iterator[Row]:
    for size in sorted(found.clusters, reverse=True)[:LARGEST]:
        count = found.clusters[size]
        yield Row([number(size), number(count), number((size - 1) * count)])
