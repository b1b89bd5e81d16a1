"""Decisions by keyboard while the app is killed again and again: whatever it has acknowledged must be on the disk."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.review.app_process import AppProcess
from benchmarks.review.browser import Visit
from digitize.model.decision import Decision, DecisionKind, in_force
from digitize.pipeline.decided_text import text_in_force
from digitize.store.decision_log import read_decisions

_LATEST_S = 0.06
"""After a key, within which the app is killed: before, while and after it writes."""
_NOTE = """(() => {
  window.acknowledged = [];
  const real = window.fetch;
  window.fetch = async (...asked) => {
    const response = await real(...asked);
    if (response.ok && String(asked[0]).endsWith("/decisions")) {
      const { made } = await response.clone().json();
      window.acknowledged.push({ keys: JSON.parse(asked[1].body).keys, action: JSON.parse(asked[1].body).action, made });
    }
    return response;
  };
})()"""
"""Takes down in the browser what the app has acknowledged."""
_ACTIONS = {"left": "ArrowLeft", "right": "ArrowRight", "unsure": "u", "other": "1"}
_KINDS = {"left": ("accept", "reject"), "right": ("accept",), "unsure": ("unsure",), "other": ("accept",)}


@dataclass(frozen=True, slots=True)
class Survived:
    """What is left when it is over.

    Args:
        acknowledged: How many decisions the browser was told were kept.
        lost: Those of them that are not on the disk, by the key of their place.
        twice: Places that have more than one decision on the disk.
        kept: How many decisions are on the disk.
        kills: How often the app was killed.
    """

    acknowledged: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    kept: int
    kills: int


def decide_while_killed(
    app: AppProcess,
    visit: Visit,
    folder: Path,
    address: str,
    decisions: int,
    kills: int,
    actions: Sequence[str],
    seed: int,
) -> Survived:
    """Decides on one place after the other by keyboard; the app is killed by SIGKILL in between, and started again.

    Args:
        app: The app, running.
        visit: The person's window.
        folder: The document's folder, in which nothing was decided yet.
        address: The page to begin at, with enough open places.
        decisions: How many.
        kills: At how many of them, chosen at random, the app is killed within a moment after the key.
        actions: What is decided, in turn chosen at random: ``left``, ``right``, ``unsure``, ``other``.
        seed: The same seed chooses the same.
    """
    chance = random.Random(seed)
    page = visit.page
    visit.context.add_init_script(_NOTE)
    page.goto(address)
    killed_at = set(chance.sample(range(decisions), kills))
    for number in range(decisions):
        key = page.locator("#place article.place").get_attribute("data-key")
        page.keyboard.press(_ACTIONS[chance.choice(actions)])
        if number in killed_at:
            time.sleep(chance.uniform(0, _LATEST_S))
            app.kill()
            app.start()
        page.wait_for_function(
            "key => document.querySelector('#place:not([aria-busy]) [data-key]')?.dataset.key !== key"
            " && !document.querySelector('#place[aria-busy]')",
            arg=key,
            timeout=60_000,
        )
    told: list[dict[str, Any]] = page.evaluate("() => window.acknowledged")
    return _survived(told, folder, app.kills)


def _survived(told: list[dict[str, Any]], folder: Path, kills: int) -> Survived:
    log = read_decisions(folder)
    by_number = {entry.sequence: entry for entry in log.entries}
    lost = [key for each in told for key in each["keys"] if not _is_kept(each, by_number)]
    held = in_force(log.entries, text_in_force(folder).line)
    words = [word for entry in held for word in entry.words[:1]]
    return Survived(
        acknowledged=len(told),
        lost=tuple(lost),
        twice=tuple(sorted({word for word in words if words.count(word) > 1})),
        kept=sum(entry.kind is not DecisionKind.UNDO for entry in log.entries),
        kills=kills,
    )


def _is_kept(told: dict[str, Any], by_number: dict[int, Decision]) -> bool:
    """Whether what was acknowledged stands under its number, and says the same."""
    entries = [by_number.get(number) for number in told["made"]]
    return bool(entries) and all(entry is not None and entry.kind.value in _KINDS[told["action"]] for entry in entries)
