"""A group for each role of this project."""

from django.db import migrations

from accounts.roles import Role


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in Role.values:
        Group.objects.get_or_create(name=name)


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=Role.values).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
