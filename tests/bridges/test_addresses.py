from ipaddress import ip_network

import pytest

from shramsetu.bridges.rules import addresses

OURS = addresses.networks(["10.20.0.0/16", "fd12::/16"])


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "100.100.100.200",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "fd00:ec2::254", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:0:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "", "example.in", "1.2.3",
    ],
)  # fmt: skip
def test_nothing_inside_is_spoken_to(inside: str) -> None:
    assert addresses.fault(inside) != ""


@pytest.mark.parametrize("outside", ["8.8.8.8", "164.100.1.1", "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are(outside: str) -> None:
    assert addresses.fault(outside) == ""


def test_a_network_is_vouched_for_but_never_the_metadata() -> None:
    assert [addresses.fault(one, OURS) for one in ("10.20.3.4", "::ffff:10.20.3.4", "fd12::7")] == ["", "", ""]
    assert [addresses.fault(one, OURS) for one in ("10.21.0.1", "127.0.0.1")] == ["not_public", "not_public"]
    everything = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    assert [addresses.fault(one, everything) for one in ("169.254.169.254", "::ffff:169.254.169.254", "fe80::1")] == [
        "never"
    ] * 3
    assert (addresses.is_vouched("10.20.3.4", OURS), addresses.is_vouched("8.8.8.8", OURS)) == (True, False)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://example.in/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("//example.in/", "scheme"),
        ("https://user:pw@example.in/", "misshapen"),
        ("https://example.in@127.0.0.1/", "misshapen"),
        ("https://example.in/#x", "misshapen"),
        ("https://example.in\\@127.0.0.1/", "misshapen"),
        ("https://example.in/ x", "misshapen"),
        ("https://example.in/\r\nX: y", "misshapen"),
        ("https://ⓔxample.in/", "misshapen"),
        ("https://[::1/", "misshapen"),
        ("https://example.in:99999/", "misshapen"),
        ("https:///x", "no_host"),
        ("https://example.in:22/", "port"),
        ("http://example.in/", "port"),
        ("https://example.in/" + "x" * 500, "misshapen"),
    ],
)
def test_an_address_that_is_not_looked_up(url: str, word: str) -> None:
    with pytest.raises(addresses.BadAddress, match=word):
        addresses.parts(url, [443])


def test_the_parts_of_an_address() -> None:
    assert addresses.parts("https://example.in/a?b=c", [443]) == ("https", "example.in", 443, "/a?b=c")
    assert addresses.parts("https://[2400:cb00::1]:8443", [8443]) == ("https", "2400:cb00::1", 8443, "/")
