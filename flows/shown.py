"""What a run shows in the Prefect UI. Nothing of it may cost what was done: a server that does not answer is told of in the log."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from types import TracebackType
from typing import Self, cast
from uuid import UUID

import httpx
from prefect import get_client, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_progress_artifact
from prefect.client.schemas.actions import ArtifactUpdate
from prefect.context import FlowRunContext
from prefect.runtime import flow_run

from digitize_flows.markdown import plain

_EVERY_S = 1.0
"""Seconds between two messages of progress, at least."""
_END_S = 5.0
_MOST_TAGS = 10


@contextmanager
def at_best() -> Iterator[None]:
    """Goes on when the Prefect server does not take what is shown."""
    try:
        yield
    except httpx.HTTPError as error:
        logger = get_run_logger() if in_a_run() else logging.getLogger(__name__)
        logger.warning("Prefect has not taken what is shown: %s", error)


def in_a_run() -> bool:
    """Whether there is a flow run to show anything of; without one Prefect would start a server for it."""
    return FlowRunContext.get() is not None


def show_text(key: str, text: str, description: str) -> None:
    """An artifact of Markdown.

    Args:
        key: Under which later ones are its newer versions.
        text: Markdown.
        description: One line of plain text.
    """
    if not in_a_run():
        return
    with at_best():
        create_markdown_artifact(text, key=key, description=plain(description))


def latest_text(key: str) -> str | None:
    """What an artifact shows now; ``None`` when there is none, or the server does not say."""
    with at_best(), get_client(sync_client=True) as client:
        try:
            answer = client.request("GET", "/artifacts/{key}/latest", path_params={"key": key})
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.NOT_FOUND:
                raise
            return None
        return str(answer.json().get("data"))
    return None


def add_tags(tags: Iterable[str]) -> None:
    """Adds tags to this flow run, by which it is found in the UI: ten in all, so that a folder of thousands does not drown it."""
    if not in_a_run():
        return
    there = list(flow_run.tags)
    wanted = list(dict.fromkeys([*there, *tags]))[: max(_MOST_TAGS, len(there))]
    if wanted == there:
        return
    with at_best(), get_client(sync_client=True) as client:
        client.update_flow_run(UUID(str(flow_run.id)), tags=wanted)


class ShownProgress:
    """A progress artifact, written by a thread of its own: whoever tells of progress never waits.

    Args:
        key: Of the artifact.
        description: One line of plain text, to begin with.
        every_s: Seconds between two messages to the server, at least.
    """

    def __init__(self, key: str, description: str, every_s: float = _EVERY_S) -> None:
        self._key = key
        self._every_s = every_s
        self._latest = self._sent = (0.0, description)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        created: UUID | None = None
        percent, description = self._latest
        if not in_a_run():
            return self
        with at_best():
            created = cast("UUID", create_progress_artifact(percent, key=self._key, description=plain(description)))
        if created is not None:
            context = copy_context()  # Prefect's settings and its run are in there
            self._thread = threading.Thread(
                target=context.run, args=(self._write, created), name="progress", daemon=True
            )
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with self._lock:
                percent, description = self._latest
                self._latest = (percent, f"ended before it was done; {description}")
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_END_S)

    def tell(self, percent: float, description: str) -> None:
        """What is done of 100, and in words."""
        with self._lock:
            self._latest = (percent, description)

    def _write(self, artifact: UUID) -> None:
        with at_best(), get_client(sync_client=True) as client:
            self._write_until_the_end(lambda update: client.update_artifact(artifact, update))

    def _write_until_the_end(self, send: Callable[[ArtifactUpdate], None]) -> None:
        ended = False
        while not ended:
            ended = self._ended.wait(self._every_s)
            with self._lock:
                latest = self._latest
            if latest != self._sent:
                percent, description = latest
                with at_best():
                    send(ArtifactUpdate(data=round(percent, 1), description=plain(description)))
                    self._sent = latest
