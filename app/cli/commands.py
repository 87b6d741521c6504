"""The commands by name. Each is imported when it runs: `--help` takes no part of the service, and none all of it."""

import ast
import os
import signal
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from app.cli.signals import NobodyReadsError
from app.loading import loading

WHERE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "serve": ("serving", "serve"),
        "mcp": ("serving", "mcp"),
        "migrate": ("databases", "migrate"),
        "seed": ("databases", "seed"),
        "extract": ("pages", "extract"),
        "review": ("reviewing", "review"),
        "ingest": ("intake", "ingest"),
        "withdraw": ("pages", "withdraw"),
        "verify": ("pages", "verify"),
        "ingest-dataset": ("official", "ingest_dataset"),
        "show": ("figures", "show"),
        "compare": ("comparing", "compare"),
        "series": ("comparing", "series"),
        "export": ("exporting", "export"),
        "check": ("upkeep", "check"),
        "backup": ("upkeep", "backup"),
        "restore": ("upkeep", "restore"),
        "forces": ("figures", "list_forces"),
        "doctor": ("doctor", "doctor"),
    }
)
"""The module and the function of each command, in the order of the help."""
LOOKS_AT_SETTINGS = "doctor"
"""The command that reports wrong settings among its findings; all others end with them."""


class Commands(TyperGroup):
    """A group of commands that exit as if by SIGPIPE when nobody reads their output any more."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - of the library
        super().__init__(**attributes)
        self.commands = {name: Deferred(name) for name in WHERE}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - of the library
        """Return a command, with its help."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.help = docstring_of(*WHERE[cmd_name])
        return command

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of the library
        """Run a command."""
        try:
            return super().invoke(ctx)
        except NobodyReadsError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):  # both are flushed at exit, which must not fail
                os.dup2(nowhere, stream.fileno())
            sys.exit(128 + signal.SIGPIPE)


class Deferred(TyperCommand):
    """A command of which nothing is imported yet. With its arguments, it becomes the command itself."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401
        """Return the context of the command itself."""
        return command_of(str(self.name)).make_context(info_name, args, parent, **extra)


def command_of(name: str) -> Any:  # noqa: ANN401 - of the library
    """Return a command, made of its function."""
    module, function = WHERE[name]
    with loading():
        from app.cli.common import Command

        imported = import_module(f"app.cli.{module}")
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=TyperCommand if name == LOOKS_AT_SETTINGS else Command)(getattr(imported, function))
    return typer.main.get_command(alone)


def docstring_of(module: str, function: str) -> str | None:
    """Return the docstring of a function, read from the source: importing it would import what it works with."""
    spec = find_spec(f"app.cli.{module}")
    assert spec is not None and spec.origin is not None  # noqa: S101, PT018 - it is a file
    source = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    [found] = [node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == function]
    return ast.get_docstring(found)
