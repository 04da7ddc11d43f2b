"""The report on posts and comments, for editors."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.decorators import requires
from core.export import stream_csv
from posts import policy, reports

MONTHS_SHOWN = 12


@never_cache
@requires(policy.can_review)
@require_safe
def report(request: HttpRequest) -> HttpResponseBase:
    """Show the last twelve months."""
    since = reports.first_of_month(timezone.now(), MONTHS_SHOWN - 1)
    return render(
        request, "writing/report.html", {"rows": reports.by_author_and_month(since), "since": since}
    )


@never_cache
@requires(policy.can_review)
@require_safe
def report_csv(request: HttpRequest) -> HttpResponseBase:
    """Send all months as a CSV file."""
    return stream_csv(reports.csv_rows(), "posts-and-comments.csv")
