"""A real shell for the published examples of `tests.published`.

Host, key and ids are replaced and the line continuations that are missing in print are added; nothing else, so that the
invalid JSON stays invalid.
"""

import json
import shlex
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from tests.published import EXAMPLES

HOSTS: Final = ("https://import.segmetrics.io", "https://track.segmetrics.io", "https://api.segmetrics.io")


def typed(name: str, url: str, made: Mapping[str, str], replaced: Mapping[str, str] | None = None) -> str:
    """The command for a shell, for an account and integration of the server at `url`; `replaced` has ids, by print."""
    command = EXAMPLES[name].strip("\n")
    for host in HOSTS:
        command = command.replace(host, url)
    account = {
        "<account_id>": made["account_id"],
        "YOUR_ACCOUNT_ID": made["account_id"],
        "<integration_id>": made["integration_id"],
        "YOUR_API_KEY": made["api_key"],
    }
    for printed, meant in (account | dict(replaced or {})).items():
        assert printed in command or printed in account, printed
        command = command.replace(printed, meant)
    head, mark, data = command.partition("-d '{")
    return "\n".join(map(_continued, head.split("\n")[:-1])) + "\n" + head.split("\n")[-1] + mark + data + "\n"


def shell(name: str, url: str, made: Mapping[str, str], replaced: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
    """What the command prints, run by a real shell."""
    command = ["bash", "-c", typed(name, url, made, replaced)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _continued(line: str) -> str:
    """A line that goes on, whether print says so or not."""
    return f"{line.rstrip().removesuffix(chr(92)).rstrip()} \\"


def body(name: str) -> str:
    """What the shell hands to curl with `-d`."""
    _, _, data = EXAMPLES[name].partition("-d ")
    (argument,) = shlex.split(data)
    return argument
