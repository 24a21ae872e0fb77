"""How commands are told to the parser: rows of what there is, each with an example."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import msgspec

from headwater.settings import SETTINGS, Settings, load_settings

Families: TypeAlias = dict[str, Any]
"""Families of commands by their words, as argparse's own, unnamed type."""


class Argument(NamedTuple):
    """One argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


class Command(NamedTuple):
    """A command: `words` are `("account", "create")`; `settings` names the settings that it takes as flags.

    `defaults` are those of settings that have another default here than elsewhere.
    """

    words: tuple[str, ...]
    doc: str
    example: str
    run: Callable[[argparse.Namespace, Mapping[str, str]], int]
    settings: Sequence[str] = ("data",)
    arguments: Sequence[Argument] = ()
    defaults: Mapping[str, str] = MappingProxyType({})


def argument(*names: str, **options: Any) -> Argument:  # noqa: ANN401 - argparse's own options
    """A row for `Command.arguments`."""
    return Argument(names, options)


ACCOUNT = argument("--account", metavar="ID", help="the account; may be left out when there is only one")


def add_command(families: Families, command: Command) -> None:
    """Add a command to its family, and the family if it is new."""
    *path, name = command.words
    family = " ".join(path)
    if family not in families:
        group = families[""].add_parser(family, help=f"{family} commands", description=f"{family} commands")
        families[family] = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = families[family].add_parser(
        name,
        help=command.doc,
        description=command.doc,
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for one in command.arguments:
        parser.add_argument(*one.names, **one.options)
    parser.add_argument("--config", metavar="FILE", type=Path, help="a TOML file of settings")
    for setting in SETTINGS:
        if setting.name in command.settings:
            flag = f"--{setting.name.replace('_', '-')}"
            default = command.defaults.get(setting.name, setting.default) or "none"
            shown = f"{setting.doc} (default: {default}; {setting.variable})".replace("%", "%%")
            parser.add_argument(flag, dest=f"setting_{setting.name}", metavar=setting.name.upper(), help=shown)
    parser.set_defaults(run=command.run, defaults=command.defaults)


def settings_of(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """The settings that a command line, the environment and a file ask for."""
    flags = {setting.name: getattr(arguments, f"setting_{setting.name}", None) for setting in SETTINGS}
    file = arguments.config or environment.get("HEADWATER_CONFIG")
    settings = load_settings(flags, environment, Path(file) if file else None)
    own = {
        setting.name: setting.read(arguments.defaults[setting.name])
        for setting in SETTINGS
        if setting.name in arguments.defaults
        and flags[setting.name] is None
        and setting.variable not in environment
        and getattr(settings, setting.name) == setting.read(setting.default)  # nor does the file say otherwise
    }
    return msgspec.structs.replace(settings, **own)
