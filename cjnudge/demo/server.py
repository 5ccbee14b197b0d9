"""The web server of the demonstration: in this very process, so that nothing of it can outlive the command."""

import logging
import socket
import threading
from contextlib import contextmanager

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from cjnudge.demo.telling import DemonstrationRefused

HOST = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Writes no line per request: who looked at what is in the audit trail, not on the terminal."""

    def log_message(self, format, *args):
        logging.getLogger("cjnudge.demo").debug(format, *args)


def refuse_busy_port(port):
    """Say before any work is done that another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise DemonstrationRefused(
                f"Port {port} is taken by another program: add --port {port + 1}, or stop that one."
            ) from None


@contextmanager
def web_server(port):
    """A block with the web server answering; gets its address."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # empty: the finders serve the files here
    server = ThreadedWSGIServer((HOST, port), QuietHandler)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SITE_ADDRESS = (
        f"http://{HOST}:{server.server_port}"  # links in mail, with the port that was found
    )
    try:
        yield f"{settings.SITE_ADDRESS}/"
    finally:
        server.shutdown()
        server.server_close()
