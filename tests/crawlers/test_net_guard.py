from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.net_guard import NetGuard, is_public, plain_host
from listings.errors import AddressRefused, InvalidInput, Unreadable

NAMES = {
    "shop.example": ["93.184.216.34", "2606:2800:220:1::1"],
    "inward.example": ["10.0.0.7"],
    "half.example": ["93.184.216.34", "127.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "none.example": [],
}


def look_up(host: str, port: int) -> Sequence[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return NAMES[host]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%1",
        "fc00::1", "fd00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
        "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2001:0:53aa:64c::1", "nonsense", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "1.1.1.1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_every_ipv6_spelling_of_an_ipv4_address_is_refused(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    spellings = (
        ipaddress.IPv6Address(number),
        ipaddress.IPv6Address((0xFFFF << 32) + number),
        ipaddress.IPv6Address((0x2002 << 112) + (number << 80)),
        ipaddress.IPv6Address((0x64FF9B << 96) + number),
    )
    assert not any(is_public(str(spelling)) for spelling in spellings)


def test_a_public_name_gives_its_addresses_and_counts_no_refusal() -> None:
    guard = NetGuard(lookup=look_up)
    assert list(guard.resolve("shop.example", 443)) == NAMES["shop.example"]
    assert guard.refused == 0


@pytest.mark.parametrize("name", ["inward.example", "half.example", "mapped.example"])
def test_a_name_with_one_inward_address_is_refused_and_counted(name: str) -> None:
    guard = NetGuard(lookup=look_up)
    with pytest.raises(AddressRefused, match=name):
        guard.resolve(name, 80)
    assert guard.refused == 1


def test_a_name_without_address_is_unreachable_not_refused() -> None:
    guard = NetGuard(lookup=look_up)
    with pytest.raises(Unreadable) as caught:
        guard.resolve("none.example", 80)
    assert caught.value.reason == "unreachable"
    assert guard.refused == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.1/",
        "http://127.0.0.1./", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://１２７.0.0.1/", "http://127。0。0。1/", "http://localhost/", "http://user@127.0.0.1/", "file:///etc/passwd",
        "ftp://shop.example/", "data:text/html,x", "javascript:1", "//shop.example/", "http:///x", "http://[::1",
        "http://shop.example:notaport/", "http://134744072/",
    ],
)  # fmt: skip
def test_an_address_that_hides_where_it_points_is_refused(url: str) -> None:
    guard = NetGuard(lookup=lambda host, port: ["127.0.0.1"] if host == "localhost" else look_up(host, port))
    with pytest.raises(AddressRefused):
        guard.resolve_url(url)
    assert guard.refused == 1


def test_an_allowed_host_with_port_is_lifted_for_that_port_only() -> None:
    guard = NetGuard(["127.0.0.1:8000"], lookup=look_up)
    assert guard.resolve_url("http://127.0.0.1:8000/") == ["127.0.0.1"]
    with pytest.raises(AddressRefused):
        guard.resolve_url("http://127.0.0.1:8001/")


def test_an_allowed_host_without_port_is_lifted_for_all_its_ports_and_for_no_other_host() -> None:
    guard = NetGuard(["Inward.Example", "[::1]:80", "fd00::1"], lookup=look_up)
    assert guard.resolve("inward.example", 1234) == ["10.0.0.7"]
    assert guard.resolve("::1", 80) == ["::1"]
    assert guard.resolve("[fd00::1]", 99) == ["fd00::1"]
    with pytest.raises(AddressRefused):
        guard.resolve("10.0.0.7", 1234)
    with pytest.raises(AddressRefused):
        guard.resolve("::1", 81)


@pytest.mark.parametrize("entry", ["", ":80", "http://x", "x:port", "a/b"])
def test_a_malformed_allowance_is_named(entry: str) -> None:
    with pytest.raises(InvalidInput):
        NetGuard([entry])


@given(st.text(max_size=80))
def test_no_text_makes_the_guard_fail_in_an_unforeseen_way(text: str) -> None:
    guard = NetGuard(lookup=lambda *_: ["127.0.0.1"])
    with pytest.raises(AddressRefused):
        guard.resolve_url(f"http://{text}")
    plain_host(text)
