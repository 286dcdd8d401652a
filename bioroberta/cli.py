"""The command line: `bioroberta STAGE RECIPE [key=value ...]`. The only place that prints or reads the environment."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bioroberta import __version__
from bioroberta.config import override, parse, parse_overrides
from bioroberta.corpus.withdrawn import parse_ids
from bioroberta.dry_run import describe_run
from bioroberta.errors import BiorobertaError, ConfigError, InputError
from bioroberta.execute import check, check_storage, is_done, run_job
from bioroberta.logs import configure_logging, fields
from bioroberta.recipe import Recipe, load
from bioroberta.session import LOCAL, interruptible, ray_address, start_ray
from bioroberta.stages import NAMES, STAGES, Job, jobs, plan
from bioroberta.status import describe, status
from bioroberta.summary import sentence, summarise, totals

if TYPE_CHECKING:
    from bioroberta.run import Execution

log = logging.getLogger("bioroberta")

FOLDER_HELP = "where NAME/ is made; default: corpora"
ID_HELP = "a document's id (CORPUS/PATH#RECORD), or a file with one a line; or what replaces a key of the recipe"

OVERRIDE = r"[^/=@#]+="
"""How `key=value` begins, and no id: before its first slash stands the name of a corpus."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 (a run failed), 2 (wrong input) or 130 (interrupted)."""
    options = parse_arguments(arguments)
    configure_logging(as_json=False)
    try:
        with interruptible():
            options.command(options)
    except BiorobertaError as error:
        _tell(options, f"error: {error}")
        return 2 if isinstance(error, ConfigError | InputError) else 1
    except KeyboardInterrupt:
        _tell(options, f"interrupted: {options.remedy}")
        return 130
    return 0


def _tell(options: argparse.Namespace, line: str) -> None:
    """The last line of a command that failed, as JSON among lines of JSON."""
    if getattr(options, "json_logs", False):
        log.error("%s", line.removeprefix("error: "))
    else:
        print(line, file=sys.stderr)


