"""Configuration of fine-tuning, its search and its evaluation.

The defaults of `Settings` are the predecessor's recipe (PlanTL-GOB-ES/lm-biomedical-clinical-es, ner.sh and
ner/run_ner.py: Hugging Face's Trainer with its own defaults), but for the windows: the predecessor cut sentences at 512
tokens and lost what came after.
"""

import reprlib
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from bioroberta.config import Config, FilledIn, Location

Share = Annotated[float, Field(gt=0, lt=1)]


class TaskConfig(Config):
    """A named-entity task: three brat folders."""

    train: Location
    """What the classifier learns from: a folder with NAME.txt beside NAME.ann."""
    selection: Location | Share
    """Chooses epoch and settings. A share takes the train documents with the smallest sha256 of the file stem."""
    report: Location
    """Scored once, by evaluate."""
    ignore_labels: tuple[str, ...] = ()
    """Neither learned nor scored (UNCLEAR in PharmaCoNER)."""

    @field_validator("selection", mode="before")
    @classmethod
    def _folder_or_share(cls, value: Any) -> Any:
        # Otherwise each member of the union says what it would have liked, and the two contradict each other.
        is_share = isinstance(value, int | float) and 0 < value < 1
        if not isinstance(value, str) and not is_share:
            raise ValueError(f"{reprlib.repr(value)} should be a folder, or a share of train between 0 and 1")
        return value


class Settings(Config):
    """What training varies and tune searches. Batches are global: split over devices, never multiplied."""

    learning_rate: float = Field(default=5e-5, gt=0)
    """Peak; BSC ner.sh (Trainer's default). Decays linearly to 0."""
    batch_size: int = Field(default=16, ge=1)
    """Windows a step; BSC ner.sh: 4 sentences x 4 accumulated."""
    epochs: int = Field(default=10, ge=1)
    """BSC ner.sh; the epoch with the best F1 on the selection documents is kept."""
    warmup_share: float = Field(default=0.0, ge=0, lt=1)
    """Share of the steps in which the rate rises linearly; BSC: none."""
    weight_decay: float = Field(default=0.0, ge=0)
    """On matrices only, not on biases and norms; BSC: none."""
    clip_norm: float = Field(default=1.0, gt=0)
    """Largest norm of the gradient; Trainer's default."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """In the encoder and before the linear head; RoBERTa and BERT."""
    max_length: int = Field(default=128, ge=8)
    """Sub-words of a window, special tokens included; spaCy's transformer windows (128 with 32 shared)."""
    overlap: int = Field(default=32, ge=0)
    """Sub-words that neighbouring windows share at least: context for the tokens at their edges."""

    @model_validator(mode="after")
    def _windows_advance(self) -> Self:
        # Four special tokens are more than any supported tokenizer puts around a window.
        if self.overlap >= self.max_length - 4:
            raise ValueError(
                f"overlap {self.overlap} must stay below max_length {self.max_length} minus special tokens"
            )
        return self


class FinetuneConfig(Config):
    """Train a token classifier on one task."""

    init_from: Location | None = None
    """The encoder: a folder, or `hf://owner/name` on the Hugging Face hub. None: this run's pretrained model."""
    settings: Settings = Settings()
    settings_from: Literal["recipe", "tune"] = "recipe"
    """`tune` takes all settings from the best trial of this run's tune stage instead of `settings`."""
    seed: int = 0
    """Head initialisation, dropout and the order of windows."""
    task: Annotated[TaskConfig | None, FilledIn()] = None
    """Filled in from the recipe's `tasks`, once for each."""


class Uniform(Config):
    """Any number between two bounds."""

    kind: Literal["uniform"] = "uniform"
    """Every number as likely as another."""
    low: float
    """The smallest value."""
    high: float
    """The largest value."""

    @model_validator(mode="after")
    def _low_is_lower(self) -> Self:
        _refuse_empty(self.low, self.high)
        return self


class LogUniform(Config):
    """A number between two positive bounds, every order of magnitude as likely as another."""

    kind: Literal["loguniform"] = "loguniform"
    """Every order of magnitude as likely as another."""
    low: float = Field(gt=0)
    """The smallest value."""
    high: float = Field(gt=0)
    """The largest value."""

    @model_validator(mode="after")
    def _low_is_lower(self) -> Self:
        _refuse_empty(self.low, self.high)
        return self


def _refuse_empty(low: float, high: float) -> None:
    if not low < high:
        raise ValueError(f"low {low:g} must be below high {high:g}")


class Choice(Config):
    """One of the listed values."""

    kind: Literal["choice"] = "choice"
    """Each listed value as likely as another."""
    values: tuple[float | int | str, ...] = Field(min_length=1)
    """The values."""


Domain = Annotated[Uniform | LogUniform | Choice, Field(discriminator="kind")]


def _default_space() -> dict[str, Domain]:
    return {"learning_rate": LogUniform(low=2e-5, high=2e-4), "batch_size": Choice(values=(8, 16, 32))}


class TuneConfig(Config):
    """Search the fine-tuning settings of one task."""

    init_from: Location | None = None
    """As in finetune."""
    settings: Settings = Settings()
    """The values of what `space` does not name."""
    space: dict[str, Domain] = Field(default_factory=_default_space)
    """Domains by the names of `settings`."""
    trials: int = Field(default=8, ge=1)
    """Settings to try."""
    grace_epochs: int = Field(default=1, ge=1)
    """No trial stops earlier (ASHA, Li et al. 2018)."""
    reduction_factor: int = Field(default=2, ge=2)
    """One trial in this many goes on at each rung; the paper uses 4, which needs more trials than a laptop runs."""
    cpus_per_trial: int = Field(default=1, ge=1)
    """Also a trial's torch threads. Part of the result only by rounding."""
    max_concurrent: int = Field(default=2, ge=1)
    """Trials at once."""
    seed: int = 0
    """Of the sampled settings; also every trial's seed, so that trials differ in their settings alone."""
    task: Annotated[TaskConfig | None, FilledIn()] = None
    """Filled in from the recipe's `tasks`, once for each."""

    @model_validator(mode="after")
    def _space_names_settings(self) -> Self:
        unknown = sorted(self.space.keys() - Settings.model_fields.keys())
        if unknown:
            raise ValueError(f"space names {', '.join(unknown)}; settings are {', '.join(Settings.model_fields)}")
        return self


class EvaluateConfig(Config):
    """Tag and score the report documents of one task."""

    task: Annotated[TaskConfig | None, FilledIn()] = None
    """Filled in from the recipe's `tasks`, once for each."""
