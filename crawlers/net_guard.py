"""The one way out of the house: only public addresses, and connections go to the address that was checked."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from listings.errors import AddressRefused, InvalidInput, Unreadable

Lookup = Callable[[str, int], Sequence[str]]
"""Gives all addresses of a host name for a port; raises OSError when there are none."""

DEFAULT_PORTS = {"http": 80, "https": 443}

# Ways to write an IPv4 address inside an IPv6 one. A tunnel or translator on our side would carry the packet inward.
_TRANSLATED = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    )
)


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver; addresses come without duplicates, in its order of preference."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class NetGuard:
    """Implements `AddressGuard`: gives public addresses, refuses everything that points inward.

    An entry of `allow`, HOST or HOST:PORT, lifts the guard for exactly that host (and port). Thread-safe.
    """

    def __init__(self, allow: Sequence[str] = (), *, lookup: Lookup = system_lookup) -> None:
        self._allowed = frozenset(_read_entry(entry) for entry in allow)
        self._lookup = lookup
        self._lock = threading.Lock()
        self._refused = 0

    @property
    def refused(self) -> int:
        """Say how often an address was refused."""
        return self._refused

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Give the checked addresses of a host; callers connect to these and no others.

        Raises:
            AddressRefused: one of its addresses is not public, or it is written so as to hide one.
            Unreadable: `unreachable`, the name has no address.
        """
        name = plain_host(host)
        if self._lifted(name, port):
            return self._addresses(name, port)
        if _is_disguised(name):
            raise self._refusal(host, port, "writes an IP address in a disguised form")
        addresses = self._addresses(name, port)
        for address in addresses:
            if not is_public(address):
                raise self._refusal(host, port, f"is at {address}, which is not a public address")
        return addresses

    def resolve_url(self, url: str) -> Sequence[str]:
        """Do the same for an http or https address, refusing every other scheme."""
        host, port = self.endpoint(url)
        return self.resolve(host, port)

    def endpoint(self, url: str) -> tuple[str, int]:
        """Give host and port of an http or https address.

        Raises:
            AddressRefused: another scheme, no host, or a port that is no number.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise self._refusal(url[:200], None, f"is no address: {error}") from error
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise self._refusal(url[:200], None, "is not an http or https address")
        return parts.hostname, port or DEFAULT_PORTS[parts.scheme]

    def _lifted(self, name: str, port: int) -> bool:
        return (name, port) in self._allowed or (name, None) in self._allowed

    def _addresses(self, name: str, port: int) -> Sequence[str]:
        try:
            addresses = self._lookup(name, port)
        except (OSError, UnicodeError) as error:
            raise Unreadable("unreachable", f"the name has no address: {error}", where=name) from error
        if not addresses:
            raise Unreadable("unreachable", "the name has no address", where=name)
        return addresses

    def _refusal(self, host: str, port: int | None, why: str) -> AddressRefused:
        with self._lock:
            self._refused += 1
        where = host if port is None else f"{host}:{port}"
        return AddressRefused(why, where=where, remedy="lift it with --allow-private HOST:PORT if it is yours")


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open Internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return not (ip.is_site_local or any(ip in block for block in _TRANSLATED))
    return True


def plain_host(host: str) -> str:
    """Give a host in lower-case ASCII without brackets or final dot; full-width digits and dots become plain."""
    bare = host.strip().removeprefix("[").removesuffix("]").rstrip(".")
    try:
        return bare.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return bare.lower()


def _is_disguised(name: str) -> bool:
    """Say whether a name is an IPv4 address in decimal, octal, hexadecimal or shortened form."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        pass
    else:
        return False
    try:
        socket.inet_aton(name)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
    return True


def _read_entry(entry: str) -> tuple[str, int | None]:
    bare = entry.strip()
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        host, colon, port = bare.rpartition(":")
        if not colon or bare.endswith("]"):
            host, port = bare, ""
    else:
        host, port = bare, ""
    if not host or (port and not port.isdigit()) or "/" in host:
        raise InvalidInput("is no HOST or HOST:PORT", where=f"allowed host {entry!r}")
    return plain_host(host), int(port) if port else None
