"""The review app of the service: ``python -m digitize_flows.review_app HOST PORT``, a part of ``digitize serve``."""

from __future__ import annotations

import os
import sys

from digitize.review.access import TOKEN
from digitize.review.server import access_for, listening_on, person_here, serve_app
from digitize.settings import load_settings
from digitize_flows.lifeline import end_with_parent


def main() -> None:
    """Runs the app where the command line says, until it is ended."""
    end_with_parent()
    host, port = sys.argv[1], int(sys.argv[2])
    access = access_for(host, os.environ.get(TOKEN))
    with listening_on(host, port) as listener:
        serve_app(load_settings(), listener, access, person_here())


if __name__ == "__main__":
    main()
