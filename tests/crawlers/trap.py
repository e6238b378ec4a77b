"""A listener that nothing may reach, on every address this machine has, and every spelling that leads to it."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from types import TracebackType

NAMES: dict[str, list[str]] = {
    "inward.example": ["127.0.0.1"],
    "second.example": ["127.0.0.2"],
    "half.example": ["93.184.216.34", "127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "unspecified.example": ["0.0.0.0"],
    "house.example": ["10.0.0.7"],
    "metadata.google.internal": ["169.254.169.254"],
    "xn--inwrd-jra.example": ["127.0.0.1"],
}
"""What the resolver of the tests answers for names that lead inward."""

_HOSTS = {
    "plain": "127.0.0.1",
    "other": "127.0.0.2",
    "decimal": "2130706433",
    "octal": "0177.0.0.1",
    "long octal": "017700000001",
    "hexadecimal": "0x7f000001",
    "mixed": "0x7f.1",
    "short": "127.1",
    "zero": "0",
    "unspecified": "0.0.0.0",
    "final dot": "127.0.0.1.",
    "localhost": "localhost",
    "capitals": "LOCALHOST",
    "localhost dot": "localhost.",
    "below localhost": "shop.localhost",
    "name": "inward.example",
    "second name": "second.example",
    "half a name": "half.example",
    "six name": "six.example",
    "mapped name": "mapped.example",
    "unspecified name": "unspecified.example",
    "house name": "house.example",
    "metadata name": "metadata.google.internal",
    "punycode": "xn--inwrd-jra.example",
    "unicode name": "inwárd.example",
    "ipv6": "[::1]",
    "ipv6 long": "[0:0:0:0:0:0:0:1]",
    "ipv6 unspecified": "[::]",
    "ipv6 zone": "[::1%25lo]",
    "ipv6 link": "[fe80::1%25lo]",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped hexadecimal": "[::ffff:7f00:1]",
    "compatible": "[::127.0.0.1]",
    "nat64": "[64:ff9b::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "user": "shop.example@127.0.0.1",
    "user and word": "shop.example:80@127.0.0.1",
    "two users": "shop.example@shop.example@127.0.0.1",
    "backslash": "shop.example\\@127.0.0.1",
    "backslash after": "127.0.0.1\\@shop.example",
    "full width": "１２７.0.0.1",
    "full-width dots": "127。0。0。1",
    "circled": "①②⑦.⓪.⓪.①",
    "soft hyphen": "local\u00adhost",
    "escaped": "%31%32%37.0.0.1",
    "escaped dot": "127%2e0%2e0%2e1",
    "tab": "127.0.\t0.1",
}
_ELSEWHERE = ("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "[fd00:ec2::254]", "[fd00::1]")
"""Inward addresses that no test can listen on: that they are refused is asserted from the run's own report."""


def ways_inward(port: int) -> dict[str, str]:
    """Give every spelling of an address that leads inward."""
    ways = {name: f"http://{host}:{port}/secret" for name, host in _HOSTS.items()}
    ways |= {f"at {host}": f"http://{host}/latest/meta-data/" for host in _ELSEWHERE}
    return ways | {"no slashes": f"http:127.0.0.1:{port}/secret", "no scheme": f"//127.0.0.1:{port}/secret"}


class Trap:
    """Counts whoever knocks: TCP on all addresses of both families, UDP, and the same on one address alone."""

    def __init__(self, port: int = 0, address: str = "") -> None:
        self.seen: list[str] = []
        self._selector = selectors.DefaultSelector()
        self._ended = threading.Event()
        stream = _listener(port, address)
        self.port: int = stream.getsockname()[1]
        self._sockets = [stream, _datagrams(stream)]
        for each in self._sockets:
            self._selector.register(each, selectors.EVENT_READ)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Trap:
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        for each in self._sockets:
            each.close()
        self._selector.close()

    def _listen(self) -> None:
        while not self._ended.is_set():
            self.seen.extend(peer for key, _ in self._selector.select(0.05) for peer in _knock(key.fileobj))


def _knock(found: object) -> Iterator[str]:
    assert isinstance(found, socket.socket)
    if found.type == socket.SOCK_DGRAM:
        yield f"UDP {found.recvfrom(2048)[0][:40]!r}"
        return
    connection, peer = found.accept()
    with connection:
        connection.settimeout(1)
        try:
            said = connection.recv(200)
        except OSError:
            said = b""
        yield f"TCP from {peer[0]}: {said!r}"


def _listener(port: int, address: str) -> socket.socket:
    if address or not socket.has_dualstack_ipv6():
        return socket.create_server((address, port))
    return socket.create_server((address, port), family=socket.AF_INET6, dualstack_ipv6=True)


def _datagrams(stream: socket.socket) -> socket.socket:
    found = socket.socket(stream.family, socket.SOCK_DGRAM)
    if stream.family == socket.AF_INET6:
        found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    found.bind(stream.getsockname()[:2])
    return found
