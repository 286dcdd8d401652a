"""The recipe: one value that says what a run makes, one field a stage, in the order in which data flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import pydantic

from bioroberta.config import Config, FilledIn, is_marked, override, parse, read_yaml
from bioroberta.corpus.config import CleanConfig, IngestConfig
from bioroberta.dedup.config import DedupConfig
from bioroberta.deploy_config import DeployConfig
from bioroberta.errors import ConfigError, InputError
from bioroberta.finetuning.config import EvaluateConfig, FinetuneConfig, TaskConfig, TuneConfig
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.report_config import ReportConfig
from bioroberta.storage import SAMPLE, Folder, resolve
from bioroberta.tokenization.config import EncodeConfig, TokenizerConfig

Name = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class ExecutionConfig(Config):
    """How wide stages run, and how they tell of it. It changes no output and is no part of a fingerprint."""

    workers: pydantic.PositiveInt | None = None
    """Workers of a stage; none: as many as the cluster has CPUs (GPUs, with `use_gpu`)."""
    cpus_per_worker: pydantic.PositiveFloat = 1.0
    """CPUs that each worker claims, and its torch threads."""
    use_gpu: bool = False
    """Whether trainings take a GPU a worker."""
    json_logs: bool = False
    """Log lines as JSON objects, one a line, for a machine to read."""


class Recipe(Config):
    """A whole run. `inputs` and `storage` say where, the rest says what."""

    name: Name
    """The run's name: its folder below `storage`."""
    inputs: str = "."
    """Folder or URI against which relative locations are resolved; `sample:` is the data that ships with bioroberta.
    An environment variable in it (`$BIOROBERTA_DATA`) is replaced once, by the command line."""
    storage: str = "runs"
    """Folder or URI that holds runs; on a cluster an absolute path that all nodes see, or an object store."""
    execution: ExecutionConfig = ExecutionConfig()
    tasks: dict[Name, TaskConfig] = {}
    """Annotated sets by name: tuned, fine-tuned and evaluated one after another."""
    ingest: IngestConfig
    clean: CleanConfig = CleanConfig()
    dedup: DedupConfig = DedupConfig()
    tokenizer: TokenizerConfig = TokenizerConfig()
    encode: EncodeConfig = EncodeConfig()
    pretrain: PretrainConfig = PretrainConfig()
    tune: TuneConfig | None = None
    """Left out: `run` does not search."""
    finetune: FinetuneConfig = FinetuneConfig()
    evaluate: EvaluateConfig = EvaluateConfig()
    deploy: DeployConfig = DeployConfig()
    report: ReportConfig = ReportConfig()

    @pydantic.model_validator(mode="after")
    def _nothing_filled_in_is_given(self) -> Self:
        for name, section in self:
            given = next(_filled_in(section), None) if isinstance(section, Config) else None
            if given:
                raise ValueError(f"{name}.{given} is filled in from the rest of the recipe; leave it out")
        return self

    @pydantic.model_validator(mode="after")
    def _tune_is_there(self) -> Self:
        if self.finetune.settings_from == "tune" and self.tune is None:
            raise ValueError("finetune.settings_from is 'tune', but the recipe has no section 'tune'")
        return self

    @pydantic.model_validator(mode="after")
    def _served_models_have_names(self) -> Self:
        if self.name in self.tasks:
            raise ValueError(f"name '{self.name}' is also a task, and both are names of served models: change one")
        known = ["pretrain", *self.tasks]
        unknown = ", ".join(f"'{key}'" for key in self.deploy.examples if key not in known)
        if unknown:
            raise ValueError(f"deploy.examples has {unknown}; its keys are {', '.join(known)}")
        return self

    @pydantic.model_validator(mode="after")
    def _accepted_corpora_are_there(self) -> Self:
        known = [source.name for source in self.ingest.corpora]
        unknown = ", ".join(f"'{name}'" for name in self.dedup.accept if name not in known)
        if unknown:
            raise ValueError(f"dedup.accept has {unknown}; the corpora are {', '.join(known)}")
        return self

    @pydantic.field_validator("storage")
    @classmethod
    def _storage_is_no_sample(cls, storage: str) -> str:
        if storage.startswith(SAMPLE):
            raise ValueError("runs cannot be written into the sample data; give storage=FOLDER or s3://BUCKET/runs")
        return storage

    @pydantic.model_validator(mode="after")
    def _blocks_fit_the_model(self) -> Self:
        _refuse_longer("encode.block_length", self.encode.block_length, self.pretrain.model.max_length)
        return self

    @pydantic.model_validator(mode="after")
    def _windows_fit_the_model(self) -> Self:
        longest = self.pretrain.model.max_length
        if not self.tasks:
            return self
        if self.finetune.init_from is None and self.finetune.settings_from == "recipe":
            _refuse_longer("finetune.settings.max_length", self.finetune.settings.max_length, longest)
        if self.tune is not None and self.tune.init_from is None:
            _refuse_longer("tune.settings.max_length", self.tune.settings.max_length, longest)
        return self

    @property
    def root(self) -> Folder:
        """The run's folder."""
        return Folder(self.storage).child(self.name)

    def section(self, stage: str, task: str | None = None) -> Config:
        """A stage's config as the stage function gets it: task filled in, locations resolved.

        Raises ConfigError for a stage that the recipe leaves out.
        """
        section: Config | None = getattr(self, stage)
        if section is None:
            raise ConfigError(f"the recipe has no section '{stage}'; add one to run this stage")
        if task is not None:
            section = section.model_copy(update={"task": self.tasks[task]})
        if isinstance(section, CleanConfig):
            needed = tuple(source.name for source in self.ingest.corpora if not source.may_be_empty)
            crawled = tuple(source.name for source in self.ingest.corpora if source.is_crawled())
            section = section.model_copy(update={"corpora": needed, "crawled": crawled})
        if isinstance(section, DedupConfig):
            section = section.model_copy(update=self._dedup_facts(section))
        if isinstance(section, DeployConfig):
            section = section.model_copy(update={"tasks": tuple(self.tasks)})
        return _resolved(section, self.inputs)

    def _dedup_facts(self, section: DedupConfig) -> dict[str, Any]:
        reports = tuple(task.report for task in self.tasks.values())
        return {
            "corpora": tuple(source.name for source in self.ingest.corpora),
            "evaluation": tuple(dict.fromkeys([*section.evaluation, *reports])),
        }


