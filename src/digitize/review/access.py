"""Who may talk to the app: hosts, tokens, and requests that another site has forged.

The app holds no account. On the loopback address everybody who can reach it may use it, as with any local program; on
another address a token is asked for once, and a cookie derived from it kept. What changes something must come from a page
of the app itself: browsers say where a request comes from, and a header that no other site can set is asked for besides
(OWASP, Cross-Site Request Forgery Prevention: origin check and custom request header).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

HEADER = "X-Digitize-Review"
"""Must be there on every request that changes something."""
COOKIE = "digitize_review"
TOKEN = "DIGITIZE_REVIEW_TOKEN"  # noqa: S105  the name of a variable
"""The variable of the environment that holds the token."""
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@dataclass(frozen=True, slots=True)
class Access:
    """Who may talk to the app.

    Args:
        host: The address that it listens on.
        token: What a person must know; ``None`` when nothing is asked.
    """

    host: str
    token: str | None = None

    def __post_init__(self) -> None:
        if self.token is None and not is_loopback(self.host):
            raise ValueError("an address that others reach needs a token")

    def is_own_host(self, told: str) -> bool:
        """Whether the name that a browser asked for is one of ours; else a foreign name may have been pointed at us.

        With a token, any name will do: a page under another name has no cookie of ours.
        """
        return self.token is not None or _name_of(told) in _LOOPBACK_NAMES

    @property
    def pass_(self) -> str:
        """What the cookie holds: known from the token, but not the token; the same after the app was started again."""
        return hmac.new((self.token or "").encode(), b"digitize review", hashlib.sha256).hexdigest()

    def is_token(self, told: str) -> bool:
        """Whether it is the token; takes as long for a wrong one."""
        return self.token is not None and hmac.compare_digest(told.encode(), self.token.encode())

    def lets_in(self, request: Request) -> bool:
        """Whether a request comes from somebody who has shown the token."""
        if self.token is None:
            return True
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self.pass_.encode())


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def fault_of_origin(request: Request) -> str | None:
    """Why a request that changes something is taken for forged; ``None`` when it comes from a page of ours."""
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return f"it comes from another site ({site})"
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        return "it comes from a page of another address"
    return None


def _name_of(host: str) -> str:
    """A ``Host`` header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
