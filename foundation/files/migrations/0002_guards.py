"""What is known of a file never changes."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation


class Migration(migrations.Migration):
    dependencies = [("files", "0001_files")]

    operations = [GuardOperation(AppendOnly("files_storedfile"))]
