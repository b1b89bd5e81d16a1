"""Writes docs/settings.md from the settings model and the command line (``python tools/settings_table.py``)."""

from __future__ import annotations

from enum import EnumType
from pathlib import Path
from typing import cast

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.core import TyperGroup
from typer.main import get_command

from digitize.cli.commands import app
from digitize.settings import Settings

TARGET = Path(__file__).parent.parent / "docs" / "settings.md"

_HEAD = """# Settings

<!-- Written by tools/settings_table.py from src/digitize/settings.py and the command line. Do not edit. -->

A setting is taken from the first of these that has it: a flag of the command; a variable of the environment; the file
`digitize.toml` in the folder in which the command is started; the default. An empty variable counts as not set. A value
that is not valid stops the command with exit code 2 and names the setting, as does a name in `digitize.toml` that is not
in this table.

```toml
# digitize.toml
languages = "rus+fra"
jobs = 4
```

| setting | flag | variable | values | default | what it is |
|---|---|---|---|---|---|
"""


def settings_document() -> str:
    """The whole of docs/settings.md."""
    flags = _flags()
    return _HEAD + "".join(_row(name, field, flags.get(name, ())) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo, flags: tuple[str, ...]) -> str:
    prefix = Settings.model_config["env_prefix"]
    cells = (
        f"`{name}`",
        " ".join(f"`{flag}`" for flag in flags),
        f"`{prefix}{name.upper()}`",
        _values(field),
        _default(field),
        field.description or "",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _flags() -> dict[str, tuple[str, ...]]:
    """Flags of all commands by the setting that they set."""
    program = cast("TyperGroup", get_command(app))
    found: dict[str, dict[str, None]] = {}
    for command in program.commands.values():
        for parameter in command.params:
            if parameter.name in Settings.model_fields and parameter.param_type_name == "option":
                found.setdefault(parameter.name, {}).update(dict.fromkeys((*parameter.opts, *parameter.secondary_opts)))
    return {name: tuple(flags) for name, flags in found.items()}


def _values(field: FieldInfo) -> str:
    kind = field.annotation
    if isinstance(kind, EnumType):
        return ", ".join(f"`{member}`" for member in kind.__members__.values())
    limits = [limit for limit in map(_limit, field.metadata) if limit]
    names: dict[object, str] = {int: "whole number", float: "number", str: "text", Path: "path", Path | None: "path"}
    names |= {bool: "`true`, `false`", str | None: "text"}
    return ", ".join([names[kind], *limits])


def _limit(constraint: object) -> str:
    match constraint:
        case Ge(ge=low):
            return f"at least {low}"
        case Gt(gt=low):
            return f"above {low}"
        case Le(le=high):
            return f"at most {high}"
        case Lt(lt=high):
            return f"below {high}"
    return ""


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "depends on the machine"
    if field.default is PydanticUndefined:
        return "none"
    if field.default is None:
        return "none"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default:g}`" if isinstance(field.default, float) else f"`{field.default}`"


if __name__ == "__main__":
    TARGET.write_text(settings_document(), encoding="utf-8")
    print(f"wrote {TARGET}")
