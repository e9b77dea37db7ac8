"""Serve the site on this machine: ``python -m zhence_web.serve``.

One process, the address printed once when it answers, Ctrl-C stops it.
"""

from __future__ import annotations

import errno
import os
import socket
import sys

from granian import Granian
from granian.constants import Interfaces

from zhence.errors import ZhenceError
from zhence_web.packbook import packbook
from zhence_web.project.config import Config, read_config

ADDRESS = "127.0.0.1"
_UNUSABLE = 2


def main() -> int:
    """Serve until interrupted; 2 when something that is needed is unusable.

    The packs are read here first, so that a fault in one is said in its own words
    and not at the end of a worker's trace.
    """
    try:
        config = read_config(os.environ)
        packbook()
    except ZhenceError as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    if not _free(config.port):
        print(
            f"端口 {config.port} 已被占用，请换一个：PORT=9000 make"
            f" / port {config.port} is in use; take another one: PORT=9000 make",
            file=sys.stderr,
        )
        return _UNUSABLE
    server = Granian(
        "zhence_web.project.wsgi:application",
        address=ADDRESS,
        port=config.port,
        interface=Interfaces.WSGI,
        log_enabled=config.debug,
        websockets=False,
    )
    server.on_startup(lambda: _announce(config))
    server.serve()
    return 0


def _free(port: int) -> bool:
    """Say whether the port can be had; the server's own message names no remedy."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def _announce(config: Config) -> None:
    print(
        f"镇策 zhence: http://{ADDRESS}:{config.port}/  (Ctrl-C 停止 / stops it)",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
