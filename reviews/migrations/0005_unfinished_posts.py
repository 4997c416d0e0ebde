"""An index of the posts on which their parties have still to act."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_api_clients"),
        ("reviews", "0004_reports_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("state__in", ["changes requested", "to correct", "to take down", "approved"])),
                fields=["state", "state_since"],
                name="reviews_post_unfinished",
            ),
        ),
    ]
