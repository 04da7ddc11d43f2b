"""All that changes posts. Views, the administration, imports and tasks call these and nothing else."""

from posts.services.pictures import add_picture, remove_picture
from posts.services.publishing import (
    archive_post,
    publish_post,
    return_to_draft,
    revoke_share_links,
    submit_for_review,
    unpublish,
)
from posts.services.rendering import render_again
from posts.services.series import order_series
from posts.services.writing import autosave, create_post, delete_post, restore_revision, save_post

__all__ = [
    "add_picture",
    "archive_post",
    "autosave",
    "create_post",
    "delete_post",
    "order_series",
    "publish_post",
    "remove_picture",
    "render_again",
    "restore_revision",
    "return_to_draft",
    "revoke_share_links",
    "save_post",
    "submit_for_review",
    "unpublish",
]
