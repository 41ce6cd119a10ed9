"""Alembic's environment: our metadata, the database that the caller names."""

from alembic import context

import survey_app.models  # noqa: F401  (fills the metadata)
from survey_app.config import load_config
from survey_app.database import Base, make_engine, writing
from survey_app.models.columns import UtcDateTime


def rendered(kind: str, item: object, _context: object) -> str | bool:
    """Our moments are plain columns to a migration, so that it stands on its own."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run the wanted migrations in one transaction per database that can do that."""
    url = context.config.attributes.get("database_url") or load_config().database_url
    engine = make_engine(url)
    with writing(engine).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=rendered,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
