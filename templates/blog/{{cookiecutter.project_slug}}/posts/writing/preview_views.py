"""The whole page of a post that is not public yet: for those who work on it, or who got its link."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.decorators import read_or_write
from core.tokens import BadTokenError, sign, unsign
from posts import policy
from posts.articles import article_context
from posts.models import Post
from posts.services import revoke_share_links
from posts.writing.access import with_post

SHARE_DAYS = 7
PURPOSE = "posts.share"


@with_post(policy.can_preview)
@require_safe
def preview(request: HttpRequest, post: Post) -> HttpResponse:
    """Show the post as readers will see it."""
    return _show(request, post)


@with_post(policy.can_share)
@read_or_write
def share(request: HttpRequest, post: Post) -> HttpResponse:
    """Show a link for people without an account; POST makes all links so far invalid."""
    if request.method == "POST":
        revoke_share_links(post, request.user)
        messages.success(request, _("All links that were given out are invalid now."))
        return redirect("writing:share", post.pk)
    address = reverse("writing:shared", args=[sign([post.pk, post.share_version], PURPOSE)])
    context = {"post": post, "link": request.build_absolute_uri(address), "days": SHARE_DAYS}
    return render(request, "writing/share.html", context)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the post to whoever has the link; once it is public, lead to its page."""
    try:
        pk, share_version = unsign(token, PURPOSE, timedelta(days=SHARE_DAYS))
    except (BadTokenError, TypeError, ValueError) as error:
        raise Http404(_("This link is damaged or too old. Please ask for a new one.")) from error
    post = Post.objects.select_related("author", "category", "series").filter(pk=pk).first()
    if post is None or post.share_version != share_version or post.status == Post.Status.ARCHIVED:
        raise Http404(_("This link is no longer valid. Please ask for a new one."))
    if post.is_public:
        return redirect(post)
    return _show(request, post)


def _show(request: HttpRequest, post: Post) -> HttpResponse:
    # Its neighbours are those that it would have if it were published now.
    post.published_at = post.published_at or timezone.now()
    response = render(request, "writing/preview.html", article_context(post))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key to the text: other sites must not learn it from a followed link.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
