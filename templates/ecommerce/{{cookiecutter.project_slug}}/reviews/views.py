"""All reviews of a product, one's own, and the queue of support."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import signed_in_user
from catalog.models import Product
from catalog.shown import edition, product_group
from core import caching
from core.conditional import conditional_page
from core.decorators import requires
from core.errors import DomainError
from core.pagination import KeysetPaginator
from core.ratelimit import rate_limit
from reviews import services
from reviews.forms import DecisionForm, ReviewForm
from reviews.models import Review
from reviews.policy import can_moderate_reviews, can_write_review
from reviews.sections import star_bars

PER_PAGE = 10
QUEUE_PER_PAGE = 30
TABS = {
    "pending": gettext_lazy("Waiting"),
    "approved": gettext_lazy("Approved"),
    "rejected": gettext_lazy("Rejected"),
}


def by_product(request: HttpRequest, slug: str) -> tuple[object, ...]:
    """Say what the list depends on: the product with its reviews, and which page is asked for."""
    pk = Product.objects.for_sale().filter(slug=slug).values_list("pk", flat=True).first()
    return edition(), pk and caching.version(product_group(pk)), request.get_full_path()


@require_safe
@conditional_page(by_product)
def review_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what buyers say, the newest first."""
    product = _product(slug)
    reviews = Review.objects.about(product)
    page = KeysetPaginator(reviews, fields=("-pk",), per_page=PER_PAGE).page(request.GET.get("cursor"))
    context = {"product": product, "page": page, "bars": star_bars(reviews.stars())}
    return render(request, "reviews/review_list.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
@rate_limit("review", "20/h")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a review, or change one's own."""
    user, product = signed_in_user(request), _product(slug)
    review = Review.objects.filter(product=product, author=user).first()
    if review is None and not can_write_review(user, product):
        return render(request, "reviews/not_bought.html", {"product": product}, status=403)
    form = ReviewForm(request.POST or None, instance=review)
    if request.method == "POST" and form.is_valid() and _save(form, product, review, user):
        messages.success(request, _("Thank you. Your review appears as soon as we have read it."))
        return redirect(product)
    return render(request, "reviews/write.html", {"product": product, "form": form, "review": review})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then take one's own review back."""
    user, product = signed_in_user(request), _product(slug)
    review = get_object_or_404(Review, product=product, author=user)
    if request.method == "POST":
        services.delete_review(review, by=user)
        messages.success(request, _("Your review is deleted."))
        return redirect(product)
    context = {
        "title": _("Delete your review?"),
        "question": _("Your review of “%(name)s” will be gone for good.") % {"name": product.name},
        "submit": _("Delete"),
        "cancel": reverse("reviews:write", args=[slug]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(can_moderate_reviews)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show the reviews of one status, the oldest waiting ones first; decide about the ticked ones."""
    if request.method == "POST":
        return _decide(request)
    show = _chosen_tab(request.GET.get("show"))
    reviews = Review.objects.filter(status=show).select_related("author", "product", "moderated_by")
    reviews = reviews.defer("product__description", "product__description_html")
    order = "pk" if show == Review.Status.PENDING else "-pk"
    page = KeysetPaginator(reviews, fields=(order,), per_page=QUEUE_PER_PAGE).page(request.GET.get("cursor"))
    return render(request, "reviews/moderation.html", {"page": page, "tabs": TABS.items(), "show": show})


def _product(slug: str) -> Product:
    """Return a product that customers see."""
    return get_object_or_404(Product.objects.for_sale().without_texts(), slug=slug)


def _save(form: ReviewForm, product: Product, review: Review | None, user: User) -> bool:
    data = form.cleaned_data
    try:
        if review is None:
            services.write_review(product, by=user, **data)
        else:
            services.edit_review(review, by=user, **data)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _decide(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This form was changed on its way."))
    decision = services.decide_reviews(form.seen(), form.cleaned_data["status"], by=signed_in_user(request))
    report_decision(request, decision)
    return redirect(f"{reverse('reviews:moderation')}?show={_chosen_tab(form.cleaned_data['show'])}")


def report_decision(request: HttpRequest, decision: services.Decision) -> None:
    """Tell how many reviews were decided, and how many not."""
    done = ngettext("%(n)d review is decided.", "%(n)d reviews are decided.", decision.changed)
    messages.success(request, done % {"n": decision.changed})
    if decision.skipped:
        late = ngettext(
            "%(n)d review was decided or changed by somebody else meanwhile and is left alone.",
            "%(n)d reviews were decided or changed by somebody else meanwhile and are left alone.",
            decision.skipped,
        )
        messages.warning(request, late % {"n": decision.skipped})


def _chosen_tab(name: str | None) -> str:
    return name if name in TABS else Review.Status.PENDING
