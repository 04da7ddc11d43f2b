"""Pictures in the text: upload, list with what to paste, delete."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.decorators import read_or_write
from core.errors import DomainError
from core.ratelimit import rate_limit
from posts import policy
from posts.forms import PictureForm
from posts.models import Post
from posts.services import add_picture, remove_picture
from posts.writing.access import sent, with_post


@with_post(policy.can_edit_post)
@read_or_write
@rate_limit("upload", "30/m")
def pictures(request: HttpRequest, post: Post) -> HttpResponse:
    """List the pictures of the post and take a new one."""
    form = PictureForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_picture(post, request.user, form.cleaned_data["file"], form.cleaned_data["alt"])
        except ValidationError as error:
            form.add_error("file", error)
        except DomainError as error:
            form.add_error("alt", str(error))
        else:
            messages.success(request, _("The picture is stored."))
            return redirect("writing:pictures", post.pk)
    context = {"post": post, "form": form, "pictures": post.images.all()}
    return render(request, "writing/pictures.html", context, status=422 if form.errors else 200)


@with_post(policy.can_edit_post)
@read_or_write
def delete_picture(request: HttpRequest, post: Post, picture: int) -> HttpResponse:
    """Delete one picture of the post."""
    found = get_object_or_404(post.images, pk=picture)
    if request.method == "POST":
        remove_picture(found, request.user)
        messages.success(request, _("The picture is deleted."))
        return redirect("writing:pictures", post.pk)
    question = _("The picture “%(alt)s” goes for ever. Its place in the text stays empty.")
    context = {
        "form": Form(),
        "title": _("Delete"),
        "submit": _("Delete"),
        "question": question % {"alt": found.alt},
        "post": post,
        "is_danger": True,
    }
    return render(request, "writing/step.html", context)
