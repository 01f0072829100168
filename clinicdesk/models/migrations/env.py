"""Alembic's way in: always on a connection that the runner hands over."""

from alembic import context

from clinicdesk.models.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # One transaction for all revisions: SQLite keeps DDL in it when nobody commits in between.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
