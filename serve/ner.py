"""The deployment of one named-entity model."""

from __future__ import annotations

from typing import Any

from serve.model_thread import Answers, ModelThread, Refused


class NerModel:
    """A replica of one token-classification model."""

    def __init__(self, path: str, threads: int) -> None:
        # Imported by the replica, not by the gateway, which stays without torch.
        from bioroberta.inference import Tagger

        self._model = ModelThread(lambda: Tagger(path, threads=threads))

    async def __call__(self, texts: list[str], parameters: dict[str, Any]) -> Answers | Refused:
        """For each text, of any length, its entities with `word == text[start:end]`."""
        return await self._model(texts, **parameters)

    async def ready(self) -> bool:
        """The model is loaded and the replica takes requests."""
        return True
