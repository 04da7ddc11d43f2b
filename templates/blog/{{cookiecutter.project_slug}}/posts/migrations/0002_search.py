"""The column that PostgreSQL searches in; other databases have none, so it is not part of the model."""

from django.db import migrations

COLUMN = """
    ALTER TABLE posts_post ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', excerpt), 'B')
        || setweight(to_tsvector('english', left(body, 200000)), 'C')
    ) STORED
"""
INDEX = "CREATE INDEX posts_search ON posts_post USING gin (search)"


def add_column(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COLUMN)
        schema_editor.execute(INDEX)


def remove_column(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE posts_post DROP COLUMN search")


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial")]
    operations = [migrations.RunPython(add_column, remove_column, elidable=False)]
