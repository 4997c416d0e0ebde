"""Makes the table of the database cache, so that every command works after `migrate` alone."""

from django.core.management import call_command
from django.db import migrations


def make(_apps, schema_editor):
    call_command("createcachetable", "portal_cache", database=schema_editor.connection.alias, verbosity=0)


def remove(_apps, schema_editor):
    schema_editor.execute('DROP TABLE IF EXISTS "portal_cache"')


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, remove)]
