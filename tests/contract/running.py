"""Schemathesis against a real server of our own: requests made from the document that it serves, by all its phases.

In: a directory, and how much to try. Out: what it said, and whether it found anything: an answer of 5xx, an answer that
is not as the document says, valid data refused, invalid data taken, a deletion that leaves something behind.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.contract.hooks import ACCOUNT
from tests.process import create_account, served

ROOT = Path(__file__).resolve().parents[2]
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")

# A page always hears 204 from /hit, whatever it sent. No document can say of a query that one of several parameters
# must be there, nor that a column to sort by is one of those asked for (hooks put it right, but not in every phase),
# nor which metric
# can be told by which dimension; and all that can be combined in one takes an hour.
# Nor does it say what a saved query, a segment or an expression must be, nor who may set a password.
# Second addresses of the same endpoints are left out.
SETTINGS = """
color = false
base-url = "{url}"
continue-on-failure = true
hooks = "tests.contract.hooks"
warnings = false
suppress-health-check = ["filter_too_much"]

[generation]
max-examples = {examples}
deterministic = {deterministic}
database = "none"

[phases.coverage]
unexpected-methods = ["PATCH", "TRACE"]

[phases.stateful]
max-steps = 8

[parameters]
account = "{account}"
integration = "{integration}"

[auth.openapi]
key = {{ api_key = "{key}" }}
bearer = {{ bearer = "{key}" }}
operator = {{ api_key = "{operator}" }}

[[operations]]
include-path = "/hit"
checks.negative_data_rejection.enabled = false

[[operations]]
include-path = "/identify"
include-method = "GET"
checks.positive_data_acceptance.enabled = false
checks.negative_data_rejection.enabled = false

[[operations]]
include-path = "/api/v1/{{account}}/{{integration}}/csv/{{entity}}"
checks.positive_data_acceptance.enabled = false
checks.negative_data_rejection.enabled = false

[[operations]]
include-path-regex = "^/api/app/[{{]account[}}]/(channels|tracking)"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/api/app/[{{]account[}}]/person/"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/api/app/[{{]account[}}]/(reports|segments|metrics|settings)"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/api/(app/(me|owner|session|password|accounts)|share/)"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/api/app/[{{]account[}}]/(members|account|integrations|keys|shares|audit)"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/v2/[{{]account[}}]/data/"
phases.coverage.enabled = false
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^(/v1|/[{{]account[}}]/v2)"
enabled = false
"""


class Found(NamedTuple):
    """What Schemathesis said; `is_sound` when it found nothing."""

    is_sound: bool
    said: str


def run(directory: Path, examples: int, *, is_random: bool = False) -> Found:
    """Try so many examples of each operation; the same ones each time unless `is_random`."""
    account = create_account(directory)
    with served(directory, "--rate-limit", "100000000", "--tracking-limit", "100000000") as server:
        settings = SETTINGS.format(
            url=server.url,
            examples=examples,
            deterministic="false" if is_random else "true",
            account=account["account_id"],
            integration=account["integration_id"],
            key=account["api_key"],
            operator=json.loads((directory / "server.json").read_text())["operator"],
        )
        file = directory / "schemathesis.toml"
        file.write_text(settings)
        command = [SCHEMATHESIS, "--config-file", file, "run", f"{server.url}/openapi.json"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), ACCOUNT: account["account_id"]}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=directory)
    return Found(done.returncode == 0, f"{done.stdout}{done.stderr}\nThe server's log:\n{server.said}")
