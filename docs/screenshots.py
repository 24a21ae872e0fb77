"""Pictures of every page of the dashboard, over the demo business: three widths, light and dark.

In: a directory to write to (`build/screenshots` by default). Out: a PNG for each page, width and scheme. Chromium is
/usr/bin/chromium, or what `HEADWATER_CHROMIUM` names. Everything runs on 127.0.0.1 and is thrown away.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page, sync_playwright

HEADWATER: Final = Path(sys.executable).with_name("headwater")
WORLD: Final = ("--contacts", "4000", "--days", "180", "--port", "0")
WIDTHS: Final = {1440: 900, 1024: 768, 390: 844}
SCHEMES: Final = ("light", "dark")
PAGES: Final = {
    "overview": "overview",
    "leads": "leads",
    "revenue": "revenue?by=clicks.channel",
    "ads": "ads",
    "subscriptions": "subscriptions",
    "funnels": "funnels",
    "cohorts": "cohorts",
    "paths": "paths",
    "people": "people",
    "people-found": "people?search=hill&sort=-billed",
    "start": "start",
    "saved": "saved",
    "accounts": "accounts",
    "traffic": "traffic",
    "products": "products",
    "settings": "settings",
    "settings-tracking": "settings/tracking",
    "settings-account": "settings/account",
    "settings-members": "settings/members",
    "settings-integrations": "settings/integrations",
    "settings-keys": "settings/keys",
    "settings-channels": "settings/channels",
    "settings-imports": "settings/imports",
    "settings-segments": "settings/segments",
    "settings-audit": "settings/audit",
    "settings-data": "settings/data",
    "settings-profile": "settings/profile",
}
OWNER: Final = {"email": "you@fernhill.example", "name": "Robin", "password": "a pass phrase for pictures"}


def main() -> int:
    """Write them all; the status is 1 if a page complained."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("HEADWATER_CHROMIUM", "/usr/bin/chromium"))
        for scheme in SCHEMES:
            context = browser.new_context(base_url=url, color_scheme=scheme, locale="en-US", reduced_motion="reduce")
            account = sign_in(context)
            for width, height in WIDTHS.items():
                page = context.new_page()
                page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
                page.on("pageerror", lambda fault: faults.append(str(fault)))
                page.set_viewport_size({"width": width, "height": height})
                for name, path in PAGES.items():
                    take(page, f"/app/{account}/{path}", folder / f"{name}-{width}-{scheme}.png")
                page.close()
            context.close()
        browser.close()
    print(f"{len(PAGES) * len(WIDTHS) * len(SCHEMES)} pictures in {folder}")
    for fault in dict.fromkeys(faults):
        print(f"a page complained: {fault}", file=sys.stderr)
    return 1 if faults else 0


@contextmanager
def demo() -> Generator[str]:
    """The address of a server over a generated business."""
    with tempfile.TemporaryDirectory() as data:
        command = [HEADWATER, "demo", "--data", data, *WORLD]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603 - our own
            assert process.stdout  # noqa: S101 - asked for above
            try:
                yield next(line.split()[1] for line in process.stdout if line.startswith("Headwater "))
            finally:
                process.terminate()


def sign_in(context: BrowserContext) -> str:
    """Make the first user, or be it again; the account's id."""
    headers = {"X-Headwater": "1"}
    answer = context.request.post("/api/app/owner", data=OWNER, headers=headers)
    if not answer.ok:
        answer = context.request.post(
            "/api/app/session", data={key: OWNER[key] for key in ("email", "password")}, headers=headers
        )
    assert answer.ok, answer.text()  # noqa: S101 - nothing to photograph
    return str(answer.json()["accounts"][0]["account_id"])


def take(page: Page, path: str, file: Path) -> None:
    """Once nothing is loading any more."""
    page.goto(path, wait_until="networkidle")
    page.wait_for_function("document.querySelector('[aria-busy=true], .skeleton') === null")
    page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
