"""What the rules of writing and publishing refuse."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

if TYPE_CHECKING:
    from posts.models import Post


class EditConflictError(DomainError):
    """Somebody saved the post meanwhile: ``theirs`` is the post as it is now, ``mine`` what was refused."""

    message = _("Somebody saved this post while you were writing. Nothing is lost: compare both texts below.")

    def __init__(self, theirs: "Post", mine: dict[str, Any]) -> None:
        super().__init__()
        self.theirs = theirs
        self.mine = mine


class WrongStateError(DomainError):
    """The post is not in a state from which the step leads anywhere."""

    message = _("This step is not possible in the present state of the post. Please load the page again.")


class NotReadyError(DomainError):
    """The post lacks what every published post has."""

    message = _("A post needs a title and a text before others can read it.")


class TextChangedError(DomainError):
    """Somebody saved the post after it was read by the one who publishes it."""

    message = _("The text changed after you opened it. Please read it again before you publish it.")


class SlugTakenError(DomainError):
    """Another post has the address that was asked for."""

    message = _("Another post has this address. Please choose a different one.")


class PictureRefusedError(DomainError):
    """The picture has no description."""

    message = _("Please say what the picture shows, for readers who cannot see it.")
