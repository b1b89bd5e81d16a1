"""What bars people from a page, as axe-core finds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[3] / ".tools/page_checks/node_modules/axe-core/axe.min.js"
_RUN = """async (only) => {
  const found = await axe.run(document, only.length ? { runOnly: only } : {});
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) }));
}"""
_WIDER = """() => {
  const edge = document.documentElement.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter((each) => {
    const { right, width } = each.getBoundingClientRect();
    return width > 0 && right > edge + 1 && !each.closest(".scan, dialog, [data-scrolls]");
  });
  return document.documentElement.scrollWidth > edge ? out.map((each) => each.outerHTML.slice(0, 120)) : [];
}"""


def barriers(page: Page, *only: str) -> list[str]:
    """What axe-core complains of, one a line with the element; of all its rules, unless some are named."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, list(only))
    return [f"{each['impact']}: {each['id']}: {html}: {why}" for each in found for html, why in each["nodes"]]


def too_wide(page: Page) -> list[str]:
    """What makes a page scroll sideways."""
    found: list[str] = page.evaluate(_WIDER)
    return found
