"""What a run shows: progress that nobody waits for, a log that can be read, and nothing without a server."""

from __future__ import annotations

import logging
import threading
from contextvars import ContextVar

import httpx
import pytest
from prefect.client.schemas.actions import ArtifactUpdate

from digitize.settings import Settings
from digitize_flows.links import links_of
from digitize_flows.run_log import Forwarder, Warnings
from digitize_flows.shown import ShownProgress, add_tags, at_best, show_text


class Heard(logging.Handler):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.levelname, record.getMessage()))


@pytest.fixture
def heard() -> tuple[logging.Logger, Heard]:
    """A logger that nobody else has, and what is said to it."""
    logger, handler = logging.Logger("run"), Heard()  # noqa: LOG001  not kept by the library
    logger.addHandler(handler)
    return logger, handler


def test_progress_is_told_seldom_and_its_end_always() -> None:
    """A thousand pages in a moment are a few messages; the last says that all is done."""
    sent: list[ArtifactUpdate] = []
    progress = ShownProgress("progress-a", "a: 0 of 1000 pages", every_s=0.05)
    writer = threading.Thread(target=progress._write_until_the_end, args=(sent.append,))
    writer.start()
    for number in range(1, 1001):
        progress.tell(number / 10, f"a: {number} of 1000 pages")
    progress.__exit__(None, None, None)
    writer.join()
    assert 1 <= len(sent) <= 20
    assert (sent[-1].data, sent[-1].description) == (100.0, "a: 1000 of 1000 pages")


def test_a_server_that_does_not_answer_costs_nothing() -> None:
    """Progress goes on when it is back; the message that was lost is sent again."""
    answers = iter([httpx.ConnectError("down"), None])
    sent: list[str | None] = []

    def send(update: ArtifactUpdate) -> None:
        error = next(answers)
        if error is not None:
            ended.set()
            raise error
        sent.append(update.description)

    progress = ShownProgress("progress-a", "0", every_s=0.01)
    ended = threading.Event()
    progress.tell(50.0, "half")
    writer = threading.Thread(target=progress._write_until_the_end, args=(send,))
    writer.start()
    ended.wait(10)
    progress.__exit__(None, None, None)
    writer.join()
    assert sent == ["half"]


def test_progress_that_was_ended_says_so() -> None:
    """An interrupted run does not look as if it went on."""
    sent: list[ArtifactUpdate] = []
    progress = ShownProgress("progress-a", "a: 0 of 9 pages", every_s=60)
    progress.tell(10.0, "a: 1 of 9 pages")
    progress.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    progress._write_until_the_end(sent.append)
    assert sent[-1].description == "ended before it was done; a: 1 of 9 pages"


def test_outside_of_a_run_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect would start a server for it."""
    monkeypatch.setattr("digitize_flows.shown.get_client", None)
    monkeypatch.setattr("digitize_flows.shown.create_markdown_artifact", None)
    monkeypatch.setattr("digitize_flows.shown.create_progress_artifact", None)
    show_text("pages-a", "## a", "a")
    add_tags(["a"])
    with ShownProgress("progress-a", "0") as progress:
        progress.tell(100.0, "all")


def test_what_prefect_does_not_take_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    """A warning, and no fault of the document; a fault of this program is still one."""
    with at_best():
        raise httpx.ReadTimeout("too late")
    assert "too late" in caplog.text
    with pytest.raises(ZeroDivisionError), at_best():
        raise ZeroDivisionError


def test_the_log_of_the_pipeline_is_handed_on_without_end(heard: tuple[logging.Logger, Heard]) -> None:
    """What is not worth a line is left out, what is too much is counted, and warnings come through all the same."""
    target, handler = heard
    forwarder = Forwarder(target, most=3)
    source = logging.Logger("digitize.page")  # noqa: LOG001
    source.addHandler(forwarder)
    for number in range(5):
        source.info("line %d", number)
        source.debug("nothing")
    source.warning("x" * 9_000)
    assert [line for line in handler.lines if line[0] == "INFO"] == [("INFO", f"line {n}") for n in range(3)]
    assert forwarder.left_out == 2
    level, text = handler.lines[-1]
    assert level == "WARNING" and len(text) < 2_100


def test_what_a_thread_of_the_pipeline_says_goes_where_the_run_reports(heard: tuple[logging.Logger, Heard]) -> None:
    """Prefect keeps its settings, and so the server's address, in the context; a thread of its own has none."""
    target, handler = heard
    address: ContextVar[str] = ContextVar("address", default="elsewhere")
    address.set("the run's server")
    handler.emit = lambda record: handler.lines.append((address.get(), record.getMessage()))  # type: ignore[method-assign]
    source = logging.Logger("digitize.page")  # noqa: LOG001
    source.addHandler(Forwarder(target))
    thread = threading.Thread(target=source.info, args=("read",))
    thread.start()
    thread.join()
    assert handler.lines == [("the run's server", "read")]


def test_a_warning_of_a_thousand_pages_is_told_five_times(heard: tuple[logging.Logger, Heard]) -> None:
    """And then how often it was true; one that is rare is not counted."""
    target, handler = heard
    warnings = Warnings(most_alike=5)
    for number in range(1, 1001):
        warnings.tell(target, "gazeta", number, ("low contrast", *(["torn"] if number == 7 else [])))
    warnings.sum_up(target, "gazeta")
    assert len(handler.lines) == 7
    assert handler.lines[0] == ("WARNING", "gazeta, page 1: low contrast")
    assert handler.lines[-1] == ("WARNING", "gazeta: of 995 more pages: low contrast")


@pytest.mark.parametrize(
    ("document", "told"), [("a b", "a%20b"), ("правда", "%D0%BF%D1%80%D0%B0%D0%B2%D0%B4%D0%B0"), ("../x", "..%2Fx")]
)
def test_links_lead_to_the_document_and_nowhere_else(document: str, told: str) -> None:
    """Whatever it is called; without an address, or of a name that is no text, there are none."""
    links = links_of(document, Settings(review_url="http://archive:8484/r/"))
    assert links is not None
    assert links.review == f"http://archive:8484/r/documents/{told}/review"
    assert links_of(document, Settings()) is None
    assert links_of("\udcff", Settings(review_url="http://archive")) is None


@pytest.mark.parametrize(
    "address",
    [
        "archive",
        "javascript:alert(1)",
        "ftp://a",
        "http://",
        "http://a?token=secret",
        "http://me:secret@a",
        "http://a/)b",
        "http://a b",
        "http://a#x",
    ],
)
def test_an_address_that_cannot_be_shown_is_refused(address: str) -> None:
    """No token and no password gets into Prefect's database, and no link into something else."""
    with pytest.raises(ValueError, match=r"address"):
        Settings(review_url=address)
