"""The tables of the project as a diagram, made from the models, so that it cannot be out of date."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, ManyToManyField, Model, OneToOneField

# Mermaid draws with braces, which would end the placeholders of an f-string.
OPEN, CLOSE = "{", "}"

TITLE = """# Data model

Made by `python manage.py data_model --write`; a test compares it with the models.
`PK` is the primary key, `FK` refers to another table, `UK` is unique."""


def document() -> str:
    """Return the Markdown page: one Mermaid diagram per app, with the tables that it refers to."""
    parts = [TITLE, *(_section(label, models) for label, models in _models_by_app())]
    return "\n\n".join(parts) + "\n"


def _models_by_app() -> Iterator[tuple[str, list[type[Model]]]]:
    for config in apps.get_app_configs():
        own = Path(config.path).is_relative_to(settings.BASE_DIR) and "site-packages" not in config.path
        models = [model for model in config.get_models() if not model._meta.proxy]
        if own and models:
            yield config.label, models


def _section(label: str, models: list[type[Model]]) -> str:
    lines = [f"## {label}", "", "```mermaid", "erDiagram"]
    for model in models:
        lines += _relations(model)
    for model in models:
        lines += [f"    {model.__name__} {OPEN}", *_columns(model), "    }"]
    return "\n".join([*lines, "```"])


def _columns(model: type[Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        kind = field.get_internal_type().removesuffix("Field")
        yield f"        {kind} {field.column}{_marks(field)}"


def _marks(field: Field) -> str:
    marks = [
        mark
        for mark, is_set in (
            ("PK", field.primary_key),
            ("FK", isinstance(field, ForeignKey)),
            ("UK", field.unique and not field.primary_key),
        )
        if is_set
    ]
    return f" {', '.join(marks)}" if marks else ""


def _relations(model: type[Model]) -> Iterator[str]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if isinstance(field, ManyToManyField):
            yield f"    {model.__name__} {CLOSE}o--o{OPEN} {_target(field)} : {field.name}"
        elif isinstance(field, OneToOneField):
            yield f"    {_target(field)} ||--o| {model.__name__} : {field.name}"
        elif isinstance(field, ForeignKey):
            one = "o|" if field.null else "||"
            yield f"    {_target(field)} {one}--o{OPEN} {model.__name__} : {field.name}"


def _target(field: ForeignKey | ManyToManyField) -> str:
    return field.related_model.__name__
