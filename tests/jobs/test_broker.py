"""The embedded Valkey: private, alone in its folder, and none left over."""

import socket
import stat
import subprocess
import sys
from contextlib import ExitStack

import pytest
import redis
from django.conf import settings

from cjnudge.jobs import broker
from cjnudge.jobs.broker import BrokerRefused, answers, embedded_broker
from cjnudge.jobs.endings import command_line, end_stranger, wait_until


@pytest.fixture
def folder(tmp_path):
    """A data folder whose name is not plain."""
    folder = tmp_path / "data of ours"
    folder.mkdir()
    return folder


@pytest.fixture
def running(folder):
    """A running broker's client."""
    with (
        embedded_broker(folder, folder / "v.sock") as path,
        redis.Redis(unix_socket_path=str(path)) as client,
    ):
        yield client


def test_it_listens_on_a_private_socket_and_no_port(running, folder):
    assert running.config_get("port") == {"port": "0"}
    assert stat.S_IMODE((folder / "v.sock").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "valkey").stat().st_mode) == 0o700


def test_it_writes_what_it_is_told_to_disk_and_never_evicts(running):
    wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
    assert {name: running.config_get(name)[name] for name in wanted} == wanted


def test_messages_outlast_a_restart(folder):
    path = folder / "v.sock"
    for expected in (0, 1):
        with embedded_broker(folder, path), redis.Redis(unix_socket_path=str(path)) as client:
            assert client.llen("celery") == expected
            client.rpush("celery", "a message")
    assert not answers(f"unix://{path}")


def test_a_second_start_on_the_same_folder_says_what_to_do(running, folder):
    with (
        pytest.raises(BrokerRefused, match="Stop that one first"),
        embedded_broker(folder, folder / "w.sock"),
    ):
        pass
    assert running.ping()


def test_a_server_that_cannot_start_says_where_the_reason_stands(folder, monkeypatch):
    monkeypatch.setitem(broker.CONFIGURATION, "maxmemory-policy", "nonsense")
    with pytest.raises(BrokerRefused, match="valkey.log"), embedded_broker(folder, folder / "v.sock"):
        pass


def test_a_pid_that_now_belongs_to_somebody_else_is_left_alone(folder):
    (folder / "valkey").mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (folder / "valkey" / "valkey.pid").write_text(str(stranger.pid))
        with embedded_broker(folder, folder / "v.sock"):
            assert stranger.poll() is None
        stranger.stdin.close()


def test_a_frozen_server_is_ended_by_force(monkeypatch):
    monkeypatch.setattr("cjnudge.jobs.endings.PATIENCE_SECONDS", 0.2)
    deaf = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); input('a deaf one')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        end_stranger(process.pid, named="a deaf one")
        assert process.wait(5) < 0


def test_no_answer_from_a_broker_that_is_not_there(tmp_path):
    assert not answers(f"redis+socket://{tmp_path / 'none.sock'}")
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.socket(socket.AF_UNIX))
        deaf.bind(str(tmp_path / "deaf.sock"))
        assert not answers(f"redis+socket://{tmp_path / 'deaf.sock'}")


PARENT = """
import django
django.setup()
from cjnudge.jobs.broker import embedded_broker
from cjnudge.jobs.processes import scheduler, worker
from tests.jobs.conftest import await_start
with embedded_broker(), worker(name="orphan") as first, scheduler() as second:
    await_start("orphan")
    from cjnudge.celery import app
    (stats,) = app.control.inspect().stats().values()
    print(first.pid, second.pid, *stats["pool"]["processes"], flush=True)
    input()
"""


def test_nothing_outlives_a_parent_that_was_killed_but_valkey_which_the_next_start_ends(
    folder, worker_environment
):
    environment = {**worker_environment, "CJNUDGE_DATA": str(folder)}
    environment.pop("CJNUDGE_BROKER", None)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        children = parent.stdout.readline().split()
        assert len(children) == 3
        parent.kill()
    assert wait_until(lambda: not any(command_line(int(pid)) for pid in children), 20)
    left = int((folder / "valkey" / "valkey.pid").read_text())
    assert command_line(left)
    with embedded_broker(folder, folder / "v.sock"):
        assert not command_line(left)
