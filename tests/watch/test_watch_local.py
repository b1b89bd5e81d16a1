"""The watched folder with the real pipeline, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_WATCH = """
import sys
from pathlib import Path
from digitize.settings import load_settings
from digitize.watch.local import watch_locally

root = Path(sys.argv[1])
settings = load_settings(output=root / "output", languages="eng", jobs=1)
watch_locally(settings, [root / "inbox"], settle_s=0.2, poll_s=0.1)
"""


def draw(path: Path) -> None:
    page = Image.new("L", (900, 400), 255)
    font = ImageFont.load_default(36)
    for row in range(4):
        ImageDraw.Draw(page).text((60, 50 + 70 * row), "The harvest was gathered in", font=font, fill=0)
    page.save(path, dpi=(300, 300))


def wait_until_empty(inbox: Path, process: subprocess.Popen[str]) -> None:
    while list(inbox.iterdir()):
        assert process.poll() is None
        time.sleep(0.1)


def test_scans_are_digitised_and_put_away_until_sigterm(tmp_path: Path) -> None:
    """A good file among bad ones: its PDF and original are where they belong, the bad ones have reasons, the end is clean."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    draw(inbox / "good.png")
    (inbox / "good.toml").write_text('title = "Harvest"\n', encoding="utf-8")
    (inbox / "letter.pdf").write_text("<!DOCTYPE html><html><body>no</body></html>", encoding="utf-8")
    (inbox / "empty.tif").write_bytes(b"")
    with subprocess.Popen(
        [sys.executable, "-c", _WATCH, str(tmp_path)], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        wait_until_empty(inbox, process)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 0
    assert told.splitlines()[-1] == "stopped"
    assert "Traceback" not in told
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["good.png", "good.toml"]
    assert sorted(path.name for path in (tmp_path / "failed").iterdir()) == [
        "empty.reason.txt",
        "empty.tif",
        "letter.pdf",
        "letter.reason.txt",
    ]
    assert "harvest" in (tmp_path / "output" / "good" / "good.txt").read_text("utf-8")
    assert (tmp_path / "output" / "good" / "good.pdf").read_bytes().startswith(b"%PDF")
    assert "Harvest" in (tmp_path / "output" / "good" / "report.json").read_text("utf-8")


_STOPPED_AT_ONCE = """
import os
import signal
import sys
from pathlib import Path
from digitize.settings import load_settings
from digitize.watch.local import watch_locally

def tell(sentence):
    print(sentence, flush=True)
    if sentence.startswith("watching "):
        os.kill(os.getpid(), signal.SIGTERM)

root = Path(sys.argv[1])
watch_locally(load_settings(output=root / "output", languages="eng", jobs=1), [root / "inbox"], tell=tell)
"""


def test_sigterm_ends_it_in_good_order_from_the_first_line_on(tmp_path: Path) -> None:
    """Who reads "watching" may stop it at once: it does not die of the signal."""
    ended = subprocess.run(
        [sys.executable, "-c", _STOPPED_AT_ONCE, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told = ended.stdout.splitlines()
    assert told[0].startswith("watching ") and told[-1] == "stopped"
