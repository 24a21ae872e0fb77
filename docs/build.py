"""Writes docs/reference/ from the rows that the product is made of: settings, commands, paths, fields, the catalogue.

`python docs/build.py` writes; `--check` says which pages are not what the rows say, and exits with 1. A page is a
function from nothing to Markdown, and a row of `PAGES`.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from headwater import cli
from headwater.api.routes import PATHS
from headwater.catalog import attribution, channels, dimensions, reports, sources
from headwater.catalog.kinds import Metric
from headwater.cli.arguments import Argument, Command
from headwater.intake import policy
from headwater.intake.entities import ENTITIES
from headwater.intake.fields import Field
from headwater.intake.payload import Part, Payload
from headwater.intake.payloads import HIT, IDENTIFY
from headwater.intake.schemas import Value, named_values, schema_of
from headwater.settings import SETTINGS

REFERENCE: Final = Path(__file__).parent / "reference"
NOTE: Final = "<!-- Written by `make docs` from the program itself. Do not edit. -->"


class Page(NamedTuple):
    """One page: its file, its title, what it holds, and who writes it."""

    file: str
    title: str
    about: str
    write: Callable[[], str]


def settings() -> str:
    """Every setting."""
    head = (
        "A setting comes from the first of: a flag of the command line, an environment variable, a TOML file named by"
        " `--config` or `HEADWATER_CONFIG`, the default. In the file, the name is the key.\n\n"
    )
    rows = (
        (f"`{setting.name}`", f"`{setting.variable}`", f"`{setting.default}`" if setting.default else "", setting.doc)
        for setting in SETTINGS
    )
    return head + table(("setting", "variable", "default", "what it does"), rows)


def commands() -> str:
    """Every command, with its arguments and an example."""
    head = "Wrong use is one line on standard error and exit status 2. `headwater COMMAND --help` says what is here.\n"
    return head + "".join(_command(command) for command in cli.COMMANDS)


def _command(command: Command) -> str:
    words = " ".join(command.words)
    taken = [(_usage(argument), argument.options.get("help", "")) for argument in command.arguments]
    arguments = f"{table(('argument', 'what it is'), taken)}\n" if taken else ""
    flags = _keys(f"--{name.replace('_', '-')}" for name in command.settings)
    return (
        f"\n## {words}\n\n{command.doc}.\n\n{arguments}"
        f"[Settings](settings.md) as flags: {flags}.\n\n```sh\n{command.example}\n```\n"
    )


def _usage(argument: Argument) -> str:
    """How an argument is written."""
    value = argument.options.get("metavar") or "|".join(map(str, argument.options.get("choices", ())))
    flag = next((name for name in argument.names if name.startswith("-")), "")
    return f"`{flag} {value}`".replace(" `", "`") if flag else f"`{value or argument.names[0].upper()}`"


def paths() -> str:
    """Every path of the server."""
    rows = ((" ".join(path.methods), f"`{path.path}`", path.doc) for path in PATHS)
    return table(("methods", "path", "what it does"), rows)


def fields() -> str:
    """The fields of every payload, and what each kind of value may look like."""
    payloads = (*(entity.payload for entity in ENTITIES), HIT, IDENTIFY)
    decided = ((f"`{field.name}`", field.doc) for field in policy.FIELDS)
    return (
        "\n".join(map(_payload, payloads))
        + f"\n## Tracking policy of an account\n\n{table(('field', 'what it is'), decided)}"
        + f"\n## Values\n\n{table(('value', 'what it is'), map(_value, named_values()))}"
    )


def _payload(payload: Payload) -> str:
    rows = (*map(_field, payload.fields), *map(_part, payload.parts))
    either = f"\nOne of {_keys(payload.either)} is required.\n" if payload.either else ""
    return f"## {payload.name}\n\n{payload.doc}\n\n{table(_HEADS, rows)}{either}" + "".join(
        f"\n### In `{part.name}`\n\n{table(_HEADS, map(_field, part.fields))}" for part in payload.parts if part.fields
    )


_HEADS: Final = ("field", "required", "value", "what it is")


def _field(field: Field) -> tuple[str, str, str, str]:
    also = f" (or {', '.join(f'`{name}`' for name in field.also)})" if field.also else ""
    schema = schema_of(field.read)
    kind = schema["$ref"].rpartition("/")[2] if "$ref" in schema else _keys(map(str, schema.get("examples", ())))
    return f"`{field.name}`{also}", "yes" if field.required else "", kind, field.doc


def _part(part: Part) -> tuple[str, str, str, str]:
    return f"`{part.name}`", "yes" if part.required else "", "", part.doc


def _value(value: Value) -> tuple[str, str]:
    return value.name, value.schema["description"]


def report_types() -> str:
    """Every report type, and what its conversions are."""
    return "\n".join(
        f"## `{kind.key}`: {kind.name}\n\n{kind.doc}\n\n"
        f"Shown by default: {_keys(kind.shown)}, by {_keys(kind.by)}. Told of conversions without a touch:"
        f" {_keys(kind.unattributed)}.\n"
        for kind in reports.REPORT_TYPES
    )


def metrics() -> str:
    """Every metric, by report type."""
    head = "`SUM` adds up over rows. `AVG` is a ratio: its total is the ratio of the totals, not the sum of rows.\n"
    heads = ("key", "name", "type", "aggregation", "what it means", "how it is computed", "example")
    return head + "".join(
        f"\n## Of `{kind.key}`\n\n{table(heads, (_metric(one) for one in kind.metrics if one.listed))}"
        for kind in reports.REPORT_TYPES
    )


def _metric(one: Metric) -> Sequence[str]:
    return f"`{one.key}`", one.name, one.type, one.aggregation, one.doc, f"`{one.value}`", one.example


def dimension_rows() -> str:
    """Every dimension."""
    rows = ((f"`{one.key}`", one.name, one.type, one.source, one.doc, one.example) for one in dimensions.DIMENSIONS)
    return table(("key", "name", "type", "property of", "what it means", "example"), rows)


def models() -> str:
    """Every attribution model."""
    head = (
        f"`{attribution.DEFAULT}` is the default. A weight may use `i`, the touch's position from 1, `n`, how many"
        " touches there are, and `age`, the days from the touch to the conversion; the shares of a conversion always"
        " sum to one.\n\n"
    )
    rows = (
        (f"`{model.key}`", _keys(model.aliases), model.doc, f"`{model.weight}`", model.example)
        for model in attribution.MODELS
    )
    return head + table(("key", "aliases", "what it does", "weight", "example"), rows)


def channel_rows() -> str:
    """Every channel, and the rules that decide it."""
    known = table(("slug", "name", "what it is"), ((f"`{one.slug}`", one.name, one.doc) for one in channels.CHANNELS))
    rules = table(
        ("", "channel", "because", "when all of these hold"),
        (
            (str(number), f"`{rule.channel}`", rule.because, "<br>".join(map(_condition, rule.when)))
            for number, rule in enumerate(channels.RULES, 1)
        ),
    )
    return f"{known}\n## Rules\n\nThe first rule that fits decides; an origin that none fits is `other`.\n\n{rules}"


def _condition(condition: channels.Condition) -> str:
    return f"{condition.field} {condition.op.replace('_', ' ')} {_keys(condition.values)}".strip()


def click_ids() -> str:
    """Every click id."""
    rows = ((f"`{one.parameter}`", one.source, one.proves) for one in sources.click_ids().values())
    return table(("parameter", "source", "what it proves"), rows)


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def index() -> str:
    """What there is."""
    return "".join(f"- [{page.title}]({page.file}): {page.about}\n" for page in PAGES)


PAGES: Final = (
    Page("settings.md", "Settings", "flags, variables, defaults", settings),
    Page("commands.md", "Commands", "the command line", commands),
    Page("paths.md", "Paths", "what the server answers", paths),
    Page("fields.md", "Fields", "what payloads may carry", fields),
    Page("reports.md", "Report types", "what counts as a conversion", report_types),
    Page("metrics.md", "Metrics", "what can be measured", metrics),
    Page("dimensions.md", "Dimensions", "what answers can be broken down by", dimension_rows),
    Page("models.md", "Attribution models", "how a conversion is shared among touches", models),
    Page("channels.md", "Channels", "and the rules that decide them", channel_rows),
    Page("click-ids.md", "Click ids", "parameters that networks add to links", click_ids),
)


def pages() -> dict[Path, str]:
    """Every file of the reference, and what it should say."""
    wanted = {REFERENCE / page.file: f"{NOTE}\n\n# {page.title}\n\n{page.write()}" for page in PAGES}
    return wanted | {REFERENCE / "README.md": f"{NOTE}\n\n# Reference\n\n{index()}"}


def stale() -> list[str]:
    """The names of pages that are missing, out of date, or not of ours."""
    wanted = pages()
    written = {path: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}
    return sorted(path.name for path in wanted.keys() | written.keys() if wanted.get(path) != written.get(path))


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` only compare them."""
    changed = stale()
    if "--check" in arguments:
        if changed:
            print(f"docs/reference is not up to date ({', '.join(changed)}): run `make docs`", file=sys.stderr)
        return 1 if changed else 0
    REFERENCE.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    for name in changed:
        if REFERENCE / name not in pages():
            (REFERENCE / name).unlink()
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
