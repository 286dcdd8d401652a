import asyncio
import json
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from serve.api import Overloaded, Unavailable, create_app
from serve.model_thread import Refused
from serve.settings import ServeSettings

SETTINGS = ServeSettings.model_validate(
    {
        "models": [
            {"name": "bio", "kind": "fill-mask", "path": "/models/bio"},
            {"name": "drugs", "kind": "ner", "path": "/models/drugs"},
        ],
        "limits": {"body_bytes": 2000, "texts": 3, "characters": 100, "candidates": 50},
        "health_timeout_s": 0.05,
        "release": "1a2b",
    }
)
FILL_MASK, NER = "/v1/models/bio/fill-mask", "/v1/models/drugs/ner"


class Echo:
    """Answers each text with itself and the parameters it was asked with."""

    async def ask(self, texts, parameters):
        return [[{"text": text, "parameters": parameters}] for text in texts]

    async def ready(self):
        return True


class Failing(Echo):
    def __init__(self, error):
        self.error = error

    async def ask(self, texts, parameters):
        if isinstance(self.error, Refused):
            return self.error
        raise self.error

    async def ready(self):
        raise self.error


class Hanging(Echo):
    async def ready(self):
        await asyncio.sleep(60)


def client(bio=None, drugs=None):
    return TestClient(create_app(SETTINGS, {"bio": bio or Echo(), "drugs": drugs or Echo()}))


def test_one_text_gets_the_single_answer_and_a_list_gets_a_list():
    one = client().post(FILL_MASK, json={"inputs": "a <mask>"})
    many = client().post(FILL_MASK, json={"inputs": ["a <mask>", "b <mask>"]})
    assert one.json() == [{"text": "a <mask>", "parameters": {"top_k": 5, "max_candidates": 50}}]
    assert [answer[0]["text"] for answer in many.json()] == ["a <mask>", "b <mask>"]
    assert client().post(FILL_MASK, json={"inputs": ["a <mask>"]}).json() == [one.json()]
    assert client().post(FILL_MASK, json={"inputs": []}).json() == []


