"""The order of the posts of a series, for editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import signed_in_user
from core.decorators import read_or_write, requires
from posts import policy
from posts.models import Post
from posts.services import order_series
from posts.writing.series_forms import PositionFormSet
from taxonomy.models import Series


@never_cache
@requires(policy.can_review)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """List the series that can be put in order."""
    return render(request, "writing/series_list.html", {"series": Series.objects.order_by("name")})


@never_cache
@requires(policy.can_review)
@read_or_write
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the places of all posts of a series, and save them together or not at all."""
    chosen = get_object_or_404(Series, slug=slug)
    posts = list(
        Post.objects.filter(series=chosen).only("title", "series_position").order_by("series_position", "pk")
    )
    formset = PositionFormSet(request.POST or None, posts=posts)
    if request.method == "POST" and formset.is_valid():
        order_series(chosen, formset.positions(), signed_in_user(request))
        messages.success(request, _("The order is saved."))
        return redirect("writing:series", slug)
    return render(request, "writing/series.html", {"series": chosen, "formset": formset})
