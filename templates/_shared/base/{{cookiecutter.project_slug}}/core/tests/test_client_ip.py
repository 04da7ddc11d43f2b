from django.test import RequestFactory, SimpleTestCase, override_settings

from core.client_ip import client_ip, client_network

PROXY = "10.0.0.1"


def ip(forwarded, remote=PROXY, find=client_ip):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return find(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


class ClientIPTests(SimpleTestCase):
    def test_header_counts_only_behind_trusted_proxies(self):
        table = [
            (0, "1.1.1.1", PROXY),
            (0, None, PROXY),
            (1, "1.1.1.1", "1.1.1.1"),
            (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
            (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
            (2, "1.1.1.1", PROXY),
            (1, None, PROXY),
            (1, "", PROXY),
            (1, " , 1.1.1.1 ,", "1.1.1.1"),
            (1, "not an address", "unknown"),
            (1, "1.1.1.1\r\nX: y", "unknown"),
            (1, "::ffff:1.1.1.1", "1.1.1.1"),
            (1, "2001:DB8::1", "2001:db8::1"),
        ]
        for count, forwarded, expected in table:
            with self.subTest(count=count, forwarded=forwarded), override_settings(TRUSTED_PROXY_COUNT=count):
                self.assertEqual(ip(forwarded), expected)

    def test_socket_without_address_is_unknown(self):
        self.assertEqual(ip(None, remote=""), "unknown")
        self.assertEqual(ip(None, remote="", find=client_network), "unknown")

    def test_household_of_ipv6_is_one_visitor(self):
        first = ip(None, remote="2001:db8:1:2:3::4", find=client_network)
        second = ip(None, remote="2001:db8:1:2:ffff::1", find=client_network)

        self.assertEqual(first, second)
        self.assertEqual(first, "2001:db8:1:2::")
        self.assertEqual(ip(None, find=client_network), PROXY)
