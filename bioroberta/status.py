"""How far a run is: read from its folder alone, while it runs or afterwards, from any machine that sees the storage."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bioroberta.commit import lost
from bioroberta.identity import differences, given
from bioroberta.lock import owner_of, progress_of
from bioroberta.stages import Job
from bioroberta.summary import sentence, totals

State = Literal["done", "running", "interrupted", "differs", "damaged", "not begun"]


@dataclass(frozen=True)
class Status:
    """Where one job stands, in words and in numbers (a finished stage's counts, or the progress of another)."""

    job: str
    state: State
    told: str
    numbers: dict[str, Any]


def status(job: Job) -> Status:
    """Where a job stands. What lies at the recipe's own inputs is not read: that it changed shows when it is run.

    Raises RunError when the file that would tell it is damaged.
    """
    changed = differences(job, {**given(job), **_inputs(job)})
    if changed:
        return Status(job.label, "differs", "; ".join(changed), {})
    manifest = job.manifest()
    damage = lost(job.folder, manifest) if manifest else ""
    if damage:
        return Status(job.label, "damaged", f"{damage}; delete {job.folder.uri} and run it again", {})
    if manifest is not None:
        return Status(job.label, "done", sentence(job, manifest), totals(job, manifest))
    if not job.folder.exists("identity.json"):
        return Status(job.label, "not begun", "", {})
    return _unfinished(job)


def describe(found: Sequence[Status]) -> str:
    """A line a job."""
    label, state = (max(len(getattr(each, name)) for each in found) for name in ("job", "state"))
    return "\n".join(f"{each.job:{label}}  {each.state:{state}}  {each.told}".rstrip() for each in found)


def _unfinished(job: Job) -> Status:
    progress, owner = progress_of(job.folder), owner_of(job.folder)
    told = [f"{progress.done}/{progress.total} {progress.text}".rstrip()] if progress else []
    if owner:
        told.append(f"process {owner.pid} on {owner.host}, last sign of life {time.time() - owner.beat:.0f} s ago")
    state: State = "running" if owner and owner.is_alive() else "interrupted"
    return Status(job.label, state, "; ".join(told), asdict(progress) if progress else {})


def _inputs(job: Job) -> dict[str, Any]:
    """The fingerprints of the stages before, once all of them are finished."""
    manifests = {source.label: source.manifest() for source in job.inputs()}
    if not all(manifests.values()):
        return {}
    return {"inputs": {label: manifest["fingerprint"] for label, manifest in manifests.items() if manifest}}
