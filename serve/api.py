"""The HTTP interface as a plain ASGI application: it knows models by name and awaits their answers, without Ray."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from fastapi_offline import FastAPIOffline
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.model_thread import Answers, Refused
from serve.settings import Kind, Limits, ModelSettings, ServeSettings

router = APIRouter()


class Overloaded(Exception):
    """Too many requests wait for this model."""


class Unavailable(Exception):
    """No replica of this model can answer."""


class ModelClient(Protocol):
    """How the application reaches one model. Both calls may raise Overloaded or Unavailable."""

    async def ask(self, texts: list[str], parameters: dict[str, Any]) -> Answers | Refused:
        """The model's answers, one a text."""

    async def ready(self) -> bool:
        """Whether a replica answers."""


@dataclass(frozen=True)
class Service:
    """What the routes work with."""

    settings: ServeSettings
    clients: Mapping[str, ModelClient]

    def find(self, name: str) -> ModelSettings | None:
        """The model of this name."""
        return next((model for model in self.settings.models if model.name == name), None)


def _whole_characters(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:  # JSON may hold "\\ud800"; tokenizers and answers are UTF-8
        raise ValueError(f"half a surrogate pair at character {error.start}") from None
    return text


Text = Annotated[str, AfterValidator(_whole_characters)]


class Body(BaseModel):
    """Bodies are closed: a misspelt parameter is an error, not a default."""

    model_config = ConfigDict(extra="forbid")


class FillMaskParameters(Body):
    """As of `transformers.pipeline("fill-mask")`, but a target is a whole word, and refused unless it is one token."""

    top_k: int = Field(default=5, ge=1, le=1000)
    """Candidates for each mask; `Limits.candidates` bounds those of a request together."""

    targets: list[Text] | None = Field(default=None, min_length=1, max_length=1000)
    """The words to choose from, each one token of the model."""


class FillMaskRequest(Body):
    """One text with the model's mask token, or a list of them."""

    inputs: Text | list[Text] = Field(examples=["El paciente presenta <mask> abdominal."])
    parameters: FillMaskParameters = FillMaskParameters()


class NerParameters(Body):
    """As of `transformers.pipeline("token-classification")`."""

    aggregation_strategy: Literal["none", "simple", "first", "average", "max"] = "max"
    """By default whole words are decided by their surest sub-word, as in `bioroberta evaluate`: what is served was
    scored."""


class NerRequest(Body):
    """One text of any length, or a list of them."""

    inputs: Text | list[Text] = Field(examples=["Se pautó paracetamol 1 g cada 8 horas."])
    parameters: NerParameters = NerParameters()


class Failure(BaseModel):
    """Every answer that is not 200."""

    error: str
    field: str | None = None
    models: list[str] | None = None


class BodyLimit:
    """Stops reading a body past the limit. FastAPI's own `max_body_size` answers in plain text, not JSON."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise HTTPException(413, {"error": f"the body is over {self._limit} bytes", "field": "body"})
            return message

        await self._app(scope, bounded, send)


def create_app(settings: ServeSettings, clients: Mapping[str, ModelClient]) -> FastAPI:
    """The application over the given models; `clients` has one for each name in `settings`."""
    app = FastAPIOffline(
        title="bioroberta",
        summary="Fill-mask and named entities in Spanish biomedical text, in the shapes of the Hugging Face API.",
        redoc_url=None,
    )
    app.add_middleware(BodyLimit, limit=settings.limits.body_bytes)
    app.state.service = Service(settings, clients)
    app.add_exception_handler(RequestValidationError, _explain_body)
    app.add_exception_handler(StarletteHTTPException, _explain_http)
    app.add_exception_handler(Exception, _explain_defect)
    app.include_router(router)
    return app


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Served = Annotated[Service, Depends(_service)]
FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "The body or the kind of model is wrong"},
    404: {"model": Failure, "description": "There is no such model"},
    413: {"model": Failure, "description": "The request is over a limit"},
    422: {"model": Failure, "description": "The model cannot answer these inputs, for example without a mask token"},
    429: {"model": Failure, "description": "Too many requests are waiting"},
    503: {"model": Failure, "description": "The model has no replica that answers"},
}


@router.post("/v1/models/{name}/fill-mask", responses=FAILURES)
async def fill_mask(name: str, request: FillMaskRequest, service: Served) -> JSONResponse:
    """Candidates for the mask: for one text a list of them, for a list of texts one such list each."""
    parameters = request.parameters.model_dump(exclude_none=True)
    parameters["max_candidates"] = service.settings.limits.candidates
    return await _answer(service, _model(service, name, "fill-mask"), request.inputs, parameters)


@router.post("/v1/models/{name}/ner", responses=FAILURES)
async def ner(name: str, request: NerRequest, service: Served) -> JSONResponse:
    """Entities with exact character offsets: for one text a list of them, for a list of texts one such list each."""
    return await _answer(service, _model(service, name, "ner"), request.inputs, request.parameters.model_dump())


@router.get("/v1/models")
async def models(service: Served) -> JSONResponse:
    """The models there are, and where to post."""
    listed = [
        {"name": model.name, "kind": model.kind, "url": f"/v1/models/{model.name}/{model.kind}"}
        for model in service.settings.models
    ]
    return JSONResponse({"models": listed})


@router.get("/healthz", responses={503: {"description": "Some model does not answer"}})
async def healthz(service: Served) -> JSONResponse:
    """200 when a replica of every model answers in time, else 503 naming those that do not."""
    names = [model.name for model in service.settings.models]
    ready = await asyncio.gather(*(_is_ready(service, name) for name in names))
    waiting = [name for name, answered in zip(names, ready, strict=True) if not answered]
    report = {"status": "waiting" if waiting else "ok", "release": service.settings.release, "waiting_for": waiting}
    return JSONResponse(report, status_code=503 if waiting else 200)


async def _is_ready(service: Service, name: str) -> bool:
    try:
        return await asyncio.wait_for(service.clients[name].ready(), service.settings.health_timeout_s)
    except (TimeoutError, Overloaded, Unavailable):
        return False


def _model(service: Service, name: str, kind: Kind) -> ModelSettings:
    model = service.find(name)
    if model is None:
        names = [model.name for model in service.settings.models]
        raise HTTPException(404, {"error": f"there is no model '{name}'", "models": names})
    if model.kind != kind:
        url = f"/v1/models/{name}/{model.kind}"
        raise HTTPException(400, {"error": f"model '{name}' is of kind {model.kind}: post to {url}"})
    return model


async def _answer(
    service: Service, model: ModelSettings, inputs: str | list[str], parameters: dict[str, Any]
) -> JSONResponse:
    texts = [inputs] if isinstance(inputs, str) else inputs
    _check_size(texts, service.settings.limits)
    answers = await _ask(service.clients[model.name], texts, parameters) if texts else []
    return JSONResponse(answers[0] if isinstance(inputs, str) else answers)


def _check_size(texts: list[str], limits: Limits) -> None:
    if len(texts) > limits.texts:
        raise HTTPException(413, {"error": f"{len(texts)} texts, at most {limits.texts}", "field": "inputs"})
    longest = max(map(len, texts), default=0)
    if longest > limits.characters:
        message = f"a text of {longest} characters, at most {limits.characters}"
        raise HTTPException(413, {"error": message, "field": "inputs"})


async def _ask(client: ModelClient, texts: list[str], parameters: dict[str, Any]) -> Answers:
    try:
        answers = await client.ask(texts, parameters)
    except Overloaded:
        raise HTTPException(429, {"error": "too many requests are waiting"}, {"Retry-After": "1"}) from None
    except Unavailable:
        raise HTTPException(503, {"error": "the model has no replica that answers"}, {"Retry-After": "5"}) from None
    if isinstance(answers, Refused):
        raise HTTPException(answers.status, {"error": answers.reason, "field": answers.field})
    return answers


async def _explain_body(request: Request, error: Exception) -> JSONResponse:
    """400 with the field. Pydantic's report also holds the input, which may be a patient's text: it is left out."""
    assert isinstance(error, RequestValidationError)
    # Both alternatives of `str | list[str]` report; the one that got deeper is the one that the client meant.
    deepest = max(error.errors(), key=lambda item: len(_field(item["loc"])))
    if deepest["type"] == "json_invalid":
        position = deepest["loc"][1]
        return _wrong_body(f"the body is not JSON: {deepest['ctx']['error']} at character {position}", "body")
    field = ".".join(_field(deepest["loc"]))
    if not field:
        return _wrong_body('send a JSON object {"inputs": ...} with Content-Type: application/json', "body")
    return _wrong_body(deepest["msg"].removeprefix("Value error, "), field)


def _field(location: Sequence[int | str]) -> list[str]:
    """The client's path in the body, without pydantic's names for the alternatives of a union."""
    return [str(part) for part in location[1:] if not str(part).startswith(("function-after[", "list["))]


def _wrong_body(message: str, field: str) -> JSONResponse:
    return JSONResponse({"error": message, "field": field}, status_code=400)


async def _explain_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)
    detail: Any = error.detail  # ours are objects, those of FastAPI and Starlette texts
    content = detail if isinstance(detail, dict) else {"error": detail}
    return JSONResponse(content, status_code=error.status_code, headers=error.headers)


async def _explain_defect(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": "a defect of the server; its log says more"}, status_code=500)
