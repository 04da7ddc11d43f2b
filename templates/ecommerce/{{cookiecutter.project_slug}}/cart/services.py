"""Filling, changing and merging carts. A cart promises nothing: stock is reserved by the order."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cart.errors import BadQuantity, CartClosed, NotEnough, NotForSale
from cart.models import Cart, CartLine
from catalog.models import Price, Product, Variant
from inventory.models import Stock

MAX_QUANTITY = 99


@transaction.atomic
def add_to_cart(cart: Cart, variant: Variant, quantity: int) -> CartLine:
    """Put so many more of a variant into the cart. Raises BadQuantity, NotForSale, NotEnough."""
    _check_quantity(quantity)
    _lock(cart)
    line = cart.lines.filter(variant=variant).first() or CartLine(cart=cart, variant=variant, quantity=0)
    wanted = line.quantity + quantity
    _check_quantity(wanted)
    _check_for_sale(variant, cart.currency, wanted)
    line.quantity = wanted
    line.save()
    _touch(cart)
    return line


@transaction.atomic
def set_quantity(line: CartLine, quantity: int) -> CartLine | None:
    """Change how many of a line; none takes it out. Raises BadQuantity, NotForSale, NotEnough."""
    _lock(line.cart)
    if quantity == 0:
        remove_line(line)
        return None
    _check_quantity(quantity)
    _check_for_sale(line.variant, line.cart.currency, quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    _touch(line.cart)
    return line


def remove_line(line: CartLine) -> None:
    """Take a line out."""
    line.delete()
    _touch(line.cart)


def set_coupon(cart: Cart, code: str) -> None:
    """Note the code that the customer entered; whether it holds is asked with every price."""
    cart.coupon_code = code.strip()[:40]
    cart.save(update_fields=["coupon_code", "updated_at"])


def set_currency(cart: Cart, currency: str) -> list[str]:
    """Price the cart in another currency; return the names of articles that left for want of a price."""
    cart.currency = currency
    cart.save(update_fields=["currency", "updated_at"])
    gone = cart.lines.exclude(variant__prices__currency=currency).select_related("variant__product")
    names = [str(line.variant) for line in gone]
    gone.delete()
    return names


@transaction.atomic
def merge_carts(guest: Cart, user: User) -> Cart:
    """Move what a guest had into the cart of the account and return that; quantities add up.

    The carts are locked, so two logins with the same guest cart move its lines once.
    """
    account = account_cart(user, guest.currency)
    locked = {cart.pk: cart for cart in _locked(guest.pk, account.pk)}
    guest = locked[guest.pk]
    if guest.status != Cart.Status.OPEN or guest.pk == account.pk:
        return account
    mine = {line.variant_id: line for line in account.lines.all()}
    for line in guest.lines.all():
        _move(line, mine.get(line.variant_id), account)
    account.coupon_code = account.coupon_code or guest.coupon_code
    account.save(update_fields=["coupon_code", "updated_at"])
    guest.status = Cart.Status.MERGED
    guest.save(update_fields=["status", "updated_at"])
    return account


def account_cart(user: User, currency: str) -> Cart:
    """Return the open cart of an account, made if there is none; there is never a second one."""
    cart, _ = Cart.objects.get_or_create(user=user, status=Cart.Status.OPEN, defaults={"currency": currency})
    return cart


def _move(line: CartLine, mine: CartLine | None, account: Cart) -> None:
    if mine is None:
        line.cart = account
        line.save(update_fields=["cart"])
        return
    stock = Stock.objects.filter(variant=line.variant_id).first()
    most = min(MAX_QUANTITY, max(stock.available if stock else 0, mine.quantity, line.quantity))
    mine.quantity = min(mine.quantity + line.quantity, most)
    mine.save(update_fields=["quantity"])


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise BadQuantity


def _check_for_sale(variant: Variant, currency: str, quantity: int) -> None:
    is_offered = Product.objects.for_sale().filter(pk=variant.product_id).exists()
    is_priced = Price.objects.filter(variant=variant, currency=currency).exists()
    if not (variant.is_active and is_offered and is_priced):
        raise NotForSale
    stock = Stock.objects.filter(variant=variant).first()
    available = stock.available if stock else 0
    if available < quantity:
        raise NotEnough(available)


def _lock(cart: Cart) -> None:
    """Let changes of one cart wait for each other, so that no line is made twice. Raises CartClosed."""
    [locked] = _locked(cart.pk)
    if locked.status != Cart.Status.OPEN:
        raise CartClosed


def _locked(*keys: int) -> list[Cart]:
    """Lock carts in the order of their ids, so that two who lock the same ones cannot deadlock."""
    return list(Cart.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _touch(cart: Cart) -> None:
    Cart.objects.filter(pk=cart.pk).update(updated_at=timezone.now())