def _say(text: str) -> None:
    """What a command answers. Nothing more is said once nobody reads it (`| head`)."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer fails quietly
        sys.exit(128 + signal.SIGPIPE)


def job(stage: str) -> NoReturn:
    """The entry point of `jobs/STAGE.py` for `ray job submit`: recipe and overrides come from the command line."""
    sys.exit(main([stage, *sys.argv[1:]]))


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command's options; overrides may stand before and after flags, which argparse alone does not allow."""
    parser = build_parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and (not hasattr(options, "overrides") or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        options.overrides += rest
    return options


def build_parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    parser = argparse.ArgumentParser(
        prog="bioroberta", description="Spanish biomedical language models on Ray: raw corpora in, a served model out."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = _command(commands, "run", "all stages of a recipe, one after another", run_all)
    run.add_argument("--until", choices=NAMES, default=NAMES[-1], metavar="STAGE", help="stop after this stage")
    _recipe_arguments(run)
    run.add_argument("--dry-run", action="store_true", help="say what each stage would read, write and need")
    for stage in STAGES:
        command = _command(commands, stage.name, stage.does, run_stage)
        command.set_defaults(stage=stage.name)
        if stage.name == "deploy":
            command.add_argument("--stop", action="store_true", help="end what deploy started")
        _recipe_arguments(command)
    _add_commands_on_runs(commands)
    _add_tools(commands)
    return parser


def _add_commands_on_runs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What is done with a run that is there."""
    takedown = _command(
        commands,
        "takedown",
        "take documents out of ingest, clean and dedup as if they had never been there, doing again what they concern; "
        "which later stages hold them still is said",
        take_down,
    )
    takedown.add_argument("recipe", metavar="RECIPE", help="the recipe of the run")
    takedown.add_argument("overrides", nargs="*", default=[], metavar="ID|@FILE|key=value", help=ID_HELP)
    extend = _command(
        commands,
        "extend",
        "bring ingest, clean and dedup up to corpora that were added last to a recipe, reading only these",
        add_corpora,
    )
    _recipe_arguments(extend)
    report = _command(
        commands,
        "report",
        "write the data card: what was read, kept and removed, by which rule, as a page (HTML) and as JSON",
        print_report,
    )
    _recipe_arguments(report)
    status = _command(commands, "status", "say how far a run is, stage by stage", print_status)
    status.add_argument("--json", action="store_true", help="print one JSON object a line")
    _recipe_arguments(status)


def _add_tools(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What needs no run."""
    keys = _command(commands, "keys", "list the keys of a recipe: type, default, meaning", print_keys)
    keys.add_argument("prefix", nargs="?", default="", metavar="PREFIX", help="only this key and those below it")
    sample = _command(commands, "sample", "write sample corpora, annotated sets and the truth about them", write_sample)
    sample.set_defaults(remedy="what was written is not whole: remove it and run the same command again")
    sample.add_argument("out", type=Path, metavar="OUT", help="a new folder")
    sample.add_argument("overrides", nargs="*", default=[], metavar="key=value", help="size=1GB, seed=7, workers=2")
    download = _command(
        commands,
        "download",
        "fetch a published corpus: resumed where the connection breaks, checked against its record",
        download_corpus,
    )
    download.add_argument("name", nargs="?", metavar="NAME", help="without it, what there is")
    download.add_argument("folder", nargs="?", type=Path, default=Path("corpora"), metavar="FOLDER", help=FOLDER_HELP)
    score = _command(commands, "score", "score predicted brat files by exact character spans", print_scores)
    score.add_argument("gold", metavar="GOLD_DIR")
    score.add_argument("predicted", metavar="PREDICTED_DIR")
    score.add_argument("--json", action="store_true", help="print one JSON object")


def run_all(options: argparse.Namespace) -> None:
    """`bioroberta run`: every stage up to `--until`, then what they did and what the served models answer."""
    recipe = load_recipe(options)
    planned = plan(recipe, options.until)
    if options.dry_run:
        _say(describe_run(planned))
        return
    _run(planned)
    _say(summarise(planned))
    if planned[-1].stage.name == "deploy":
        print_answers(recipe, stop_command(options))


def run_stage(options: argparse.Namespace) -> None:
    """`bioroberta STAGE`: one stage, for every task of the recipe where it runs a task."""
    recipe = load_recipe(options)
    if getattr(options, "stop", False):
        stop_service(recipe)
        return
    planned = jobs(recipe, options.stage)
    _run(planned)
    _say(summarise(planned))


def take_down(options: argparse.Namespace) -> None:
    """`bioroberta takedown RECIPE ID...`; without ids the run's list is followed as it is."""
    from bioroberta.reopen import begun, describe_outdated, withdraw

    words = options.overrides
    options.overrides = [word for word in words if re.match(OVERRIDE, word)]
    ids = parse_ids(word for word in words if not re.match(OVERRIDE, word))
    planned = begun(load_recipe(options))
    _run(planned, withdraw(planned, ids))
    _say("\n".join([summarise(planned), *describe_outdated(planned[0].recipe)]))


def add_corpora(options: argparse.Namespace) -> None:
    """`bioroberta extend RECIPE`."""
    from bioroberta.reopen import begun, describe_outdated, extend

    planned = begun(load_recipe(options))
    _run(planned, extend(planned))
    _say("\n".join([summarise(planned), *describe_outdated(planned[0].recipe)]))


def load_recipe(options: argparse.Namespace) -> Recipe:
    """The recipe with overrides, its places made absolute."""
    recipe = load(options.recipe, parse_overrides(options.overrides))
    options.json_logs = recipe.execution.json_logs
    configure_logging(options.json_logs)
    places = {"inputs": recipe.inputs, "storage": recipe.storage}
    return recipe.with_overrides(
        {key: make_absolute(key, expand_variables(key, place)) for key, place in places.items()}
    )


def expand_variables(key: str, place: str) -> str:
    """`$NAME` and `${NAME}` replaced from the environment. Raises ConfigError for a variable that is not set."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if not os.environ.get(name):
            raise ConfigError(f"{key}: the environment variable {name} is not set; set it, or give {key}=FOLDER")
        return os.environ[name]

    return re.sub(r"\$(?:(\w+)|\{(\w+)\})", value, place)


def make_absolute(key: str, place: str) -> str:
    """A relative folder against the current one. Raises ConfigError on a cluster, whose nodes have other ones."""
    if "://" in place or place.startswith("sample:") or os.path.isabs(place):
        return place
    if key == "storage" and ray_address() != LOCAL:
        raise ConfigError(
            f"storage: '{place}' is relative, and on a cluster every process has another working directory; "
            f"give storage=/a/shared/folder or storage=s3://bucket/runs"
        )
    return str(Path(place).absolute())


def stop_service(recipe: Recipe) -> None:
    """`bioroberta deploy RECIPE --stop`."""
    from bioroberta.deploy import stop

    ended = stop(recipe.root.child("deploy"))
    _say("stopped" if ended else f"nothing was running for {recipe.root.uri}")


def stop_command(options: argparse.Namespace) -> str:
    """The line that ends the service of this run, to be pasted: with what the user gave that says which run it is."""
    program = sys.argv[0] if Path(sys.argv[0]).name == "bioroberta" else "bioroberta"
    places = [word for word in options.overrides if word.partition("=")[0] in ("name", "storage", "inputs")]
    return shlex.join([program, "deploy", options.recipe, *places, "--stop"])


def print_answers(recipe: Recipe, stop_line: str) -> None:
    """Ask every served model that has an example text in the recipe, and say how to end the service."""
    from bioroberta.deploy import ask, models

    manifest = jobs(recipe, "deploy")[0].manifest() or {}
    url = manifest["results"]["url"]
    for model in models(url):
        text = recipe.deploy.examples.get("pretrain" if model["kind"] == "fill-mask" else model["name"])
        if text is not None:
            _say(f"\nPOST {url}/v1/models/{model['name']}/{model['kind']}  {text}")
            for item in ask(url, model["name"], model["kind"], {"inputs": text}):
                _say("  " + json.dumps(item, ensure_ascii=False))
    _say(f"\nserved at {url} (try {url}/docs); this ends it:\n{stop_line}")


def print_report(options: argparse.Namespace) -> None:
    """`bioroberta report RECIPE`."""
    from bioroberta.report.report import write_report

    configure_logging(False)
    print(write_report(load_recipe(options)))


def print_status(options: argparse.Namespace) -> None:
    """`bioroberta status RECIPE`."""
    found = [status(job) for job in plan(load_recipe(options))]
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in found] if options.json else [describe(found)]
    _say("\n".join(lines))


def print_keys(options: argparse.Namespace) -> None:
    """`bioroberta keys [PREFIX]`."""
    from bioroberta.keys import keys

    _say("\n".join(key.text() for key in keys(options.prefix)))


def write_sample(options: argparse.Namespace) -> None:
    """`bioroberta sample OUT [size=1GB] [seed=7] [workers=2]`."""
    from bioroberta.sample.config import SampleConfig
    from bioroberta.sample.generator import write_sample

    config = parse(SampleConfig, override({}, parse_overrides(options.overrides)))
    try:
        refuse_used(options.out)
        write_sample(options.out, config.seed, config.size, config.workers)
    except NotADirectoryError:
        raise InputError(f"{options.out} is, or lies below, a file; name a new folder") from None
    except OSError as error:
        raise InputError(f"{options.out} cannot be written: {error.strerror or error}; name a new folder") from None
    _say(f"wrote the sample corpora, the annotated sets and the truth about them to {options.out}")


def refuse_used(folder: Path) -> None:
    """Raise InputError for a folder in which something is, and say so where it is a sample that was stopped."""
    from bioroberta.sample.truth import FOLDERS, MANIFEST

    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if there and there <= FOLDERS and not (folder / MANIFEST).exists():
        raise InputError(f"the sample in {folder} is unfinished; delete {folder} and run the same command again")
    if there:
        raise InputError(f"{folder} is not empty; name a new folder")


def download_corpus(options: argparse.Namespace) -> None:
    """`bioroberta download [NAME] [FOLDER]`."""
    from bioroberta.download import describe, download

    if options.name is None:
        _say(describe())
        return
    configure_logging(as_json=False)
    download(options.name, options.folder)
    _say(f"{options.name} is whole in {options.folder / options.name}")


def print_scores(options: argparse.Namespace) -> None:
    """`bioroberta score`."""
    from bioroberta.finetuning.scorers import score_folders
    from bioroberta.storage import Folder

    scores = score_folders(Folder(options.gold), Folder(options.predicted)).as_dict()
    _say(json.dumps(scores, ensure_ascii=False) if options.json else "\n".join(score_lines(scores)))


def score_lines(scores: Mapping[str, Any]) -> Iterator[str]:
    """`micro P R F1` first, then a line a label, then what was odd in the files."""
    for name, values in [("micro", scores["micro"]), *scores["labels"].items()]:
        yield f"{name} {values['precision']:.4f} {values['recall']:.4f} {values['f1']:.4f}"
    for problem in scores["problems"]:
        yield " ".join(str(value) for value in problem.values())


def _run(planned: Sequence[Job], sources: Mapping[str, Any] | None = None) -> None:
    """Run what is not done, after everything that can be refused without a cluster was looked at (with `sources`, what
    was found there, it was before).
    """
    sources = check(list(planned)) if sources is None else sources
    execution: Execution | None = None
    writable = False
    for item in planned:
        if is_done(item, sources):
            log.info("%s: done before, skipped", item.label)
            continue
        if not writable:
            check_storage(item.recipe)
            writable = True
        execution = execution or (None if item.stage.always else start_ray(item.recipe.execution))
        log.info("%s: begins", item.label)
        manifest = run_job(item, sources, execution)
        facts = {**totals(item, manifest), "results": manifest["results"], "seconds": manifest["wall_seconds"]}
        log.info("%s: done: %s", item.label, sentence(item, manifest), extra=fields(stage=item.label, **facts))


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    function: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.set_defaults(command=function, remedy="run the same command again to go on")
    return parser


def _recipe_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help="a YAML file such as jobs/recipes/demo.yaml")
    # With a default, argparse does not call it required where RECIPE is missing.
    parser.add_argument(
        "overrides", nargs="*", default=[], metavar="key=value", help="replaces a key, such as clean.min_tokens=5"
    )
