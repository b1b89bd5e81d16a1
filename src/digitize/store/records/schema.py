"""Brings the tables of an index to the form that this program knows."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from digitize.errors import EnvironmentFault

HEAD = "0001"
"""The last step in ``migrations``."""

_TABLE = "alembic_version"


class NewerIndexError(EnvironmentFault):
    """The index was made by a newer version of this program."""


def upgrade(engine: Engine) -> bool:
    """Takes the steps that are missing, all or none: one that was interrupted left nothing behind.

    Returns:
        Whether there were any.

    Raises:
        NewerIndexError: If the index is in a form that this program does not know.
        sqlalchemy.exc.SQLAlchemyError: If the database fails.
    """
    with engine.connect() as connection:
        there = inspect(connection).has_table(_TABLE)
        found = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar() if there else None  # noqa: S608
    if found == HEAD:
        return False
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "digitize.store.records:migrations")
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NewerIndexError(
            "the index was made by a newer version of this program",
            where=engine.url.render_as_string(),
            hint="Use that version, or make the index anew: digitize reindex",
        )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
