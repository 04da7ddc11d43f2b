"""The roles of the blog: each is a group of that name. Everybody who signs in is a reader."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do beyond reading, commenting and liking."""

    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("administrator")


# Who works in Django's admin; the other roles have all they need on the site itself.
STAFF_ROLES = frozenset({Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR})
