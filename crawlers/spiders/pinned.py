"""The reactor's resolver of a run: it knows the addresses that the net guard has checked, and no others."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Protocol

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]  # zope ships no types

from crawlers.net_guard import plain_host


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: the answer is given at once."""


class _Receiver(Protocol):
    """Twisted's IResolutionReceiver, in types that mypy can follow."""

    def resolutionBegan(self, resolution: _Resolution) -> None: ...  # noqa: N802 - Twisted's names

    def addressResolved(self, address: object) -> None: ...  # noqa: N802

    def resolutionComplete(self) -> None: ...  # noqa: N802


@implementer(IHostnameResolver)
class PinnedResolver:
    """The reactor's only resolver: it knows what the guard has checked and nothing else (no second look-up)."""

    def __init__(self) -> None:
        self._pins: dict[tuple[str, int], Sequence[str]] = {}

    def pin(self, host: str, port: int, addresses: Sequence[str]) -> None:
        """Remember the checked addresses of a host."""
        self._pins[plain_host(host), port] = addresses

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: _Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> _Resolution:
        """Answer with the pins; a host that was never checked has no address."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        for address in self._pins.get((plain_host(hostName), portNumber), ()):
            resolutionReceiver.addressResolved(_endpoint(address, portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution


def _endpoint(address: str, port: int) -> IPv4Address | IPv6Address:
    if isinstance(ipaddress.ip_address(address.split("%", maxsplit=1)[0]), ipaddress.IPv6Address):
        return IPv6Address("TCP", address, port)
    return IPv4Address("TCP", address, port)
