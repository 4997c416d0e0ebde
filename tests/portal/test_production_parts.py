"""What only production uses, tried before it gets there."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from portal.celery import app

pytestmark = pytest.mark.once


@pytest.mark.slow
def test_static_files_can_be_collected_under_hashed_names(tmp_path):
    """A style sheet that names a missing file would stop the deployment."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("uswds/css/uswds.min.*.css"))
    assert list(Path(tmp_path).glob("portal/*.css"))


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled <= set(app.tasks)
