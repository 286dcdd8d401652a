"""`bioroberta report`: the facts of a run, read once, and the page and the JSON that show them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.language import LANGDETECT_SEED
from bioroberta.errors import InputError
from bioroberta.identity import given, refuse_other
from bioroberta.recipe import Recipe
from bioroberta.report.facts import STAGES, Copies, Corpus, Facts, Funnel, Lines, Overlap, StageRun
from bioroberta.report.funnel import Manifests, Tallies, languages, size, steps, total
from bioroberta.report.lines import COLUMNS, repeated_lines
from bioroberta.report.page import page
from bioroberta.report.shards import Samples, read_part, read_rejections
from bioroberta.stages import Job, jobs

log = logging.getLogger(__name__)


def write_report(recipe: Recipe) -> str:
    """Write `report/facts.json` and `report/index.html` into the run's folder; returns where the page is.

    Raises InputError when no stage of the corpus is finished, RunError when one was made from another recipe or its
    shards are damaged.
    """
    facts = gather(recipe)
    folder = recipe.root.child("report")
    folder.write_bytes("facts.json", facts.as_json())
    folder.write_bytes("index.html", page(facts).encode())
    return folder.child("index.html").uri


def gather(recipe: Recipe) -> Facts:
    """All facts of a run, from its manifests and shards. Raises as `write_report` does."""
    finished = {job.stage.name: (job, manifest) for job, manifest in _finished(recipe)}
    if not finished:
        raise InputError(
            f"there is nothing to report in {recipe.root.uri}: none of {', '.join(STAGES)} is finished; "
            f"run `bioroberta run RECIPE --until dedup` first"
        )
    manifests = {stage: manifest for stage, (_, manifest) in finished.items()}
    open_corpora = [source.name for source in recipe.ingest.corpora if source.samples and recipe.report.samples]
    tallies: dict[str, Any] = {}
    samples = []
    for stage, (job, _) in finished.items():
        found = Samples(recipe.report, open_corpora)
        tallies[stage] = read_rejections(job, found)
        samples += found.chosen(stage, tallies[stage])
    sources, names = recipe.ingest.corpora, [source.name for source in recipe.ingest.corpora]
    corpora = tuple(_corpus(source, manifests, tallies) for source in sources)
    wanted = " ".join(recipe.clean.languages)
    return Facts(
        recipe=recipe.name,
        missing=tuple(stage for stage in STAGES if stage not in finished),
        stages=tuple(_stage_run(stage, manifest) for stage, manifest in manifests.items()),
        corpora=corpora,
        total={stage: total(corpus.sizes[stage] for corpus in corpora) for stage in manifests},
        funnels=tuple(
            Funnel(corpus, tuple(steps([corpus] if corpus else names, manifests, tallies))) for corpus in (None, *names)
        ),
        languages=tuple(languages(sources, wanted, manifests, tallies)) if "clean" in manifests else (),
        lines=_lines([job for job, _ in finished.values()], open_corpora),
        copies=_copies(manifests),
        samples=tuple(samples),
        seeds={"report": recipe.report.seed, "langdetect": LANGDETECT_SEED},
    )


def _finished(recipe: Recipe) -> Iterator[tuple[Job, dict[str, Any]]]:
    """The finished stages of the corpus, each made from this recipe and from what the one before it holds now."""
    for stage in STAGES:
        [job] = jobs(recipe, stage)
        manifest = job.manifest()
        if manifest is None:
            continue
        before = {source.label: source.manifest() for source in job.inputs()}
        inputs = {label: found["fingerprint"] for label, found in before.items() if found}
        refuse_other(job, {**given(job), **({"inputs": inputs} if inputs else {})})
        yield job, manifest


def _corpus(source: CorpusSource, manifests: Manifests, tallies: Tallies) -> Corpus:
    stored = _stored(source.name, manifests)
    return Corpus(
        name=source.name,
        license=source.license,
        language=source.language,
        format=source.format,
        samples=source.samples,
        files=stored.get("files"),
        stored_bytes=stored.get("bytes"),
        sha256=stored.get("sha256"),
        sizes={stage: size(stage, [source.name], manifests, tallies) for stage in manifests},
    )


def _stored(corpus: str, manifests: Manifests) -> Mapping[str, Any]:
    """What the corpus's files were when they were read."""
    sources: Mapping[str, Any] = manifests["ingest"]["identity"]["sources"] if "ingest" in manifests else {}
    found: Mapping[str, Any] = sources.get(corpus, {})
    return found


def _lines(finished: list[Job], shown: list[str]) -> Lines | None:
    """Of the last stage that writes cleaned documents."""
    last = finished[-1]
    if last.stage.name == "ingest":
        return None
    return repeated_lines(last.stage.name, partial(read_part, last, "data", COLUMNS), shown)


def _copies(manifests: Manifests) -> Copies | None:
    found: Mapping[str, Any] = manifests["dedup"]["results"] if "dedup" in manifests else {}
    if "overlap" not in found:  # written by an earlier version
        return None
    clusters = {int(size): count for size, count in found.get("clusters", {}).items()}
    return Copies(tuple(Overlap(**row) for row in found["overlap"]), clusters, found["rounds"])


def _stage_run(stage: str, manifest: Mapping[str, Any]) -> StageRun:
    names = ("fingerprint", "commit", "started", "wall_seconds", "worker_cpu_seconds", "driver_cpu_seconds", "shards")
    return StageRun(
        name=stage,
        **{name: manifest[name] for name in names},
        workers=manifest["execution"]["workers"],
        output=manifest["output"],
        versions=dict(manifest["versions"]),
        settings=dict(_flat(manifest["identity"]["config"])),
    )


def _flat(config: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in config.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif name != "corpora":  # they have a table of their own
            yield f"{above}{name}", value
