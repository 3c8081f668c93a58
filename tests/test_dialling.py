"""Who may be dialled: the addresses that look public and are not, in every disguise they have."""

import re
from ipaddress import ip_address

import pytest

from briefings.dialling import Exemption, ask_resolver, may_dial
from briefings.errors import FetchError

INSIDE = re.findall(
    r"\S+",
    """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7
203.0.113.9 168.63.129.16 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:168.63.129.16
::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1::
2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254
fd20:ce::254 fe80::1 fe80::1%1 fec0::1
ff02::1 ff0e::1 4000::1
""",
)
OUTSIDE = re.findall(
    r"\S+",
    """
1.1.1.1 8.8.8.8 93.184.216.34 114.114.114.114 168.63.129.17 192.0.1.1 223.5.5.5
::ffff:8.8.8.8 2001:4860:4860::8888 2400:3200::1 2606:4700:4700::1111 2a00:1450:4001:81b::200e
""",
)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_of_the_public_internet_is_not_dialled(address: str) -> None:
    assert not may_dial(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is_dialled(address: str) -> None:
    assert may_dial(ip_address(address))


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost"])
def test_the_resolver_turns_every_spelling_of_this_machine_into_an_address_that_is_refused(host: str) -> None:
    found = ask_resolver(host, 80)
    assert found
    assert not any(may_dial(ip_address(each)) for each in found)


@pytest.mark.parametrize(
    ("text", "address", "port", "covered"),
    [
        ("10.1.0.0/16", "10.1.2.3", 443, True),
        ("10.1.0.0/16", "10.2.0.1", 443, False),
        ("10.1.0.0/16", "10.1.2.3", 8080, False),
        ("127.0.0.1:8080", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "127.0.0.1", 80, False),
        ("127.0.0.1:8080", "127.0.0.2", 8080, False),
        ("10.1.0.0/16:8080", "10.1.9.9", 8080, True),
        ("[::1]:8080", "::1", 8080, True),
        ("[::1]", "::1", 80, True),
        ("fd00::/8", "fd12::1", 80, True),
        ("fd00::/8", "10.0.0.1", 80, False),
    ],
)
def test_an_exemption_covers_its_network_and_its_port(text: str, address: str, port: int, covered: bool) -> None:
    assert Exemption.parse(text).covers(ip_address(address), port) is covered


@pytest.mark.parametrize("text", ["", "localhost", "10.0.0.1/8", "127.0.0.1:0", "127.0.0.1:99999", "[::1]:x", "1.2.3"])
def test_an_exemption_that_is_no_network_is_named(text: str) -> None:
    with pytest.raises(FetchError, match="is no network"):
        Exemption.parse(text)
