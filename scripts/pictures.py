"""Takes the pictures of the README from a demonstration that is running, signed in as its accounts.

Run ``.venv/bin/python scripts/pictures.py http://127.0.0.1:8000`` beside ``make run``; it needs chromium and Playwright, as
the tests do. Each picture is written to ``docs/images``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDE = {"width": 1180, "height": 1000}


def main(site: str) -> None:
    """Every picture in turn."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for role, take in (
            ("offender.manager", day),
            ("senior.probation.officer2", senior),
            ("analyst", compared),
        ):
            take(signed_in(browser, site, role), site)
        browser.close()


def signed_in(browser: Browser, site: str, role: str) -> Page:
    """A page signed in as an account of the demonstration, with its one-time code."""
    from throughcare.demonstration import accounts

    account = accounts.named(role)
    page = browser.new_context(viewport=WIDE, device_scale_factor=1).new_page()  # type: ignore[arg-type]
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", account.email)
    page.fill("input[name=password]", account.password)
    page.click("main button[type=submit]")
    page.fill("input[name=code]", accounts.code_now(account.code_seed))
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def day(page: Page, site: str) -> None:
    """The home of the officer, the gravest person of the caseload, and their sentence in one line."""
    page.goto(site)
    shot(page, "home")
    page.goto(f"{site}/caseload")
    first_link(page, "/people/")
    shot(page, "person")
    page.locator(".tc-picture").first.screenshot(path=str(IMAGES / "sentence.png"))


def senior(page: Page, site: str) -> None:
    """The managers ranked for the case that waits longest."""
    page.goto(f"{site}/allocation")
    first_link(page, "/allocation/cases/")
    suggest = page.locator(
        "main button:text-is('Suggest')"
    )  # a case that was looked at before shows its list already
    if suggest.count():
        suggest.first.click()
        page.wait_for_load_state()
    shot(page, "allocation")


def compared(page: Page, site: str) -> None:
    """Two operating models side by side."""
    page.goto(f"{site}/models/durham-tees-valley-2012/beside/england-and-wales-2021")
    shot(page, "comparison")


def first_link(page: Page, beginning: str) -> None:
    """Follow the first link of the page's own part that leads to an address with this beginning."""
    page.locator(f"main a[href*='{beginning}']").first.click()
    page.wait_for_load_state()


def shot(page: Page, name: str) -> None:
    """What is seen of the page at desk width, without scrolling."""
    page.screenshot(path=str(IMAGES / f"{name}.png"))


Take = Callable[[Page, str], None]

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
