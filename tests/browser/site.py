"""A web site of somebody else: pages under any `*.localhost` name, on a port of its own.

In: pages, as a test writes them down. Out: their addresses. Knows nothing of Headwater.
"""

import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

PATIENCE_S = 20


class Page(NamedTuple):
    """What a path answers."""

    html: str
    headers: Mapping[str, str]


class Site:
    """Pages by path; the same for every host name, unless a page is written down for one host."""

    def __init__(self, port: int) -> None:
        """Listen on `port`."""
        self.port = port
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []

    def put(self, path: str, html: str, host: str = "", headers: Mapping[str, str] | None = None) -> str:
        """Write a page down; its address."""
        document = f"<!doctype html><html><head><title>{path}</title></head><body>{html}</body></html>"
        self.pages[host + path] = Page(document, headers or {})
        return self.url(path, host or "shop.localhost")

    def url(self, path: str, host: str = "shop.localhost") -> str:
        """The address of a path on a host."""
        return f"http://{host}:{self.port}{path}"

    def wait_for(self, path: str) -> None:
        """Wait until a path was asked for."""
        deadline = time.monotonic() + PATIENCE_S
        while path not in self.asked:
            assert time.monotonic() < deadline, f"only these were asked for: {self.asked}"
            time.sleep(0.01)

    def page(self, host: str, path: str) -> Page | None:
        """The page at an address."""
        path = urlsplit(path).path
        return self.pages.get(host.partition(":")[0] + path) or self.pages.get(path)


@contextmanager
def serving_site() -> Generator[Site]:
    """A site, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.page(self.headers.get("Host", ""), self.path)
            body = (page.html if page else "nothing here").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if page:
                for name, value in page.headers.items():
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
