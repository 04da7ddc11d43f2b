"""The pages of the gateway: a customer pays, a developer looks on."""

import html5lib
import requests
from django.test import SimpleTestCase

from gateway.testing import CHALLENGE, DEBIT, DECLINED, POOR, SUCCESS, events_of, running_gateway
from gateway.tests.test_api import PARAMETERS

PRICE = {"currency": "jpy", "unit_amount": 500, "product_data": {"name": "<b>Tea</b>"}}
LINE = {"quantity": 1, "price_data": PRICE}


class PageTests(SimpleTestCase):
    def setUp(self):
        self.gateway = self.enterContext(running_gateway())
        self.http = self.enterContext(requests.Session())
        self.http.trust_env = False
        self.session = self.gateway.bank.create_session(PARAMETERS | {"line_items": [LINE]})
        self.path = f"/pay/{self.session['id']}"

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.http.get(self.gateway.url + path, headers=headers)

    def post(self, path: str, values: dict[str, str] | None = None, **headers: str) -> requests.Response:
        return self.http.post(
            self.gateway.url + path, data=values or {}, headers=headers, allow_redirects=False
        )

    def status(self) -> str:
        return self.gateway.bank.session(self.session["id"])["status"]

    def assert_pays(self, response: requests.Response) -> None:
        self.assertEqual(response.status_code, 303)
        self.assertEqual(
            response.headers["Location"], f"https://example.com/done/?session={self.session['id']}"
        )
        self.assertEqual(self.status(), "complete")

    def test_pages_are_valid_escape_and_run_nothing(self):
        for path in ("/", self.path):
            response = self.get(path)
            with self.subTest(path):
                self.assertEqual(response.status_code, 200)
                html5lib.HTMLParser(strict=True).parse(response.text)
                self.assertNotIn("<b>Tea", response.text)
                self.assertNotIn("<script", response.text)
                self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_page_says_what_is_paid_without_decimals_that_yen_has_not(self):
        text = self.get(self.path).text

        self.assertIn("Pay 500 JPY", text)
        self.assertIn("ada@example.org", text)
        self.assertIn('href="https://example.com/cancelled/"', text)

    def test_card_that_pays_leads_back_to_the_shop(self):
        self.assert_pays(self.post(self.path, {"card": SUCCESS}))
        self.assertIn("This session is paid.", self.get(self.path).text)

    def test_cards_that_do_not_pay_say_why(self):
        sentences = {
            DECLINED: "Your card was declined.",
            POOR: "Your card has insufficient funds.",
            "1234": "Please choose a card.",
            "": "Please choose a card.",
        }
        for number, sentence in sentences.items():
            with self.subTest(number):
                response = self.post(self.path, {"card": number})
                self.assertIn(response.status_code, (400, 402))
                self.assertIn(f'role="alert">{sentence}', response.text)
                self.assertEqual(self.status(), "open")

    def test_bank_asks_before_it_pays(self):
        response = self.post(self.path, {"card": CHALLENGE})
        self.assertIn("Your bank asks", response.text)
        self.assertEqual(self.status(), "open")

        refused = self.post(f"{self.path}/challenge", {"card": CHALLENGE, "answer": "no"})
        self.assertEqual((refused.status_code, self.status()), (402, "open"))

        self.assert_pays(self.post(f"{self.path}/challenge", {"card": CHALLENGE, "answer": "yes"}))

    def test_other_addresses_are_not_found(self):
        for path in ("/pay/cs_unknown", "/etc", "/pay"):
            with self.subTest(path):
                self.assertEqual(self.get(path).status_code, 404)
                self.assertEqual(self.post(path).status_code, 404)

    def test_only_this_machine_under_its_own_name_is_answered(self):
        for headers in ({"Host": "evil.example.com"}, {"Origin": "https://evil.example.com"}):
            with self.subTest(headers=headers):
                self.assertEqual(self.post(self.path, {"card": SUCCESS}, **headers).status_code, 403)
                self.assertEqual(self.status(), "open")

    def test_large_bodies_are_refused(self):
        self.assertEqual(self.post(self.path, {"card": "4" * 200_000}).status_code, 413)

    def test_developer_ends_disputes_and_decides(self):
        key = self.session["id"]
        self.post(f"/sessions/{key}/expire")
        other = self.gateway.bank.create_session(PARAMETERS | {"line_items": [LINE]})["id"]
        self.post(f"/pay/{other}", {"card": DEBIT})
        self.post(f"/sessions/{other}/accept")
        self.post(f"/sessions/{other}/dispute")

        self.assertEqual(
            [event["type"] for event in events_of(self.gateway)],
            [
                "checkout.session.expired",
                "checkout.session.completed",
                "checkout.session.async_payment_succeeded",
                "charge.dispute.created",
            ],
        )
        self.assertEqual(self.post(f"/sessions/{key}/dispute").status_code, 404)
        event = events_of(self.gateway)[0]["id"]
        self.assertEqual(self.post(f"/events/{event}/send").status_code, 303)
        self.assertEqual(self.post("/events/evt_unknown/send").status_code, 404)
        self.assertEqual(self.get("/").status_code, 200)

    def test_developer_chooses_how_events_misbehave(self):
        self.post("/behaviour", {"copies": "3", "delay": "2", "lost": "1", "reorder": "on"})

        behaviour = self.gateway.deliveries.behaviour
        self.assertEqual(
            (behaviour.copies, behaviour.delay, behaviour.lost, behaviour.reorder), (3, 2.0, 1, True)
        )
        self.assertEqual(self.post("/behaviour", {"copies": "x"}).status_code, 400)
