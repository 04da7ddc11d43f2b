"""Buttons to like and to follow, and the lists that come of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import signed_in_user
from community import services
from community.errors import CannotFollowError
from community.policy import can_like
from community.querysets import followed_authors, liked_posts, posts_of_followed
from core.pagination import KeysetPaginator
from core.ratelimit import rate_limit
from core.redirects import safe_next
from posts.models import Post

PER_PAGE = 10
AUTHORS_PER_PAGE = 50


@require_POST
@login_required
@rate_limit("like", "60/m")
def like(request: HttpRequest, slug: str) -> HttpResponse:
    """Like a post, or take it back when the form says `liked=0`; htmx gets the new button."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    if not can_like(request.user, post):
        raise PermissionDenied
    liked = request.POST.get("liked") != "0"
    act = services.like_post if liked else services.unlike_post
    act(post, signed_in_user(request))
    if "HX-Request" in request.headers:
        return render(request, "community/like_form.html", {"post": post, "liked": liked})
    return HttpResponseRedirect(safe_next(request, post))


@require_POST
@login_required
@rate_limit("follow", "60/m")
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    """Follow an author, or stop when the form says `following=0`; htmx gets the new button."""
    author = get_object_or_404(User.objects.filter(is_active=True), handle=handle)
    following = request.POST.get("following") != "0"
    act = services.follow_author if following else services.unfollow_author
    try:
        act(author, signed_in_user(request))
    except CannotFollowError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(safe_next(request, "community:authors"))
    if "HX-Request" in request.headers:
        return render(request, "community/follow_form.html", {"author": author, "following": following})
    return HttpResponseRedirect(safe_next(request, "community:authors"))


@require_safe
@login_required
def like_list(request: HttpRequest) -> HttpResponse:
    """Show the posts that the reader likes, the last liked first."""
    posts = liked_posts(signed_in_user(request))
    return _list(request, KeysetPaginator(posts, ("-liked_at", "-pk"), PER_PAGE), "like_list")


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    """Show the newest posts of the authors that the reader follows."""
    posts = posts_of_followed(signed_in_user(request))
    return _list(request, KeysetPaginator(posts, per_page=PER_PAGE), "following")


@require_safe
@login_required
def author_list(request: HttpRequest) -> HttpResponse:
    """Show whom the reader follows."""
    authors = followed_authors(signed_in_user(request))
    return _list(request, KeysetPaginator(authors, ("name", "pk"), AUTHORS_PER_PAGE), "author_list")


def _list(request: HttpRequest, paginator: KeysetPaginator, template: str) -> HttpResponse:
    page = paginator.page(request.GET.get("cursor"))
    return render(request, f"community/{template}.html", {"page": page})
