"""`python -m serve CONFIG [--address ADDRESS]`: deploy a Serve config and wait until its applications run.

What `serve deploy` does through the dashboard, for a cluster without one; the exit code tells whether it worked.
"""

from __future__ import annotations

import argparse
import sys
import time

import yaml
from ray import serve
from ray.serve.schema import ApplicationStatusOverview
from ray.serve.scripts import run

POLL_SECONDS = 0.5


def deploy(path: str, address: str | None) -> None:
    """Deploy the config file, replacing what of it runs already; without an address on the cluster of RAY_ADDRESS."""
    with open(path, encoding="utf-8") as file:
        names = [application["name"] for application in yaml.safe_load(file)["applications"]]
    try:
        run.main(
            ["--non-blocking", *(["--address", address] if address else []), path],
            standalone_mode=False,
        )
    except SystemExit:  # Serve prints the reason and exits with 0
        sys.exit(f"{path} could not be deployed, see above")
    for name in names:
        _wait(name)


def _wait(name: str) -> None:
    while (application := serve.status().applications.get(name)) is None or application.status in (
        "NOT_STARTED",
        "DEPLOYING",
    ):
        time.sleep(POLL_SECONDS)
    if application.status != "RUNNING":
        sys.exit(_explain(name, application))


def _explain(name: str, application: ApplicationStatusOverview) -> str:
    parts = [f"{name} is {application.status}: {application.message}"]
    parts += [f"{key}: {state.message}" for key, state in application.deployments.items() if state.message]
    return "\n".join(parts)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m serve", description=__doc__)
    parser.add_argument("config", help="a Serve config file (YAML)")
    parser.add_argument("--address", help="of the cluster's head (HOST:PORT)")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _parse()
    deploy(arguments.config, arguments.address)
