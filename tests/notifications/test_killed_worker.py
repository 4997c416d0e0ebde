"""A worker killed in the middle of 1,000 messages loses none, and repeats only what was in flight."""

import email
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import connection

from foundation import clock
from notifications.models import MessageState, OutboxMessage
from tests.factories.notifications import OutboxMessageFactory

MESSAGES = 1000
WORKER_PROCESSES = 2


@pytest.fixture
def start_worker(smtp, settings, tmp_path):
    """Starts a real Celery worker with beat inside; all that were started are stopped at the end."""
    started = []
    for folder in ("data", "control", "processed"):
        (tmp_path / folder).mkdir()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "WORKER_SMTP_PORT": str(settings.EMAIL_PORT),
        "WORKER_FOLDER": str(tmp_path),
    }
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--beat", "--loglevel=warning"]
    command += [f"--concurrency={WORKER_PROCESSES}", f"--schedule={tmp_path}/schedule"]

    def start():
        process = subprocess.Popen(
            command, env=environment, cwd=settings.ROOT, start_new_session=True, stdout=subprocess.DEVNULL
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process):
    """`kill -9` for the worker and the children of its pool, which are a session of their own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition, seconds):
    stop = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < stop, "It took too long."
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_1000_messages_loses_none(smtp, start_worker):
    now = clock.now()
    messages = OutboxMessageFactory.build_batch(
        MESSAGES, to_address=True, created_at=now, next_attempt_at=now, recipient=None
    )
    OutboxMessage.objects.bulk_create(messages)

    worker = start_worker()
    wait_until(lambda: len(smtp.received) >= MESSAGES // 3, seconds=240)
    kill(worker)
    left = OutboxMessage.objects.filter(state=MessageState.WAITING).count()
    assert 0 < left < MESSAGES

    start_worker()
    wait_until(lambda: not OutboxMessage.objects.filter(state=MessageState.WAITING).exists(), seconds=240)

    arrived = Counter(email.message_from_bytes(content)["Message-ID"] for _, content in smtp.received)
    assert len(arrived) == MESSAGES
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.SENT}
    repeated = sum(arrived.values()) - MESSAGES
    assert repeated <= WORKER_PROCESSES
