# Without `from __future__ import annotations`: Serve reads the class in build()'s annotation to validate `args`.
"""The Ray Serve application: `import_path: serve.gateway:build` in a Serve config."""

from typing import Any, cast

from fastapi import FastAPI
from ray import serve
from ray.exceptions import RayActorError
from ray.serve.exceptions import BackPressureError, DeploymentUnavailableError
from ray.serve.handle import DeploymentHandle

from serve.api import Overloaded, Unavailable, create_app
from serve.fill_mask import FillMaskModel
from serve.model_thread import Answers, Refused
from serve.ner import NerModel
from serve.settings import ModelSettings, ServeSettings

CLASSES: dict[str, type] = {"fill-mask": FillMaskModel, "ner": NerModel}


class RayClient:
    """One model behind a deployment handle."""

    def __init__(self, handle: DeploymentHandle[Any]) -> None:
        self._handle = handle

    async def ask(self, texts: list[str], parameters: dict[str, Any]) -> Answers | Refused:
        """See `api.ModelClient`."""
        return cast(Answers | Refused, await self._call(self._handle, texts, parameters))

    async def ready(self) -> bool:
        """See `api.ModelClient`."""
        return cast(bool, await self._call(self._handle.ready))

    async def _call(self, method: Any, *arguments: Any) -> Any:
        try:
            return await method.remote(*arguments)
        except BackPressureError:
            raise Overloaded from None
        except (DeploymentUnavailableError, RayActorError):
            raise Unavailable from None


@serve.ingress()
class Gateway:
    """Takes the requests and passes them on; it never touches a model itself."""

    def __init__(self, settings: ServeSettings, handles: dict[str, DeploymentHandle[Any]]) -> None:
        self._settings = settings
        self._clients = {name: RayClient(handle) for name, handle in handles.items()}

    def __serve_build_asgi_app__(self) -> FastAPI:  # Serve calls it in the replica, after the constructor
        return create_app(self._settings, self._clients)


def build(settings: ServeSettings) -> serve.Application:
    """The application that `settings` describe: a gateway and a deployment for each model."""
    deploy = serve.deployment(
        name="gateway",
        num_replicas=settings.gateway_replicas,
        max_ongoing_requests=settings.gateway_requests,
        ray_actor_options={"num_cpus": settings.gateway_cpus},
    )
    models = {model.name: _bind(model) for model in settings.models}
    application: serve.Application = deploy(Gateway).bind(settings, models)
    return application


def _bind(model: ModelSettings) -> serve.Application:
    deploy = serve.deployment(
        name=f"model-{model.name}",
        max_ongoing_requests=model.max_ongoing_requests,
        max_queued_requests=model.max_queued_requests,
        ray_actor_options={"num_cpus": model.num_cpus},
        **_replicas(model),
    )
    application: serve.Application = deploy(CLASSES[model.kind]).bind(model.path, model.threads)
    return application


def _replicas(model: ModelSettings) -> dict[str, Any]:
    if model.autoscaling is None:
        return {"num_replicas": model.num_replicas}
    return {"autoscaling_config": model.autoscaling.model_dump()}
