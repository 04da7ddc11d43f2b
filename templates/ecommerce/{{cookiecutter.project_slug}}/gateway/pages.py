"""The pages for people: where a customer pays, and what the gateway has done; plain HTML, no script."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from gateway.cards import CARDS, Card
from gateway.deliveries import Behaviour
from gateway.store import Record
from pricing.money import to_decimal

FOLDER = Path(__file__).parent
STYLE = (FOLDER / "static" / "gateway.css").read_bytes()


def pay_page(session: Record, error: str = "") -> str:
    """Return the page on which a customer chooses a card."""
    return _page(
        "pay",
        f"Pay {_money(session)}",
        id=session["id"],
        amount=_money(session),
        email=session["customer_email"] or "",
        lines=_list(f"{quantity} x {name}" for name, quantity in session["_lines"]),
        cards=_cards(),
        error=_error(error),
        cancel=_cancel(session),
    )


def challenge_page(session: Record, number: str) -> str:
    """Return the page on which the bank asks whether it is really the customer."""
    return _page(
        "challenge", "Confirm the payment", id=session["id"], amount=_money(session), number=number, error=""
    )


def closed_page(session: Record) -> str:
    """Return what is shown of a session that cannot be paid any more."""
    state = {"complete": "This session is paid.", "expired": "This session has ended."}
    return _page("closed", "Nothing to pay", state=state[session["status"]], back=_cancel(session))


def overview(sessions: Iterable[Record], events: Iterable[Record], behaviour: Behaviour) -> str:
    """Return the page of the developer."""
    return _page(
        "overview",
        "Local payment gateway",
        sessions=Template("".join(_session_row(session) for session in sessions)),
        events=Template("".join(_event_row(event) for event in events)),
        copies=behaviour.copies,
        delay=f"{behaviour.delay:g}",
        lost=behaviour.lost,
        reorder=Template("checked" if behaviour.reorder else ""),
    )


def message_page(message: str) -> str:
    """Return a page with one sentence."""
    return _page("message", "Local payment gateway", message=message)


def _page(template: str, title: str, **values: Any) -> str:
    """Fill a template; text is escaped, and only a Template is put in as it is."""
    texts = {
        name: value.template if isinstance(value, Template) else escape(str(value))
        for name, value in values.items()
    }
    body = _template(template).substitute(texts)
    return _template("base").substitute(title=escape(title), body=body)


def _template(name: str) -> Template:
    return Template((FOLDER / "templates" / f"{name}.html.tmpl").read_text(encoding="utf-8"))


def _list(sentences: Iterable[str]) -> Template:
    return Template("".join(f"<li>{escape(sentence)}</li>" for sentence in sentences))


def _cards() -> Template:
    return Template("".join(_card(card, is_chosen=not place) for place, card in enumerate(CARDS)))


def _card(card: Card, *, is_chosen: bool) -> str:
    checked = " checked" if is_chosen else ""
    field = f'<input type="radio" name="card" value="{card.number}"{checked}>'
    label = f"<span>{escape(card.label)}<small>{_spaced(card.number)}</small></span>"
    return f'<label class="choice">{field} {label}</label>'


def _error(sentence: str) -> Template:
    return Template(f'<p class="error" role="alert">{escape(sentence)}</p>' if sentence else "")


def _cancel(session: Record) -> Template:
    address = session["cancel_url"]
    return Template(f'<a href="{escape(address)}">Back to the shop</a>' if address else "")


def _session_row(session: Record) -> str:
    key = session["id"]
    buttons = {
        "open": [("expire", "Expire")],
        "complete": [("dispute", "Dispute")]
        if session["payment_status"] == "paid"
        else [("accept", "Bank accepts"), ("refuse", "Bank refuses")],
        "expired": [],
    }[session["status"]]
    forms = "".join(
        f'<form method="post" action="/sessions/{key}/{action}"><button>{label}</button></form>'
        for action, label in buttons
    )
    address = f'<a href="/pay/{key}">{key}</a>'
    state = f"{session['status']}, {session['payment_status']}"
    return f"<tr><td>{address}</td><td>{_money(session)}</td><td>{state}</td><td>{forms}</td></tr>"


def _event_row(event: Record) -> str:
    outcome = escape(event.get("_outcome", "waiting"))
    form = f'<form method="post" action="/events/{event["id"]}/send"><button>Send again</button></form>'
    return f"<tr><td>{event['id']}</td><td>{event['type']}</td><td>{outcome}</td><td>{form}</td></tr>"


def _money(session: Record) -> str:
    currency = session["currency"].upper()
    return f"{to_decimal(session['amount_total'], currency)} {currency}"


def _spaced(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
