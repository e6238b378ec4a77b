"""Serve the sample marketplace: `python -m demo --port 0`, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from demo.server import MarketplaceServer
from demo.trap_listener import TrapListener


def main() -> None:
    """Open both servers, say where, and close them when told to; then say how often the trap was reached."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Serve the sample marketplace on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    port: int = parser.parse_args().port
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with TrapListener() as trap, MarketplaceServer(port, trap_port=trap.port) as shop:
        for server in (trap, shop):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        _say(f"sample marketplace on {shop.base}")
        stopped.wait()
        shop.shutdown()
        trap.shutdown()
        _say(f"trap-count {trap.count}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
