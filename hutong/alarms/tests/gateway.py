"""A gateway of messages on this machine, which can be killed and come up again."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.ports import free_port


class Gateway:
    """A JSON hook on one port, which can be killed and come up again."""

    def __init__(self) -> None:
        self.port, self.got, self.server = free_port(), [], None

    def up(self) -> None:
        got = self.got

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Hook)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kill(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
