"""The page of the import and the export, for those who write."""

from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.generic import FormView, View

from core.export import stream_json, stream_zip
from transfer.archives import Archive
from transfer.errors import ArchiveTooLargeError, NotAnArchiveError
from transfer.exporting import export_entries, export_records, posts_of
from transfer.forms import ImportForm
from transfer.importing import import_archive
from transfer.policy import can_transfer


class WriterMixin(LoginRequiredMixin, UserPassesTestMixin):
    """Only those who may carry posts in and out; visitors are sent to sign in, others see 403."""

    def test_func(self) -> bool:
        """Ask the policy."""
        return can_transfer(self.request.user)


class TransferView(WriterMixin, FormView):
    """Links to the export, and the form of the import."""

    form_class = ImportForm
    template_name = "transfer/transfer.html"

    def get_context_data(self, **kwargs):
        """Say how many posts the export holds."""
        return super().get_context_data(count=posts_of(self.request.user).count(), **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Import and show what became of each file."""
        choices = {name: form.cleaned_data[name] for name in ("update", "only_check")}
        try:
            report = import_archive(Archive(form.cleaned_data["archive"]), self.request.user, **choices)
        except (NotAnArchiveError, ArchiveTooLargeError) as error:
            form.add_error("archive", str(error))
            return self.form_invalid(form)
        return render(self.request, "transfer/report.html", {"report": report, **choices})


class ExportZipView(WriterMixin, View):
    """Posts as Markdown files in a zip."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream it."""
        return stream_zip(export_entries(posts_of(request.user)), "posts.zip")


class ExportJSONView(WriterMixin, View):
    """Posts as one JSON file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Stream it."""
        return stream_json(export_records(posts_of(request.user)), "posts.json")
