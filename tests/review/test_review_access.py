"""Who may talk to the app."""

from __future__ import annotations

import pytest

from digitize.errors import UsageError
from digitize.review.access import Access, is_loopback
from digitize.review.server import access_for, address_of


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback_needs_no_token(host: str) -> None:
    """Nobody else can reach it."""
    assert is_loopback(host)
    assert access_for(host, None).token is None


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "archive.example", ""])
def test_another_address_always_has_a_token(host: str) -> None:
    """Where none is given, one is made, another each time; without one no such app can be built."""
    one, other = access_for(host, None), access_for(host, None)
    assert one.token and other.token and one.token != other.token
    assert len(one.token) >= 24
    with pytest.raises(ValueError, match="token"):
        Access(host)


def test_a_short_token_is_refused() -> None:
    """It would keep nobody out."""
    with pytest.raises(UsageError, match="characters"):
        access_for("127.0.0.1", "secret")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8484", True),
        ("localhost:8484", True),
        ("LOCALHOST", True),
        ("[::1]:8484", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8484", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_a_foreign_name_for_this_machine_is_not_ours(host: str, own: bool) -> None:
    """A site may let its own name point at 127.0.0.1, to talk to the app from its pages."""
    assert Access("127.0.0.1").is_own_host(host) is own


def test_what_the_cookie_holds_is_not_the_token() -> None:
    """It follows from the token alone, so that it holds when the app is started again."""
    access = Access("0.0.0.0", "a token of some length")
    assert access.pass_ == Access("::", "a token of some length").pass_
    assert "token" not in access.pass_
    assert access.is_token("a token of some length")
    assert not access.is_token("another token, as long")
    assert not Access("127.0.0.1").is_token("")


def test_the_address_is_one_that_can_be_opened() -> None:
    """With the token, where there is one; IPv6 in brackets."""
    assert address_of(Access("127.0.0.1"), 8484) == "http://127.0.0.1:8484/"
    assert address_of(Access("::1"), 80) == "http://[::1]:80/"
    assert (
        address_of(Access("10.0.0.1", "a/b c?&-------"), 8484) == "http://10.0.0.1:8484/?token=a%2Fb%20c%3F%26-------"
    )
