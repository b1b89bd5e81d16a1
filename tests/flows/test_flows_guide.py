"""The operations guide: its commands are whole, and none is left out of the test that runs them without a reason.

They are run in ``test_flows_service.py``, beside a running service.
"""

from __future__ import annotations

import subprocess

import pytest

from tests.flows.guide import GUIDE, KINDS, blocks, filled_in

NOT_OURS = frozenset({"sudo", "make", "ssh", "docker", "git", "systemctl", "journalctl", "prefect", "loginctl"})
"""What a block that is not run may begin its commands with: a command of digitize is run, whatever it costs."""

BLOCKS = blocks(GUIDE.read_text("utf-8"))


def test_every_block_says_what_it_is() -> None:
    """A block without a kind would be passed over."""
    assert [block.line for block in BLOCKS if block.kind not in KINDS] == []
    assert sum(len(block.commands) for block in BLOCKS if block.kind == "sh") > 20


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.kind == "sh"], ids=lambda block: f"line {block.line}"
)
def test_every_block_is_understood_by_a_shell(block: object) -> None:
    """Also those that are not run."""
    answer = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)  # type: ignore[attr-defined]
    assert (answer.returncode, answer.stderr) == (0, "")


def test_what_is_not_run_says_why_and_is_none_of_ours() -> None:
    """The reason stands above the block, where a reader sees it."""
    unrun = [block for block in BLOCKS if block.reason is not None]
    assert unrun
    assert all(block.kind == "sh" and len(str(block.reason)) > 15 for block in unrun)
    begins = {command.split()[0] for block in unrun for command in block.commands}
    assert begins - NOT_OURS == set()


def test_a_mark_is_read_and_commands_are_parted() -> None:
    """The checks above can fail."""
    text = (
        "*Not run by our tests: it needs another machine.*\n\n```sh\nssh HOST  # a comment\n```\nMore.\n\n```\nx\n```\n"
    )
    marked, plain = blocks(text)
    assert (marked.reason, marked.commands) == ("it needs another machine.", ["ssh HOST"])
    assert (plain.reason, plain.kind) == (None, "")
    (long,) = blocks("```sh\ndigitize run a.png \\\n  --quiet\n\n# only a comment\n```\n")
    assert long.commands == ["digitize run a.png --quiet"]
    with pytest.raises(ValueError, match="line 1 has no end"):
        blocks("```sh\nx")


def test_what_stands_for_something_must_be_known() -> None:
    """An unknown folder, or a word in capitals, would be run as it stands."""
    values = {"/srv/scans": "/tmp/x y", "4200": "5000"}
    assert filled_in("digitize watch /srv/scans/inbox --port 4200", values)[1:3] == ["watch", "/tmp/x"]
    assert filled_in("health http://127.0.0.1:4200/api", values) == ["health", "http://127.0.0.1:5000/api"]
    for unknown in ("digitize watch /srv/scans2", "digitize show DOCUMENT"):
        with pytest.raises(KeyError, match="has nothing for it"):
            filled_in(unknown, values)
