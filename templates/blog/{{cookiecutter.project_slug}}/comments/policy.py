"""Who may do what with comments: one function per action, used by pages, services and the admin.

Whoever is signed in has confirmed an e-mail address: ACCOUNT_EMAIL_VERIFICATION is "mandatory".
"""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from comments.models import Comment
from posts.models import Post

Visitor = User | AnonymousUser
Status = Comment.Status

EDIT_MINUTES = 15


def can_comment(user: Visitor, post: Post) -> bool:
    """Readers comment on public posts, drafts have no discussion."""
    return user.is_authenticated and user.is_active and post.is_public and post.comments_open


def can_reply(user: Visitor, comment: Comment) -> bool:
    """Readers answer what everybody sees."""
    return comment.is_shown and can_comment(user, comment.post)


def can_edit_comment(user: Visitor, comment: Comment) -> bool:
    """Authors correct their comment shortly after writing it: later, others have answered it."""
    is_fresh = timezone.now() - comment.created_at < timedelta(minutes=EDIT_MINUTES)
    return _is_author(user, comment) and is_fresh and comment.status in (Status.PENDING, Status.APPROVED)


def can_delete_comment(user: Visitor, comment: Comment) -> bool:
    """Authors take their words back at any time; moderators remove any comment."""
    return comment.status != Status.DELETED and (_is_author(user, comment) or can_moderate(user))


def can_report(user: Visitor, comment: Comment) -> bool:
    """Readers report what others wrote."""
    return user.is_authenticated and user.is_active and comment.is_shown and comment.author_id != user.pk


def can_moderate(user: Visitor, comment: Comment | None = None) -> bool:
    """Moderators decide about every comment."""
    return user.is_authenticated and user.has_role(Role.MODERATOR)


def can_restore_comment(user: Visitor, comment: Comment) -> bool:
    """Moderators bring back what a moderator removed, not what its author took back."""
    return can_moderate(user) and comment.status == Status.DELETED and bool(comment.body)


def _is_author(user: Visitor, comment: Comment) -> bool:
    return user.is_authenticated and user.is_active and comment.author_id == user.pk


ACTIONS = {
    "comment": can_comment,
    "reply": can_reply,
    "edit_comment": can_edit_comment,
    "delete_comment": can_delete_comment,
    "report_comment": can_report,
    "moderate_comment": can_moderate,
    "restore_comment": can_restore_comment,
}
