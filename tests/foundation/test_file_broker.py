"""The broker of files: a message is there whole or not at all, and a list that is being written is read again."""

import threading
import time
from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

pytestmark = pytest.mark.once


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path / name) for name in ("messages", "control")}
    for folder in folders.values():
        Path(folder).mkdir()
    options = {
        "data_folder_in": folders["messages"],
        "data_folder_out": folders["messages"],
        "control_folder": folders["control"],
    }
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.default_channel


def test_the_portal_uses_it():
    assert TRANSPORT_ALIASES["filesystem"] == "foundation.file_broker:Transport"


def test_a_message_is_there_whole_or_not_at_all(channel, monkeypatch):
    there = []
    write = Path.write_bytes

    def written(path, content):
        write(path, content[:3])
        there.extend(Path(channel.data_folder_in).glob("*.msg"))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", written)
    channel._put("celery", {"body": "said"})
    assert there == []
    assert channel._get("celery") == {"body": "said"}
    assert not list(Path(channel.data_folder_in).iterdir())


def test_a_list_that_is_being_written_is_read_again(channel):
    listed = Path(channel.control_folder) / "celery.exchange"
    listed.write_text("")

    def finish():
        time.sleep(0.05)
        listed.write_text('[["celery", "", "celery"]]')

    writer = threading.Thread(target=finish)
    writer.start()
    assert [one.queue for one in channel.get_table("celery")] == ["celery"]
    writer.join()
