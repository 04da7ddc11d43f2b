"""What PostgreSQL searches in; other databases have neither, so the column is not part of the model."""

from django.db import migrations

# Typing errors are found by the groups of three letters that words share.
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
COLUMN = """
    ALTER TABLE catalog_product ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', name), 'A')
        || setweight(to_tsvector('simple', brand), 'B')
        || setweight(to_tsvector('english', summary), 'C')
        || setweight(to_tsvector('english', left(description, 100000)), 'D')
    ) STORED
"""
INDEX = "CREATE INDEX catalog_search ON catalog_product USING gin (search)"
WORDS = "CREATE INDEX catalog_words ON catalog_searchword USING gin (word gin_trgm_ops)"


def add_search(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (EXTENSION, COLUMN, INDEX, WORDS):
            schema_editor.execute(statement)


def remove_search(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX catalog_words")
        schema_editor.execute("ALTER TABLE catalog_product DROP COLUMN search")
        schema_editor.execute("DROP EXTENSION pg_trgm")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(add_search, remove_search, elidable=False)]
