import asyncio
import threading

import pytest

from bioroberta.errors import AnswerSizeError, InputError, TargetError
from serve.model_thread import ModelThread, Refused


def test_loading_and_all_calls_share_one_thread_that_is_not_the_callers():
    def load():
        loaded_on = threading.get_ident()
        return lambda texts: [(loaded_on, threading.get_ident()) for _ in texts]

    async def ask():
        model = ModelThread(load)
        return await asyncio.gather(model(["a", "b"]), model(["c"]))

    threads = {ident for answer in asyncio.run(ask()) for pair in answer for ident in pair}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_parameters_are_passed_by_name():
    model = ModelThread(lambda: lambda texts, top_k: [text * top_k for text in texts])
    assert asyncio.run(model(["ab"], top_k=2)) == ["abab"]


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (InputError("no mask"), Refused("no mask", 422, "inputs")),
        (AnswerSizeError("too much"), Refused("too much", 413, "inputs")),
        (TargetError("no token"), Refused("no token", 400, "parameters.targets")),
    ],
)
def test_what_the_model_refuses_is_a_value(error, refused):
    def model(texts):
        raise error

    assert asyncio.run(ModelThread(lambda: model)(["a"])) == refused


def test_a_defect_stays_an_exception():
    model = ModelThread(lambda: lambda texts: [1 // 0])
    with pytest.raises(ZeroDivisionError):
        asyncio.run(model(["a"]))


def test_a_call_given_up_while_it_waits_never_starts():
    done, release = [], threading.Event()

    def model(texts):
        release.wait(10)
        done.extend(texts)
        return texts

    async def ask():
        thread = ModelThread(lambda: model)
        first, second = asyncio.create_task(thread(["first"])), asyncio.create_task(thread(["second"]))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        release.set()
        await first
        await thread(["third"])

    asyncio.run(ask())
    assert done == ["first", "third"]
