"""The sections of the page that tell of the corpus: sizes, removals, languages, repeated lines, samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bioroberta.report.elements import (
    UNKNOWN,
    Column,
    Row,
    Section,
    bar,
    code,
    details,
    figure,
    heat,
    note,
    number,
    percent,
    plural,
    table,
    visible,
)
from bioroberta.report.facts import STAGES, Facts, Funnel, Language, Line, RuleSamples, Sample, Size, Step
from bioroberta.report.lines import MIN_WORDS, SHOWN
from bioroberta.report.rules import meaning, measured

SIZE_CAPTIONS = {
    "tokens": "Words: runs of characters between white space, the unit of the published table",
    "documents": "Documents: a web page, an article, a case, a patent, a leaflet",
    "sentences": "Sentences, by this project's splitter",
    "bytes": "Bytes of text in UTF-8, from cleaning on without the white space between sentences",
}
"""In the order in which they are shown."""

LANGUAGES_SHOWN = 10
"""Columns of the language tables; the other languages share one."""

KINDS = {"document": "documents", "sentence": "sentences", "failed": "could not be read", "repair": ""}


def corpora(facts: Facts) -> Section:
    """The published table: a row a corpus, before, after cleaning, after deduplication."""
    tables = [_size_table(facts, measure, caption) for measure, caption in SIZE_CAPTIONS.items()]
    text = note(
        "Read: as it was in the files. Cleaned: what cleaning kept. Deduplicated: what is left after copies were "
        "removed over all corpora together. Removed: from the first to the last number of a row (not of bytes: white "
        "space counts in the first only). "
        f"{UNKNOWN} stands for what is not known."
    )
    return Section("corpora", "Corpora", f'{text}<div class="sizes">{"".join(tables)}</div>')


def removals(facts: Facts) -> Section:
    """The funnels, all corpora first."""
    text = note(
        "Each level (in bold) says how much there was; the lines before it say what went on the way, by rule. Shares "
        "of documents are of the records in the files, shares of words of the words read. Rules on sentences leave the "
        "rest of their document; sentences of documents that went as a whole are counted with them."
    )
    return Section(
        "removals",
        "What was removed, and why",
        f'{text}<div class="funnels">{"".join(map(_funnel, facts.funnels))}</div>',
    )


def languages(facts: Facts) -> Section:
    """Declared language against languages found, in sentences and in words."""
    if not facts.languages:
        return Section("languages", "Languages", note("Not known before <code>clean</code> is finished."))
    text = note(
        "Rows: corpora with the language that the recipe declares. Columns: the languages in which cleaning found "
        "their text (ISO 639 codes): what was kept, and what went by the rule <code>language</code>. What a "
        "reader left out because it was stated to be in another language is not among them."
    )
    tables = _language_table(facts, "sentences", "Sentences") + _language_table(facts, "tokens", "Words")
    return Section("languages", "Languages", text + tables)


def lines(facts: Facts) -> Section:
    """The most repeated lines of the kept text."""
    found = facts.lines
    if found is None:
        return Section("lines", "Repeated lines", note("Not known before <code>clean</code> is finished."))
    text = note(
        f"Of the {number(found.considered)} lines of {MIN_WORDS} or more words that {code(found.stage)} kept, those "
        f"that occur most often: the first {SHOWN} of all that occur more than {plural(found.bound, 'time')}. Headings "
        "and set phrases belong in a corpus; menus, notices and signatures do not."
    )
    if not found.lines:
        return Section("lines", "Repeated lines", text + note("There is none."))
    columns = [Column("Times"), Column("Line", "text"), Column("Corpora", "text")]
    caption = "Lines, how often they occur, and where"
    return Section("lines", "Repeated lines", text + table(caption, columns, map(_line_row, found.lines)))


def samples(facts: Facts) -> Section:
    """Rejected sentences and documents, rule by rule."""
    if not facts.samples:
        return Section("samples", "Rejected text", note("Nothing was rejected."))
    closed = [corpus.name for corpus in facts.corpora if not corpus.samples]
    text = note(
        f"Judge the rules: for each, some of what it rejected, drawn at random (seed {facts.seeds['report']}). Of long "
        f"text the beginning is shown. Characters that cannot be seen stand as their code points, "
        f"such as {visible(chr(0x200B))}."
    )
    if closed:
        text += note(f"No text is shown of: {', '.join(map(visible, closed))}.")
    return Section("samples", "Rejected text", text + "".join(map(_rule_samples, facts.samples)))


def _size_table(facts: Facts, measure: str, caption: str) -> str:
    rows = [Row(_size_cells(visible(corpus.name), corpus.sizes, measure)) for corpus in facts.corpora]
    rows.append(Row(_size_cells("All", facts.total, measure), "total"))
    titles = ["Read", "Cleaned", "Dedupli&#173;cated", "Removed"]
    columns = [Column("Corpus", "text"), *map(Column, titles)]
    if measure == "bytes":
        return table(caption, columns[:-1], [Row(row.cells[:-1], row.kind) for row in rows])
    if measure != "tokens":
        return table(caption, columns, rows)
    licences = [*(visible(corpus.license) for corpus in facts.corpora), ""]
    shares = [*(_share_of_all(facts, corpus.sizes) for corpus in facts.corpora), _share_of_all(facts, facts.total)]
    columns += [Column("Share of what is left", "share"), Column("Licence", "text")]
    full = [
        Row([*row.cells, share, licence], row.kind) for row, licence, share in zip(rows, licences, shares, strict=True)
    ]
    return table(caption, columns, full)


def _size_cells(name: str, sizes: dict[str, Size], measure: str) -> list[str]:
    values: list[int | None] = [getattr(sizes.get(stage), measure, None) for stage in STAGES]
    known = [value for value in values if value is not None]
    removed = percent(known[0] - known[-1], known[0]) if len(known) > 1 else UNKNOWN
    return [name, *map(number, values), removed]


def _share_of_all(facts: Facts, sizes: dict[str, Size]) -> str:
    last = facts.stages[-1].name
    return bar(sizes[last].tokens, facts.total[last].tokens)


def _funnel(funnel: Funnel) -> str:
    columns = [
        Column("Step", "text"),
        Column("Documents"),
        Column("of records", "share"),
        Column("Sentences"),
        Column("Words"),
        Column("of words", "share"),
    ]
    caption = "All corpora" if funnel.corpus is None else visible(funnel.corpus)
    levels = [step for step in funnel.steps if step.kind == "level"]
    first = levels[0].documents if levels else None
    words = next((step.tokens for step in levels if step.tokens is not None), None)
    return table(caption, columns, [_step_row(step, first, words) for step in funnel.steps])


def _step_row(step: Step, documents: int | None, words: int | None) -> Row:
    show = number if step.kind == "level" else _minus
    cells = [_step_name(step), show(step.documents), _share(step.documents, documents)]
    cells += [show(step.sentences), show(step.tokens), _share(step.tokens, words)]
    if step.kind in ("sentence", "repair"):
        cells[1] = ""  # no document goes by it
    if step.kind == "repair":
        cells[3] = ""
    return Row(cells, "level" if step.kind == "level" else "gone")


def _step_name(step: Step) -> str:
    if step.kind == "level":
        return step.name
    said = meaning(step.stage, step.name)
    explained = f'<small class="meaning"> · {said}</small>' if said else ""
    return f"{code(step.name)} <small>{KINDS[step.kind]}</small>{explained}"


def _share(part: int | None, whole: int | None) -> str:
    return "" if part is None else bar(part, whole)


def _minus(count: int | None) -> str:
    return f"−{count:,}" if count else number(count)


def _language_table(facts: Facts, measure: str, caption: str) -> str:
    kept = next(each.found for each in facts.languages if each.kept)
    weight: dict[str, int] = {}
    for each in facts.languages:
        if not each.kept:
            weight[each.found] = weight.get(each.found, 0) + each.tokens
    order = sorted(weight, key=lambda name: (-weight[name], name))
    shown, others = order[:LANGUAGES_SHOWN], order[LANGUAGES_SHOWN:]
    titles = [f"{visible(kept)}, kept", *map(visible, shown), *(["others"] if others else [])]
    columns = [Column("Corpus", "text"), Column("Declared", "text"), *map(Column, titles), Column("Not kept")]
    rows = []
    for corpus in facts.corpora:
        found = [each for each in facts.languages if each.corpus == corpus.name]
        numbers = [_sum(found, measure, True), *(_sum(found, measure, False, [name]) for name in shown)]
        numbers += [_sum(found, measure, False, others)] if others else []
        cells = [visible(corpus.name), visible(corpus.language), *_heat(numbers)]
        rows.append(Row([*cells, percent(sum(numbers[1:]), sum(numbers))]))
    return table(caption, columns, rows)


def _sum(found: Iterable[Language], measure: str, kept: bool, names: Sequence[str] | None = None) -> int:
    chosen = (each for each in found if each.kept == kept and (names is None or each.found in names))
    return sum(int(getattr(each, measure)) for each in chosen)


def _heat(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers on a colour that grows with their share of the row, the first one's the colour of what is kept."""
    whole = sum(numbers) or 1
    for index, value in enumerate(numbers):
        yield heat(number(value), "gone" if index else "kept", value / whole)


