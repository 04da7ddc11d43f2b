"""Invoices and credit notes as PDF files, drawn from their stored content alone."""

from datetime import UTC, datetime, time
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from customers.countries import country_name
from orders.models import CreditNote, Invoice, Order
from pricing.money import format_money

# The fonts built into PDF know Latin-1 only. Fira Sans knows the Latin, Greek and Cyrillic alphabets.
FONT_FOLDER = files("fontpkg_fira_sans") / "files"
FONT = "Fira Sans"
WIDTHS_MM = (108, 26, 20, 36)
LINE_MM = 6


def documents_of(order: Order) -> list[Invoice | CreditNote]:
    """Return the papers of an order: its invoice, then what was given back."""
    invoices = Invoice.objects.filter(order=order, customer_id=order.customer_id)
    return [*invoices, *order.credit_notes.filter(customer_id=order.customer_id)]


def find_document(order: Order, number: str) -> Invoice | CreditNote | None:
    """Return the paper of an order that has this number."""
    return next((document for document in documents_of(order) if document.number == number), None)


def paper_pdf(document: Invoice | CreditNote) -> bytes:
    """Return a document as a PDF file in the language of the order."""
    with translation.override(document.content["language"]):
        if isinstance(document, Invoice):
            return _draw_invoice(document)
        return _draw_credit_note(document)


def _draw_invoice(invoice: Invoice) -> bytes:
    paper = _Paper(_("Invoice"), invoice)
    paper.goods()
    paper.sums(("subtotal", _("Goods")), ("discount", _("Discount")), ("shipping", _("Shipping")))
    return paper.finish()


def _draw_credit_note(note: CreditNote) -> bytes:
    paper = _Paper(_("Credit note"), note)
    paper.text(_("For invoice %(number)s") % {"number": note.content["invoice"]})
    if note.content["reason"]:
        paper.text(_("Reason: %(reason)s") % {"reason": note.content["reason"]})
    paper.sums()
    return paper.finish()


class _Paper:
    """One document while it is drawn, from the head down."""

    def __init__(self, title: str, document: Invoice | CreditNote) -> None:
        self.content: dict[str, Any] = document.content
        self.pdf = FPDF()
        self.pdf.add_font(FONT, "", str(FONT_FOLDER / "FiraSans-Regular.ttf"))
        self.pdf.add_font(FONT, "B", str(FONT_FOLDER / "FiraSans-Bold.ttf"))
        self.pdf.set_title(f"{title} {document.number}")
        self.pdf.set_lang(self.content["language"])
        # The day of issue in place of the hour: the same document is the same file.
        self.pdf.set_creation_date(datetime.combine(document.issued_on, time.min, tzinfo=UTC))
        self.pdf.add_page()
        self._parties()
        self.text(f"{title} {document.number}", size=18, bold=True)
        self.text(formats.date_format(document.issued_on, "DATE_FORMAT"))
        self.text(_("Order %(number)s") % {"number": self.content["order"]})

    def text(self, text: str, *, size: int = 10, bold: bool = False) -> None:
        """Write a paragraph."""
        self.pdf.set_font(FONT, "B" if bold else "", size)
        self.pdf.multi_cell(0, size * 0.6, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def goods(self) -> None:
        """Write the table of what was sold."""
        self.pdf.ln(LINE_MM)
        self.pdf.set_font(FONT, "", 10)
        with self.pdf.table(
            col_widths=WIDTHS_MM,
            text_align=("LEFT", "RIGHT", "RIGHT", "RIGHT"),
            borders_layout="HORIZONTAL_LINES",
            line_height=LINE_MM,
        ) as table:
            table.row((_("Article"), _("Price"), _("Quantity"), _("Total")))
            for line in self.content["lines"]:
                money = [self._money(line["unit_price"]), str(line["quantity"]), self._money(line["total"])]
                table.row((f"{line['name']}\n{line['sku']}", *money))

    def sums(self, *rows: tuple[str, str]) -> None:
        """Write the sums that are not zero, then the total and the taxes in it."""
        self.pdf.ln(LINE_MM)
        for column, label in rows:
            if self.content[column]:
                sign = -1 if column == "discount" else 1
                self._sum(label, sign * self.content[column])
        self._sum(_("Total"), self.content["total"], bold=True)
        for row in self.content["taxes"]:
            if row["tax"]:
                rate = formats.number_format(Decimal(row["basis_points"]).scaleb(-2).normalize())
                self._sum(_("of it %(rate)s %% tax") % {"rate": rate}, row["tax"])

    def finish(self) -> bytes:
        """Return the file."""
        return bytes(self.pdf.output())

    def _parties(self) -> None:
        content, buyer = self.content, self.content["buyer"]
        self.text(content["seller"]["name"], size=12, bold=True)
        for line in (*content["seller"]["address"], content["seller_tax_number"]):
            if line:
                self.text(line)
        self.pdf.ln(LINE_MM)
        place = f"{buyer['postcode']} {buyer['city']}"
        lines = (buyer[column] for column in ("name", "company", "street", "extra"))
        for line in (*lines, place, buyer["region"], country_name(buyer["country"])):
            if line:
                self.text(line)
        self.pdf.ln(LINE_MM)

    def _sum(self, label: str, amount: int, *, bold: bool = False) -> None:
        self.pdf.set_font(FONT, "B" if bold else "", 10)
        self.pdf.cell(sum(WIDTHS_MM[:-1]), LINE_MM, label, align="R")
        self.pdf.cell(
            WIDTHS_MM[-1], LINE_MM, self._money(amount), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def _money(self, amount: int) -> str:
        return format_money(amount, self.content["currency"])
