"""The Celery application: worker and beat start from here."""

import os
from typing import Any

from celery import Celery, bootsteps
from django_structlog.celery.steps import DjangoStructLogInitStep

from foundation import file_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

file_broker.install()

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class FirstHeartbeat(bootsteps.StartStopStep):
    """Asks for a heartbeat as soon as a worker is up, so that `/healthz` need not wait for beat's first one."""

    def start(self, parent: Any) -> None:
        """Send the task that beat sends every 20 seconds."""
        app.send_task("portal.heartbeat", expires=60)


app.steps["worker"].add(FirstHeartbeat)
app.steps["worker"].add(DjangoStructLogInitStep)  # the request's id goes with the task into the worker's log