def _line_row(line: Line) -> Row:
    corpora = ", ".join(f"<span>{visible(name)} {number(count)}</span>" for name, count in line.corpora.items())
    text = '<span class="hidden">not shown</span>' if line.text is None else _quote(line.text)
    return Row([number(line.count), text, corpora])


def _rule_samples(found: RuleSamples) -> str:
    said = meaning(found.stage, found.rule)
    noun = found.unit if found.stage != "ingest" else "record"
    closed = f"{number(found.allowed)} may be shown, " if found.allowed != found.rejected else ""
    numbers = f"{plural(found.rejected, noun)} rejected, {closed}{number(len(found.samples))} shown"
    summary = f'<span class="rule">{found.stage} · {code(found.rule)}</span> {said + ": " if said else ""}{numbers}'
    kind = "" if any(sample.text for sample in found.samples) else ' class="records"'
    said = measured(found.rule)
    explained = note(said) if said else ""
    return details(summary, f"{explained}<ol{kind}>{''.join(map(_sample, found.samples))}</ol>\n")


def _sample(sample: Sample) -> str:
    quote = _quote(sample.text) if sample.text else ""  # ingest leaves records out unread
    return f'<li>{quote}<p class="about">{" · ".join(_about(sample))}</p></li>\n'


def _about(sample: Sample) -> Iterator[str]:
    if sample.characters > len(sample.text):
        yield f"the first {len(sample.text)} of {number(sample.characters)} characters"
    if sample.value or sample.threshold:
        yield f"value {figure(sample.value)}, threshold {figure(sample.threshold)}"
    if sample.language:
        yield f"found {visible(sample.language)}"
    yield visible(sample.id)
    if sample.keeper:
        yield f"keeper {visible(sample.keeper)}"


def _quote(text: str) -> str:
    """Text in lines; empty ones are left out."""
    lines = filter(None, map(str.strip, text.split("\n")))
    return f'<blockquote dir="auto" lang="">{visible(chr(10).join(lines))}</blockquote>'
