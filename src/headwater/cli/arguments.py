"""How commands are told to the parser: rows of what there is, each with an example."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import msgspec

from headwater.app import LEDGER_FILE
from headwater.errors import Problem
from headwater.settings import SETTINGS, Settings, load_settings

Families: TypeAlias = dict[str, Any]
"""Families of commands by their words, as argparse's own, unnamed type."""


class Argument(NamedTuple):
    """One argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


class Command(NamedTuple):
    """A command: `words` are `("account", "create")`; `settings` names the settings that it takes as flags.

    `defaults` are those of settings that have another default here than elsewhere. Only one that `makes_data` may be
    given a data directory that is not there; for all others it is mistyped.
    """

    words: tuple[str, ...]
    doc: str
    example: str
    run: Callable[[argparse.Namespace, Mapping[str, str]], int]
    settings: Sequence[str] = ("data",)
    arguments: Sequence[Argument] = ()
    defaults: Mapping[str, str] = MappingProxyType({})
    makes_data: bool = False


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
    parser.set_defaults(run=command.run, defaults=command.defaults, makes_data=command.makes_data)


def settings_of(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    """The settings that a command line, the environment and a file ask for; `Problem` if their data are not there."""
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
    settings = msgspec.structs.replace(settings, **own)
    if not arguments.makes_data:
        _see(settings)
    return settings


def see_directory(settings: Settings) -> None:
    """Refuse to work on a data directory that is not there."""
    if not settings.data.is_dir():
        raise Problem(f"there is no data directory {settings.data}: name another with '--data'")


def _see(settings: Settings) -> None:
    """Refuse to look into a directory that is not there, or is not ours; it would be made, and found empty."""
    if settings.ledger:  # the ledger is elsewhere, and may be asked for things that need no directory
        return
    see_directory(settings)
    if not (settings.data / LEDGER_FILE).is_file():
        raise Problem(
            f"{settings.data} holds no Headwater data: name another directory with '--data', or make an account with"
            " 'headwater account create NAME'"
        )
