"""Events on their way to a shop: signed, twice, late, in the wrong order, after failures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from unittest import mock

import stripe
from django.test import SimpleTestCase

from gateway import deliveries
from gateway.cards import BY_NUMBER
from gateway.defaults import LOCAL_SIGNING_KEY
from gateway.deliveries import Behaviour
from gateway.server import Gateway
from gateway.testing import SUCCESS, running_gateway
from gateway.tests.test_api import PARAMETERS


@contextmanager
def listening_shop(*statuses: int) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Run a shop that answers with the statuses in turn, then 200; yields its address and what came."""
    answers, received = list(statuses), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            event = stripe.Webhook.construct_event(
                body, self.headers["Stripe-Signature"], LOCAL_SIGNING_KEY, api_key="unused"
            )
            received.append((event.type, time.monotonic()))
            self.send_response(answers.pop(0) if answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Keep the output of the tests clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/webhook/", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@mock.patch.object(deliveries, "RETRY_SECONDS", 0.01)
class DeliveryTests(SimpleTestCase):
    def run_shop(self, *statuses: int, **behaviour: object) -> tuple[Gateway, list[tuple[str, float]]]:
        url, received = self.enterContext(listening_shop(*statuses))
        gateway = self.enterContext(running_gateway(webhook_url=url, behaviour=Behaviour(**behaviour)))
        return gateway, received

    def pay(self, gateway: Gateway) -> None:
        gateway.bank.pay(gateway.bank.create_session(PARAMETERS)["id"], BY_NUMBER[SUCCESS])

    def wait_for(self, received: list, count: int) -> None:
        deadline = time.monotonic() + 10
        while len(received) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(len(received), count)

    def test_event_comes_signed(self):
        gateway, received = self.run_shop()

        self.pay(gateway)

        self.wait_for(received, 1)
        self.assertEqual(received[0][0], "checkout.session.completed")

    def test_event_comes_again_until_the_shop_takes_it(self):
        gateway, received = self.run_shop(500, 503)

        self.pay(gateway)

        self.wait_for(received, 3)

    def test_event_comes_as_often_as_is_asked_for(self):
        gateway, received = self.run_shop(copies=3)

        self.pay(gateway)

        self.wait_for(received, 3)

    def test_event_comes_late(self):
        gateway, received = self.run_shop(delay=0.4)
        began = time.monotonic()

        self.pay(gateway)

        self.wait_for(received, 1)
        self.assertGreaterEqual(received[0][1] - began, 0.4)

    def test_first_attempts_get_lost(self):
        gateway, received = self.run_shop(lost=2)

        self.pay(gateway)

        self.wait_for(received, 1)

    def test_later_event_comes_first(self):
        gateway, received = self.run_shop(reorder=True)
        # Begin at the start of a window, so that both fall into it.
        window = deliveries.WINDOW_SECONDS
        time.sleep(window - time.monotonic() % window + 0.05)

        self.pay(gateway)
        gateway.bank.dispute(gateway.store.newest("checkout.session")[0]["id"])

        self.wait_for(received, 2)
        self.assertEqual(
            [kind for kind, _at in received], ["charge.dispute.created", "checkout.session.completed"]
        )

    def test_shop_that_is_not_there_is_noted(self):
        gateway = self.enterContext(running_gateway(webhook_url="http://127.0.0.1:9/webhook/"))

        self.pay(gateway)

        deadline = time.monotonic() + 10
        while "_outcome" not in gateway.store.newest("event")[0] and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertIn("no answer", gateway.store.newest("event")[0]["_outcome"])
