"""What the editor page shows beside the form."""

from typing import Any

from django.http import HttpRequest

from posts import policy
from posts.forms import PostForm, PublishForm
from posts.models import Post
from taxonomy.models import Tag

KNOWN_TAGS = 200


def editor_context(request: HttpRequest, form: PostForm, post: Post | None = None) -> dict[str, Any]:
    """Return the context of the editor for a new or an existing post."""
    return {
        "form": form,
        "post": post,
        "autosaves": post is None or policy.can_autosave(request.user, post),
        "known_tags": Tag.objects.order_by("-post_count", "name").values_list("name", flat=True)[:KNOWN_TAGS],
        "may": allowed_steps(request, post) if post else {},
        "publish_form": PublishForm(
            initial={"version": post.version if post else None}, auto_id="publish_%s"
        ),
    }


def allowed_steps(request: HttpRequest, post: Post) -> dict[str, bool]:
    """Return which steps the user may take."""
    return {name: allows(request.user, post) for name, allows in policy.ACTIONS.items()}
