"""Saving, offering and putting away products."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.errors import NothingToSell
from catalog.history import note_change
from catalog.models import Product, Variant
from catalog.services.slugs import keep_old_address, save_under_free_slug, save_under_slug
from catalog.shown import forget_catalog, forget_product
from catalog.words import learn_words
from core.markdown import render


@transaction.atomic
def save_product(product: Product) -> Product:
    """Store a product with its text rendered; its former address leads to the new one. Raises SlugTaken."""
    old_slug = Product.objects.filter(pk=product.pk).values_list("slug", flat=True).first()
    product.description_html = render(product.description).html
    if product.slug:
        save_under_slug(product, product.save)
    else:
        save_under_free_slug(product, product.save)
    if old_slug:
        keep_old_address(product, old_slug)
    learn_words([product.name, product.brand])
    forget_catalog()
    forget_product(product.pk)
    return product


@transaction.atomic
def publish_products(products: Iterable[Product], *, by: User) -> int:
    """Offer products from now on; returns how many changed. Raises NothingToSell, then none does."""
    chosen = [product for product in products if product.status != Product.Status.ACTIVE]
    keys = [product.pk for product in chosen]
    sellable = Variant.objects.filter(product__in=keys, is_active=True, prices__isnull=False)
    lacking = set(keys) - set(sellable.values_list("product", flat=True))
    if lacking:
        names = ", ".join(product.name for product in chosen if product.pk in lacking)
        raise NothingToSell(f"{names}: {NothingToSell.message}")
    now = timezone.now()
    changed = Product.objects.filter(pk__in=keys).update(
        status=Product.Status.ACTIVE, published_at=now, updated_at=now
    )
    note_change(chosen, by=by, message=_("Offered for sale."))
    forget_catalog()
    return changed


@transaction.atomic
def archive_products(products: Iterable[Product], *, by: User) -> int:
    """Take products off sale; orders keep what they say of them. Returns how many changed."""
    chosen = [product for product in products if product.status != Product.Status.ARCHIVED]
    keys = [product.pk for product in chosen]
    changed = Product.objects.filter(pk__in=keys).update(
        status=Product.Status.ARCHIVED, updated_at=timezone.now()
    )
    note_change(chosen, by=by, message=_("Taken off sale."))
    forget_catalog()
    return changed
