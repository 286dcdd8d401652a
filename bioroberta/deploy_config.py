"""Settings of `deploy`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt

from bioroberta.config import Config, FilledIn


class DeployConfig(Config):
    """Where the run's models are served."""

    tasks: Annotated[tuple[str, ...], FilledIn()] = ()
    """Fine-tuned tasks to serve, each under its own name; a recipe puts its tasks here."""

    examples: dict[str, str] = {}
    """A text to ask each model at the end of `bioroberta run`: by its task, and `pretrain` for the pretrained model,
    which is served under the recipe's name."""

    host: str = "127.0.0.1"
    """The address to listen on. Only this machine by default: the service has no login yet."""

    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    """Ray Serve's default."""

    threads: PositiveInt = 1
    """Torch threads of each model, and on a cluster the CPUs that each of its replicas claims."""

    start_timeout_s: PositiveFloat = 300.0
    """How long the service may take until every model answers."""
