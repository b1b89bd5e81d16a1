"""``digitize review``: the review app."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from digitize.cli import console
from digitize.cli.options import Output, Verbose
from digitize.settings import load_settings


def review(
    *,
    output: Output = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; other than this machine's own asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8484,
    token: Annotated[
        str | None,
        typer.Option(
            help="What a browser must know; made by itself where others can reach the app (default: none on 127.0.0.1).",
            envvar="DIGITIZE_REVIEW_TOKEN",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="Name under which decisions are kept, until another is typed in (default: the account's).",
            show_default=False,
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
    verbose: Verbose = False,
) -> None:
    """Review in a browser: places where texts differ or words are in doubt, each with its image, decided by one key."""
    console.set_loudness(quiet=False, verbose=verbose, after=True)
    from digitize.review.server import access_for, address_of, listening_on, person_here, serve_app

    settings = load_settings(output=output)
    settings = settings.model_copy(update={"output": settings.output.absolute()})
    access = access_for(host, token)
    with listening_on(host, port) as listener:
        address = address_of(access, listener.getsockname()[1])

        def tell() -> None:
            console.notices.print(f"review: {address}", markup=False, soft_wrap=True)
            console.notices.print("Ctrl-C ends it; every decision is kept as it is made", markup=False)
            if open_browser:
                webbrowser.open(address)

        serve_app(settings, listener, access, name or person_here(), tell)