def load(path: str, overrides: Mapping[str, Any]) -> Recipe:
    """The recipe of a YAML file with dotted keys replaced. Raises InputError or ConfigError naming what is wrong."""
    file = Path(path)
    if not file.is_file():
        near = ", ".join(sorted(str(found) for found in file.parent.glob("*.yaml"))) if file.parent.is_dir() else ""
        raise InputError(f"there is no recipe {path}" + (f"; there are {near}" if near else ""))
    try:
        values = read_yaml(file.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text") from None
    if not isinstance(values, Mapping):
        raise ConfigError(f"{path} is not a recipe: it should map keys such as 'name' and 'ingest' to values")
    try:
        return parse(Recipe, override(values, overrides))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _filled_in(section: Config) -> Iterator[str]:
    """Keys that the recipe fills in itself and that have a value, also of configs in a section's lists."""
    for key, field in type(section).model_fields.items():
        value = getattr(section, key)
        if is_marked(field, FilledIn) and value != field.default:
            yield key
        for number, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Config):
                yield from (f"{key}.{number}.{inner}" for inner in _filled_in(item))


def _refuse_longer(key: str, length: int, longest: int) -> None:
    if length > longest:
        raise ValueError(f"{key} {length} is longer than the model's input, pretrain.model.max_length {longest}")


def _resolved(section: Config, inputs: str) -> Config:
    places = {key: resolve(inputs, location) for key, location in section.locations().items()}
    return section.with_overrides(places) if places else section