def test_parameters_reach_the_model():
    body = {"inputs": "a <mask>", "parameters": {"top_k": 2, "targets": ["fiebre"]}}
    assert client().post(FILL_MASK, json=body).json()[0]["parameters"] == {
        "top_k": 2,
        "targets": ["fiebre"],
        "max_candidates": 50,
    }
    assert client().post(NER, json={"inputs": "a"}).json()[0]["parameters"] == {"aggregation_strategy": "max"}
    body = {"inputs": "a", "parameters": {"aggregation_strategy": "none"}}
    assert client().post(NER, json=body).json()[0]["parameters"] == {"aggregation_strategy": "none"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "inputs"),
        ({"inputs": None}, "inputs"),
        ({"inputs": ["a", 5]}, "inputs.1"),
        ({"inputs": "a", "parameters": {"top_k": 0}}, "parameters.top_k"),
        ({"inputs": "a", "parameters": {"top_k": 1001}}, "parameters.top_k"),
        ({"inputs": "a", "parameters": {"topk": 5}}, "parameters.topk"),
        ({"inputs": "a", "parameters": {"targets": ["b", 4]}}, "parameters.targets.1"),
        ({"inputs": "a", "paremeters": {}}, "paremeters"),
        (["a"], "body"),
    ],
)
def test_a_wrong_body_is_told_by_its_field(body, field):
    answer = client().post(FILL_MASK, json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_wrong_body_does_not_come_back_in_the_answer():
    answer = client().post(FILL_MASK, json={"inputs": {"secret": "Juan Pérez"}})
    assert answer.status_code == 400
    assert "Pérez" not in answer.text


@pytest.mark.parametrize("content", [b'{"inputs": ', b"\xff\xfe", b"[" * 1500, b'{"inputs": "\\ud800"}', b""])
def test_what_is_no_json_text_is_400(content):
    answer = client().post(FILL_MASK, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_form_is_told_to_be_json():
    assert "application/json" in client().post(FILL_MASK, data={"inputs": "a"}).json()["error"]


def test_limits_are_413():
    over = [{"inputs": "x" * 101}, {"inputs": ["x"] * 4}, {"inputs": "x" * 3000}]
    answers = [client().post(FILL_MASK, json=body) for body in over]
    assert [answer.status_code for answer in answers] == [413] * 3
    assert [answer.json()["field"] for answer in answers] == ["inputs", "inputs", "body"]


def test_a_body_of_unknown_length_is_cut_off_at_the_limit():
    sent = []

    def chunks():
        for _ in range(10):
            sent.append(1)
            yield b"x" * 1000

    answer = client().post(FILL_MASK, content=chunks(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_an_unknown_model_is_404_with_the_models_there_are():
    answer = client().post("/v1/models/nobody/ner", json={"inputs": "a"})
    assert (answer.status_code, answer.json()["models"]) == (404, ["bio", "drugs"])


def test_a_model_of_another_kind_is_400_with_its_url():
    answer = client().post("/v1/models/drugs/fill-mask", json={"inputs": "a"})
    assert answer.status_code == 400
    assert NER in answer.json()["error"]


def test_no_mask_token_is_422():
    answer = client(bio=Failing(Refused("text 0 has no mask"))).post(FILL_MASK, json={"inputs": "a"})
    assert (answer.status_code, answer.json()) == (422, {"error": "text 0 has no mask", "field": "inputs"})


def test_a_refusal_has_the_models_code_and_field():
    answer = client(bio=Failing(Refused("no token", 400, "parameters.targets"))).post(FILL_MASK, json={"inputs": "a"})
    assert (answer.status_code, answer.json()) == (400, {"error": "no token", "field": "parameters.targets"})


def test_a_client_cannot_lift_the_limit_of_candidates():
    answer = client().post(FILL_MASK, json={"inputs": "a <mask>", "parameters": {"max_candidates": 10**9}})
    assert (answer.status_code, answer.json()["field"]) == (400, "parameters.max_candidates")


@pytest.mark.parametrize(("error", "status"), [(Overloaded(), 429), (Unavailable(), 503)])
def test_a_model_out_of_reach_says_when_to_come_back(error, status):
    answer = client(bio=Failing(error)).post(FILL_MASK, json={"inputs": "a"})
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0


def test_a_defect_is_500_in_json_without_its_message():
    app = create_app(SETTINGS, {"bio": Failing(ZeroDivisionError("Juan Pérez")), "drugs": Echo()})
    answer = TestClient(app, raise_server_exceptions=False).post(FILL_MASK, json={"inputs": "a"})
    assert answer.status_code == 500
    assert "defect" in answer.json()["error"]
    assert "Pérez" not in answer.text


def test_models_are_listed_with_their_urls_but_not_their_paths():
    answer = client().get("/v1/models")
    assert [model["url"] for model in answer.json()["models"]] == [FILL_MASK, NER]
    assert "/models/bio" not in answer.text.replace(FILL_MASK, "")


@pytest.mark.parametrize("model", [Failing(Unavailable()), Failing(Overloaded()), Hanging()])
def test_health_waits_for_every_model(model):
    assert client().get("/healthz").json() == {"status": "ok", "release": "1a2b", "waiting_for": []}
    answer = client(drugs=model).get("/healthz")
    assert (answer.status_code, answer.json()["waiting_for"]) == (503, ["drugs"])


def test_docs_work_offline():
    page = client().get("/docs").text
    assets = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert not re.findall(r"https?://|[\"'(]//", page)
    assert any(asset.endswith(".js") for asset in assets)
    assert all(client().get(asset).status_code == 200 for asset in assets)


def test_openapi_names_the_routes():
    paths = client().get("/openapi.json").json()["paths"]
    assert set(paths) == {"/v1/models", "/healthz", "/v1/models/{name}/fill-mask", "/v1/models/{name}/ner"}


def test_openapi_tells_the_bounds_of_top_k():
    schemas = client().get("/openapi.json").json()["components"]["schemas"]
    top_k = schemas["FillMaskParameters"]["properties"]["top_k"]
    assert (top_k["minimum"], top_k["maximum"]) == (1, 1000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
BODIES = JSON | st.fixed_dictionaries({"inputs": JSON}, optional={"parameters": JSON, "options": JSON})


@settings(max_examples=150, deadline=None)
@given(BODIES, st.sampled_from([FILL_MASK, NER]))
def test_any_body_is_answered_or_refused_in_json(body, url):
    content = json.dumps(body).encode()
    answer = CLIENT.post(url, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 400, 413)
    assert answer.status_code == 200 or answer.json()["error"]


CLIENT = client()
