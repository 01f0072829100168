"""Runs the schema's migrations on an open connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from clinicdesk.models.migrations import NEWEST


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: int = NEWEST) -> None:
    """Bring the schema up to that revision, inside the connection's transaction."""
    command.upgrade(configuration(connection), f"{revision:04}")
