"""The kinds of notifications: who gets them, and the sentence that each one says."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role


class Kind(models.TextChoices):
    """What happened."""

    REPLY = "reply", _("somebody answers my comment")
    COMMENT = "comment", _("somebody comments on my post")
    APPROVED = "approved", _("my comment is approved")
    POST = "post", _("an author I follow publishes a post")
    SUBMITTED = "submitted", _("a post is handed in for review")
    PUBLISHED = "published", _("my post is accepted for publication")
    RETURNED = "returned", _("my post is returned to me")
    REPORT = "report", _("a comment is reported")

    def sentence(self, actor: str, title: str) -> str:
        """Return what happened, in the current language."""
        return str(SENTENCES[self]) % {"actor": actor, "title": title}


SENTENCES: dict[Kind, str | Promise] = {
    Kind.REPLY: _("%(actor)s answered your comment on “%(title)s”."),
    Kind.COMMENT: _("%(actor)s commented on your post “%(title)s”."),
    Kind.APPROVED: _("Your comment on “%(title)s” was approved."),
    Kind.POST: _("%(actor)s published “%(title)s”."),
    Kind.SUBMITTED: _("%(actor)s handed in “%(title)s” for review."),
    Kind.PUBLISHED: _("Your post “%(title)s” is accepted for publication."),
    Kind.RETURNED: _("Your post “%(title)s” was returned to you."),
    Kind.REPORT: _("%(actor)s reported a comment on “%(title)s”."),
}

FOR_ROLE = {
    Kind.COMMENT: Role.AUTHOR,
    Kind.PUBLISHED: Role.AUTHOR,
    Kind.RETURNED: Role.AUTHOR,
    Kind.SUBMITTED: Role.EDITOR,
    Kind.REPORT: Role.MODERATOR,
}


def kinds_for(user: User) -> list[Kind]:
    """Return the kinds that this user can ever get."""
    return [kind for kind in Kind if kind not in FOR_ROLE or user.has_role(FOR_ROLE[kind])]
