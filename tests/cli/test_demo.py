"""`headwater demo`: a business to look at, loaded once, kept, and never in the way of anything else."""

import http.client
import json
import re
import shlex
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from headwater.app import alone
from headwater.demo.generate import KINDS
from headwater.settings import SETTINGS
from tests.cli.line import Done, new_account, run, said, wrong
from tests.process import HEADWATER, wait_for

SMALL = ("--contacts", "100", "--days", "30", "--load-only")


class Demo:
    """A demo that was loaded, and what was said of it."""

    def __init__(self, data: Path, done: Done) -> None:
        assert done.status == 0, done
        self.data = data
        self.done = done
        self.account = _told(done.out, "account")
        self.key = _told(done.out, "API key")


def _told(out: str, name: str) -> str:
    found = re.search(rf"^{name} +(\S+)$", out, re.MULTILINE)
    assert found, out
    return found[1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    data = tmp_path_factory.mktemp("demo") / "shop"
    return Demo(data, run("demo", "--data", data, *SMALL))


def report(demo: Demo, *metrics: str) -> list[list[float]]:
    """The rows of the demo's leads by channel, and the totals after them, without their names."""
    question = {
        "type": "leads",
        "dimensions": ["clicks.channel"],
        "metrics": metrics,
        "date_range": {"start": "-2 years"},
    }
    told = json.loads(said("query", "-", "--format", "json", "--data", demo.data, text=json.dumps(question)))
    return [*(row[1:] for row in told["rows"]), told["totals"]]


def test_it_prints_how_to_get_in(demo: Demo) -> None:
    out = demo.done.out
    assert _told(out, "Headwater") == "http://127.0.0.1:8000"
    assert re.fullmatch("[a-z0-9]{7}", demo.account)
    assert re.fullmatch("[a-z0-9]{7}", _told(out, "integration"))
    assert re.fullmatch("hw_[a-z0-9]{30}", demo.key)
    command = shlex.split(out[out.index("curl") :].partition("\n\n")[0].replace("\\\n", ""))
    url = f"http://127.0.0.1:8000/{demo.account}/report/leads?start=-30+days&end=now"
    assert command == ["curl", "-H", f"Authorization: {demo.key}", url]
    assert "Ctrl-C" not in out  # nothing runs any longer


def test_it_shows_how_far_it_is_and_what_it_loaded(demo: Demo) -> None:
    for word in ("loading:", "projecting:", "100%", "Loaded ", *(f" × {kind}" for kind in KINDS)):
        assert word in demo.done.err
    assert "Traceback" not in demo.done.err


def test_the_printed_rows_add_up_to_the_printed_totals(demo: Demo) -> None:
    lines = [re.split(r"  +", line) for line in demo.done.out.splitlines()]
    heads = next(n for n, line in enumerate(lines) if line[0] == "Channel")
    rows = [line for line in lines[heads + 2 :] if len(line) == 6 and "─" not in line[0]]
    names, figures = [row[0] for row in rows], [[float(cell.replace(",", "")) for cell in row[1:]] for row in rows]
    assert names[-1] == "Total"
    assert len(set(names)) == len(names) > 5
    *parts, total = figures
    for column in (0, 1, 3):  # leads, customers and revenue; the rest are ratios
        assert round(sum(part[column] for part in parts), 2) == total[column]
    assert 50 < total[0] <= 130


def test_all_rows_add_up_to_the_totals_to_the_cent(demo: Demo) -> None:
    *rows, totals = report(demo, "leads", "numOfCustomers", "revenue", "collected")
    assert [round(sum(column) * 100) for column in zip(*rows, strict=True)] == [round(total * 100) for total in totals]
    assert all(total > 0 for total in totals)


def test_the_warehouse_and_the_ledger_agree(demo: Demo) -> None:
    assert f"account {demo.account}: sound; " in said("verify", "--data", demo.data)


def test_it_is_an_account_like_any_other(demo: Demo) -> None:
    *_, line = said("account", "list", "--data", demo.data).splitlines()
    assert line.split()[:4] == [demo.account, "Demo", "America/New_York", "USD"]
    assert (demo.data / "truth").is_dir()


def test_run_again_it_is_there_already(demo: Demo) -> None:
    again = Demo(demo.data, run("demo", "--data", demo.data, *SMALL))
    assert again.done.err == f"The demo in {demo.data} is there already; delete the directory to make it anew.\n"
    assert (again.account, again.key) == (demo.account, demo.key)
    assert again.done.out == demo.done.out


@pytest.mark.parametrize("other", [["--contacts", "101"], ["--days", "31"], ["--seed", "2"], ["--page-views", "9"]])
def test_another_demo_does_not_take_its_place(demo: Demo, other: list[str]) -> None:
    told = wrong("demo", "--data", demo.data, *SMALL, *other)
    assert told == f"{demo.data} holds another demo: delete the directory, or choose another with '--data'"
    assert "sound" in said("verify", "--data", demo.data)


def test_a_directory_of_somebody_is_left_alone(tmp_path: Path) -> None:
    """Also one of which nothing was projected yet."""
    made = new_account(tmp_path)
    told = wrong("demo", "--data", tmp_path, *SMALL)
    assert told == f"{tmp_path} holds data that is no demo: choose another directory with '--data'"
    (line,) = said("account", "list", "--data", tmp_path).splitlines()[2:]
    assert line.startswith(made.account_id)
    assert not {"demo.json", "demo.loading", "truth"} & {path.name for path in tmp_path.iterdir()}


def test_loading_that_was_interrupted_begins_anew_and_takes_nothing_else_away(tmp_path: Path) -> None:
    """The power goes while it loads, into a directory in which other things lie."""
    for name in ("letter.txt", "photos"):
        (tmp_path / name).write_text("mine")
    command = [HEADWATER, "demo", "--data", str(tmp_path), *SMALL, "--page-views", "60000"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: (tmp_path / "demo.loading").exists() and any((tmp_path / "truth").glob("*")))
        process.kill()
    assert not (tmp_path / "demo.json").exists()
    demo = Demo(tmp_path, run("demo", "--data", tmp_path, *SMALL))
    (line,) = said("account", "list", "--data", tmp_path).splitlines()[2:]
    assert line.startswith(demo.account)
    assert [path.stem for path in (tmp_path / "accounts").glob("*.duckdb")] == [demo.account]
    assert "sound" in said("verify", "--data", tmp_path)
    assert not (tmp_path / "demo.loading").exists()
    assert [(tmp_path / name).read_text() for name in ("letter.txt", "photos")] == ["mine", "mine"]


def test_loading_that_is_under_way_is_not_taken_for_interrupted(tmp_path: Path) -> None:
    with alone(tmp_path):
        (tmp_path / "demo.loading").touch()
        (tmp_path / "ledger.db").write_text("at work")
        assert wrong("demo", "--data", tmp_path, *SMALL) == f"another Headwater process works on {tmp_path}"
        assert (tmp_path / "ledger.db").read_text() == "at work"


def test_it_has_a_directory_of_its_own_unless_told_otherwise(demo: Demo, tmp_path: Path) -> None:
    """Told by a file, as by a variable; the loaded demo stands in for the long way."""
    config = tmp_path / "headwater.toml"
    config.write_text(f'data = "{demo.data}"\n')
    for done in (
        run("demo", *SMALL, "--config", config),
        run("demo", *SMALL, HEADWATER_DATA=str(demo.data)),
        run("demo", *SMALL, "--data", demo.data, HEADWATER_DATA="/nowhere"),
    ):
        assert Demo(demo.data, done).key == demo.key


def test_it_does_not_load_into_the_directory_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert next(setting.default for setting in SETTINGS if setting.name == "data") == "data"
    new_account(Path("data/demo"))
    assert wrong("demo", *SMALL).startswith("data/demo holds data that is no demo")


def test_it_serves_what_it_loaded_until_it_is_stopped(demo: Demo) -> None:
    command = [HEADWATER, "demo", "--data", str(demo.data), *SMALL[:-1], "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = list(iter(process.stdout.readline, "Stop with Ctrl-C.\n"))
        url = _told("".join(lines), "Headwater")
        with closing(http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)) as connection:
            connection.request("GET", f"/{demo.account}/report/leads", headers={"Authorization": demo.key})
            answer = connection.getresponse()
            told = json.loads(answer.read())
        assert (answer.status, told["freshness"]["is_current"]) == (200, True)
        assert sum(row["leads"] for row in told["table"]["rows"]) == told["kpis"][0]["value"] > 50
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert not (demo.data / "server.json").exists()


def test_page_views_may_be_more_or_fewer(tmp_path: Path) -> None:
    demo = Demo(tmp_path, run("demo", "--data", tmp_path, *SMALL, "--page-views", "400"))
    with duckdb.connect(str(tmp_path / "accounts" / f"{demo.account}.duckdb"), read_only=True) as warehouse:
        (views,) = warehouse.execute("SELECT count(*) FROM page_views").fetchall()[0]
    assert 200 < views < 800
