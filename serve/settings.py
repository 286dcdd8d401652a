"""What an application serves and within which bounds: the `args` of a Serve config file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from bioroberta.config import Config

Kind = Literal["fill-mask", "ner"]


class Limits(Config):
    """Bounds on one request; past any of them the answer is 413."""

    body_bytes: PositiveInt = 2_000_000
    """Bytes of the JSON body: about 300,000 Spanish words."""

    texts: PositiveInt = 64
    """Texts of one request."""

    characters: PositiveInt = 400_000
    """Characters of one text: eight times the 50,000-word discharge summary that nobody should write."""

    candidates: PositiveInt = 2_000
    """Candidates of a fill-mask answer, masks times `top_k` over all texts. Each repeats its text: about 700 bytes for
    100 masks, and at most 5 MB in all for the longest texts (512 tokens)."""


class Autoscaling(Config):
    """Replicas follow the load between two bounds."""

    min_replicas: PositiveInt = 1
    max_replicas: PositiveInt
    target_ongoing_requests: PositiveFloat = 2.0
    """Requests in work and waiting per replica that the autoscaler aims at (Ray Serve's default)."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min_replicas > self.max_replicas:
            raise ValueError(f"min_replicas {self.min_replicas} is over max_replicas {self.max_replicas}")
        return self


class ModelSettings(Config):
    """One model: a name in the URL, what it does, and where its Hugging Face folder lies."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    kind: Kind
    path: str
    """The model's folder, on every node that may host a replica."""

    threads: PositiveInt = 1
    """Torch threads of a replica. Explicit, since Ray sets OMP_NUM_THREADS from `num_cpus` of the actor."""

    num_cpus: PositiveFloat = 1.0
    """CPUs that a replica claims from Ray; a share of one packs several idle models onto a laptop."""

    num_replicas: PositiveInt = 1
    autoscaling: Autoscaling | None = None
    """Instead of `num_replicas`."""

    max_ongoing_requests: PositiveInt = 8
    """Requests at one replica at a time, one in work and the rest waiting in line (Ray Serve's default is 5)."""

    max_queued_requests: PositiveInt = 64
    """Requests waiting at the gateway for a replica; more are refused with 429."""


class ServeSettings(Config):
    """The whole application."""

    models: Annotated[tuple[ModelSettings, ...], Field(min_length=1)]
    limits: Limits = Limits()
    gateway_replicas: PositiveInt = 1
    gateway_cpus: PositiveFloat = 0.5
    gateway_requests: PositiveInt = 256
    """Requests at one gateway replica at a time, nearly all of them waiting for a model."""

    health_timeout_s: PositiveFloat = 5.0
    """How long `GET /healthz` waits for a replica of each model to answer."""

    release: str = ""
    """Told by `GET /healthz`: which deployment this is."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [model.name for model in self.models]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"models share a name: {', '.join(twice)}")
        return self
