"""A loaded model and the one thread that it runs on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from bioroberta.errors import AnswerSizeError, InputError, TargetError

Answers = list[Any]


@dataclass(frozen=True)
class Refused:
    """The model cannot answer these inputs. A value, not an exception: Ray logs exceptions with their message."""

    reason: str
    status: int = 422
    field: str = "inputs"


class ModelThread:
    """Runs blocking inference off the event loop, one call at a time.

    Loading happens on the same thread, since torch keeps its thread count per calling thread. One forward at a time:
    concurrent ones would share the same cores, and a call whose client hung up while it waited never starts.
    """

    def __init__(self, load: Callable[[], Callable[..., Answers]]) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._model = self._executor.submit(load).result()

    async def __call__(self, texts: list[str], **parameters: Any) -> Answers | Refused:
        """The model's answers, one a text, or why there are none."""
        call = partial(self._model, texts, **parameters)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, call)
        except TargetError as error:
            return Refused(str(error), 400, "parameters.targets")
        except AnswerSizeError as error:
            return Refused(str(error), 413)
        except InputError as error:
            return Refused(str(error))
