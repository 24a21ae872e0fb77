"""How fast the dashboard is in a real Chromium: each page over a demo business, and three things that people do there.

In: nothing; the business is made for it, 20,000 contacts over a year, and thrown away. Out: two tables. A page is
loaded when its figures are drawn. Of five loads each, with an empty cache: the median; bytes and requests of the last.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.servers import HEADWATER

ROUNDS: Final = 5
WORLD: Final = ("--contacts", "20000", "--days", "365", "--port", "0")
PAGES: Final = ("overview", "leads", "revenue", "ads", "subscriptions", "funnels", "cohorts", "people")
OWNER: Final = {"email": "bench@fernhill.example", "name": "Bench", "password": "a pass phrase of benches"}
HEADERS: Final = {"X-Headwater": "1"}
MOST_MS: Final = 200
"""Within which an interaction must show."""

DRAWN: Final = """() => document.querySelector('h1') !== null
    && document.querySelector('.skeleton, .chart-wait, [aria-busy=true]') === null"""
WATCH: Final = """() => {
    window.paints = []
    new PerformanceObserver((list) => window.paints.push(...list.getEntries().map((each) => each.duration)))
        .observe({ type: 'event', durationThreshold: 16 })
}"""


class Loaded(NamedTuple):
    """One load of a page: milliseconds until its figures are drawn and of the main thread, bytes, requests."""

    load_ms: float
    main_ms: float
    received: int
    requests: int


def main() -> int:
    """Measure everything, and print it; the status is 1 if a page complained, or an interaction was too slow."""
    with demo() as url, sync_playwright() as playwright:
        path = os.environ.get("HEADWATER_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        account, state = sign_in(browser, url)
        complaints: list[str] = []
        print(
            f"{'page':14} {'load':>6} {'main thread':>12} {'received':>9} {'requests':>9}   (ms, KB; {ROUNDS} rounds)"
        )
        for name in PAGES:
            rounds = [load(browser, state, f"{url}/app/{account}/{name}", complaints) for _ in range(ROUNDS)]
            print(_row(name, rounds), flush=True)
        print(f"console errors: {len(complaints)}")
        for complaint in dict.fromkeys(complaints):
            print(f"  {complaint}")
        slow = _interactions(browser, state, f"{url}/app/{account}")
        browser.close()
    return 1 if complaints or slow else 0


@contextmanager
def demo() -> Generator[str]:
    """The address of a server over a business made for it."""
    with tempfile.TemporaryDirectory() as data:
        command = [HEADWATER, "demo", "--data", data, *WORLD]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout
            try:
                yield next(line.split()[1] for line in process.stdout if line.startswith("Headwater "))
            finally:
                process.terminate()


def sign_in(browser: Browser, url: str) -> tuple[str, Any]:
    """The account, and the cookies of its owner."""
    with browser.new_context(base_url=url) as context:
        answer = context.request.post("/api/app/owner", data=OWNER, headers=HEADERS)
        assert answer.ok, answer.text()
        return str(answer.json()["accounts"][0]["account_id"]), context.storage_state()


def load(browser: Browser, state: object, address: str, complaints: list[str]) -> Loaded:
    """Open a page in a browser that knows nothing but who is signed in."""
    with _context(browser, state) as context:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        wire = context.new_cdp_session(page)
        received: list[int] = []
        wire.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
        wire.send("Network.enable")
        wire.send("Performance.enable")
        page.goto(address, wait_until="commit")
        page.wait_for_function(DRAWN, polling="raf")
        load_ms = float(page.evaluate("performance.now()"))
        page.wait_for_load_state("networkidle")
        return Loaded(load_ms, _main_thread(wire), sum(received), len(received))


def _interactions(browser: Browser, state: object, base: str) -> int:
    """What three things that people do take until the next paint; how many of them take too long."""
    slow = 0
    print(f"\n{'interaction on Revenue':28} {'median':>7} {'worst':>7}   (ms until the next paint; at most {MOST_MS})")
    for name, do in INTERACTIONS.items():
        took: list[float] = []
        for _ in range(ROUNDS):
            with _context(browser, state) as context:
                page = context.new_page()
                page.goto(f"{base}/revenue")
                page.wait_for_function(DRAWN, polling="raf")
                took.append(_until_paint(page, do))
        slow += statistics.median(took) > MOST_MS
        print(f"{name:28} {statistics.median(took):7.0f} {max(took):7.0f}", flush=True)
    return slow


def _until_paint(page: Page, do: Callable[[Page], None]) -> float:
    """The longest of the events of an interaction, as the browser measures it; below its measure is 16."""
    page.evaluate(WATCH)
    do(page)
    page.wait_for_timeout(500)
    return max((float(each) for each in page.evaluate("window.paints")), default=16.0)


def _change_model(page: Page) -> None:
    page.get_by_role("button", name="Attribution model").click()
    page.get_by_role("option", name="Linear").click()


def _sort(page: Page) -> None:
    page.locator("thead .sort").last.click()


def _explain(page: Page) -> None:
    page.locator("tbody .figure").first.click()


INTERACTIONS: Final[dict[str, Callable[[Page], None]]] = {
    "change the model": _change_model,
    "sort by another column": _sort,
    "open the explanation": _explain,
}


@contextmanager
def _context(browser: Browser, state: Any) -> Generator[BrowserContext]:  # noqa: ANN401 - as Playwright hands it on
    with browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        yield context


def _main_thread(wire: CDPSession) -> float:
    """Milliseconds for which the page's main thread was busy."""
    found = {each["name"]: float(each["value"]) for each in wire.send("Performance.getMetrics")["metrics"]}
    return found["TaskDuration"] * 1000


def _row(name: str, rounds: list[Loaded]) -> str:
    load_ms, main_ms = (statistics.median(getattr(one, of) for one in rounds) for of in ("load_ms", "main_ms"))
    last = rounds[-1]
    return f"{name:14} {load_ms:6.0f} {main_ms:12.0f} {last.received / 1000:9.0f} {last.requests:9}"


if __name__ == "__main__":
    sys.exit(main())
