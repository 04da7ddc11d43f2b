"""The page of the import and the export, for those who write."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import signed_in_user
from core.decorators import read_or_write, requires
from core.export import stream_json, stream_zip
from core.ratelimit import rate_limit
from transfer.archives import Archive
from transfer.errors import ArchiveTooLargeError, NotAnArchiveError
from transfer.exporting import export_entries, export_records, posts_of
from transfer.forms import ImportForm
from transfer.importing import import_archive
from transfer.policy import can_transfer


@never_cache
@requires(can_transfer)
@read_or_write
@rate_limit("import", "30/m")
def overview(request: HttpRequest) -> HttpResponse:
    """Offer the export, take an archive, and show what became of each of its files."""
    user, form = signed_in_user(request), ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        choices = {name: form.cleaned_data[name] for name in ("update", "only_check")}
        try:
            report = import_archive(Archive(form.cleaned_data["archive"]), user, **choices)
        except (NotAnArchiveError, ArchiveTooLargeError) as error:
            form.add_error("archive", str(error))
        else:
            return render(request, "transfer/report.html", {"report": report, **choices})
    context = {"form": form, "count": posts_of(user).count()}
    return render(request, "transfer/transfer.html", context, status=422 if form.errors else 200)


@never_cache
@requires(can_transfer)
@require_safe
def export_zip(request: HttpRequest) -> StreamingHttpResponse:
    """Send the posts as Markdown files in a zip."""
    return stream_zip(export_entries(posts_of(signed_in_user(request))), "posts.zip")


@never_cache
@requires(can_transfer)
@require_safe
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send the posts as one JSON file."""
    return stream_json(export_records(posts_of(signed_in_user(request))), "posts.json")
