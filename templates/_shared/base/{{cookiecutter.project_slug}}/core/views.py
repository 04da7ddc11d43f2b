"""Pages that every project has: health and preferences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import health
from core.preferences import TIME_ZONE_COOKIE, PreferencesForm, save_preferences
from core.ratelimit import rate_limit
from core.redirects import safe_next


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process runs: who fails this is restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
async def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 while a server is missing: who fails this gets no visitors."""
    findings = await health.report()
    body = {finding.name: finding.error or "ok" for finding in findings}
    return JsonResponse(body, status=200 if all(finding.ok for finding in findings) else 503)


@never_cache
@rate_limit("preferences", "30/m")
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save the language and the time zone of the visitor."""
    chosen = {"language": get_language(), "time_zone": request.COOKIES.get(TIME_ZONE_COOKIE, "")}
    form = PreferencesForm(request.POST or None, initial=chosen)
    if not form.is_valid():
        context = {"form": form, "next": safe_next(request)}
        return render(request, "core/preferences.html", context, status=422 if form.is_bound else 200)
    response = HttpResponseRedirect(safe_next(request))
    save_preferences(request, response, form.cleaned_data["language"], form.cleaned_data["time_zone"])
    with override(form.cleaned_data["language"]):
        messages.success(request, _("Your preferences are saved."))
    return response
