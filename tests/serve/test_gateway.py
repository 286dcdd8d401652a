import asyncio
import subprocess
import sys

import pytest
from ray import serve as ray_serve
from ray.serve.exceptions import BackPressureError, DeploymentUnavailableError

from serve.api import Overloaded, Unavailable
from serve.gateway import RayClient, build
from serve.settings import ServeSettings


def test_the_gateway_is_free_of_torch():
    code = "import sys, serve.gateway; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Handle:
    """A deployment handle whose calls raise."""

    def __init__(self, error):
        self.error = error
        self.ready = self

    async def remote(self, *arguments):
        raise self.error


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (BackPressureError(num_queued_requests=2, max_queued_requests=2), Overloaded),
        (DeploymentUnavailableError.__new__(DeploymentUnavailableError), Unavailable),
    ],
)
def test_rays_errors_become_ours(raised, seen):
    client = RayClient(Handle(raised))
    with pytest.raises(seen):
        asyncio.run(client.ask(["a"], {}))
    with pytest.raises(seen):
        asyncio.run(client.ready())


def test_build_takes_fixed_and_autoscaled_models():
    bio = {"name": "bio", "kind": "fill-mask", "path": "/models/bio", "num_replicas": 2}
    drugs = {"name": "drugs", "kind": "ner", "path": "/models/drugs", "autoscaling": {"max_replicas": 3}}
    application = build(ServeSettings.model_validate({"models": [bio, drugs]}))
    assert isinstance(application, ray_serve.Application)
