"""The deployment of one fill-mask model."""

from __future__ import annotations

from typing import Any

from serve.model_thread import Answers, ModelThread, Refused


class FillMaskModel:
    """A replica of one masked language model."""

    def __init__(self, path: str, threads: int) -> None:
        # Imported by the replica, not by the gateway, which stays without torch.
        from bioroberta.inference import FillMask

        self._model = ModelThread(lambda: FillMask(path, threads=threads))

    async def __call__(self, texts: list[str], parameters: dict[str, Any]) -> Answers | Refused:
        """For each text the candidates for its mask (for several masks a list of lists).

        Refused without a mask, for a target that is not one token, and over `max_candidates`.
        """
        return await self._model(texts, **parameters)

    async def ready(self) -> bool:
        """The model is loaded and the replica takes requests."""
        return True
