"""The app in a thread of the test, on a port of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from digitize.confine import Pool
from digitize.pipeline.workshop import Workshop
from digitize.review.access import Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.review.server import listening_on
from digitize.settings import Settings

_ROUNDS = 10


class _Server(uvicorn.Server):
    """Says when it answers, and leaves no connection half closed."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, *args: object, **kwargs: object) -> None:
        await super().startup(*args, **kwargs)  # type: ignore[arg-type]
        self.is_up.set()

    async def shutdown(self, *args: object, **kwargs: object) -> None:
        await super().shutdown(*args, **kwargs)  # type: ignore[arg-type]
        for _ in range(
            _ROUNDS
        ):  # a connection is closed in the round of the loop after the one in which that is asked for
            await asyncio.sleep(0)


@contextmanager
def serving(output: Path, pool: Pool, token: str | None = None, person: str = "") -> Iterator[str]:
    """The address of an app over an output folder, until the block is left.

    Args:
        output: The output folder.
        pool: Workers.
        token: What a browser must know.
        person: The name that decisions are kept under where a browser has none yet.
    """
    with (
        listening_on("127.0.0.1", 0) as listener,
        Workshop(Settings(output=output, jobs=1), pool=pool) as shop,
    ):
        desk = Desk(shop, person)
        app = build_app(desk, Access("127.0.0.1", token))
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=3
        )
        server = _Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            assert server.is_up.wait(30)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
            desk.close()
