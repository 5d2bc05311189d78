"""The console at work: its pages behind a port of this machine."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.console.app import console_app
from bot.console.charts import warm
from bot.wiring import Onhand

ENDS_WITHIN = 10.0


@contextmanager
def serving(onhand: Onhand, host: str, port: int) -> Iterator[int]:
    """Serves the pages until the block ends, and yields the port: any free one for 0. Raises OSError for one taken."""
    import uvicorn

    # Of a failure it would log the text too, which may hold what somebody typed; the app logs the place.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    config = uvicorn.Config(
        console_app(onhand),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="console", daemon=True)
    thread.start()
    threading.Thread(target=warm, name="charts", daemon=True).start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(ENDS_WITHIN)
