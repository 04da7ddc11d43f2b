"""Who may do what with a post: one function per action, asked by pages, administration and services alike."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role

if TYPE_CHECKING:
    from posts.models import Post

Somebody = User | AnonymousUser


def can_write(user: Somebody, post: "Post | None" = None) -> bool:
    """Authors and editors write posts."""
    return _has_role(user, Role.AUTHOR, Role.EDITOR)


def can_review(user: Somebody, post: "Post | None" = None) -> bool:
    """Editors see the review queue and the report."""
    return _has_role(user, Role.EDITOR)


def can_read(user: Somebody, post: "Post") -> bool:
    """Everybody reads what is public; its author and editors read the rest."""
    return post.is_public or can_preview(user, post)


def can_preview(user: Somebody, post: "Post") -> bool:
    """The author, while being one, and editors see a post that is not public."""
    return _owns(user, post) or can_review(user)


def can_edit_post(user: Somebody, post: "Post") -> bool:
    """Editors change every post; authors theirs until it is public or put away."""
    return can_review(user) or (_owns(user, post) and post.state in ("draft", "review"))


def can_autosave(user: Somebody, post: "Post") -> bool:
    """Only a draft is saved while its own author writes: what others see changes by a decision."""
    return _owns(user, post) and post.state == "draft"


def can_submit(user: Somebody, post: "Post") -> bool:
    """A draft is submitted by its author, or by an editor."""
    return post.state == "draft" and can_preview(user, post)


def can_return(user: Somebody, post: "Post") -> bool:
    """Editors return a submitted post to its author, who may also take it back."""
    return post.state == "review" and can_preview(user, post)


def can_publish_post(user: Somebody, post: "Post") -> bool:
    """Only editors publish and schedule: an author's text is read by a second person first."""
    return post.state != "published" and can_review(user)


def can_unpublish(user: Somebody, post: "Post") -> bool:
    """Editors take a public or scheduled post back."""
    return post.state in ("published", "scheduled") and can_review(user)


def can_archive(user: Somebody, post: "Post") -> bool:
    """Editors put every post away; authors theirs unless it is public."""
    if post.state == "archived":
        return False
    return can_review(user) or (_owns(user, post) and post.state in ("draft", "review"))


def can_delete(user: Somebody, post: "Post") -> bool:
    """Authors delete their drafts; editors everything."""
    return can_review(user) or (_owns(user, post) and post.state == "draft")


def can_see_revisions(user: Somebody, post: "Post") -> bool:
    """Who may preview a post may see how it came about."""
    return can_preview(user, post)


def can_restore(user: Somebody, post: "Post") -> bool:
    """To restore a revision is to edit."""
    return can_edit_post(user, post)


def can_share(user: Somebody, post: "Post") -> bool:
    """Who may preview a post may show it to others by a link, until it is public or put away."""
    return post.state in ("draft", "review", "scheduled") and can_preview(user, post)


ACTIONS: dict[str, Callable[[Somebody, "Post"], bool]] = {
    "write": can_write,
    "review": can_review,
    "read": can_read,
    "preview": can_preview,
    "edit": can_edit_post,
    "autosave": can_autosave,
    "submit": can_submit,
    "return": can_return,
    "publish": can_publish_post,
    "unpublish": can_unpublish,
    "archive": can_archive,
    "delete": can_delete,
    "see_revisions": can_see_revisions,
    "restore": can_restore,
    "share": can_share,
}


def _has_role(user: Somebody, *roles: str) -> bool:
    return isinstance(user, User) and user.has_role(*roles)


def _owns(user: Somebody, post: "Post") -> bool:
    return post.author_id == user.pk and _has_role(user, Role.AUTHOR)
