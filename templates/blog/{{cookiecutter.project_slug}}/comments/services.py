"""What readers do with comments; what moderators do stands in `moderation.py`.

Rows are locked in one order, the comment before its post, and the counter of the post changes with
the status of the comment in the same transaction.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from comments import spam
from comments.errors import (
    AlreadyReportedError,
    CommentsClosedError,
    EditWindowError,
    NotAllowedError,
    WrongThreadError,
)
from comments.models import Comment, Report
from comments.policy import can_comment, can_delete_comment, can_edit_comment, can_report
from core.caching import bump
from core.markdown import render
from notifications.delivery import Notice, notify, withdraw
from notifications.kinds import Kind
from posts.models import Post

Status = Comment.Status
MAX_DEPTH = 4
REPORTS_TO_HIDE = 3
# Every step of a path has the same width, so that its text order is the order of the numbers.
STEP_WIDTH = 12


@transaction.atomic
def post_comment(
    post: Post, by: User, body: str, *, parent: Comment | None = None, verdict: str = Status.APPROVED
) -> Comment:
    """Return the new comment: approved, waiting or spam.

    `verdict` is what the way it was sent deserves at best: a robot's is spam whatever it says.
    Raises CommentsClosedError, WrongThreadError (its parent is elsewhere or hidden), DuplicateCommentError.
    """
    if not can_comment(by, post):
        raise CommentsClosedError
    if parent is not None and (parent.post_id != post.pk or not parent.is_shown):
        raise WrongThreadError
    spam.refuse_duplicate(body, by)
    comment = Comment(post=post, author=by, parent=parent)
    _set_body(comment, body)
    comment.status = spam.worse(verdict, spam.first_status(body, by, post))
    comment.save()
    place(comment)
    if comment.is_shown:
        change_count(post.pk, 1)
        tell_about_comment(comment)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, by: User, body: str) -> Comment:
    """Change the text within the first minutes; what looks like spam now has to wait.

    Raises EditWindowError, also for everybody but its author.
    """
    comment = lock(comment)
    if not can_edit_comment(by, comment):
        raise EditWindowError
    was_shown = comment.is_shown
    _set_body(comment, body)
    # Whoever waits for a moderator goes on waiting: a change of words must not jump the queue.
    comment.status = spam.worse(comment.status, spam.first_status(body, by, comment.post))
    comment.edited_at = timezone.now()
    comment.save()
    if was_shown:
        change_count(comment.post_id, 0 if comment.is_shown else -1)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, by: User) -> Comment:
    """Take the comment away and leave its place in the thread to the answers.

    A text that its author deletes is gone; one that a moderator removes can be restored.
    Raises NotAllowedError.
    """
    comment = lock(comment)
    if not can_delete_comment(by, comment):
        raise NotAllowedError
    was_shown = comment.is_shown
    comment.status = Status.DELETED
    if comment.author_id == by.pk:
        comment.body = comment.body_html = comment.fingerprint = ""
    else:
        comment.moderated_by = by
    comment.save()
    settle_reports([comment.pk])
    withdraw(notice_key(comment))
    change_count(comment.post_id, -1 if was_shown else 0)
    return comment


@transaction.atomic
def report_comment(comment: Comment, by: User, reason: str) -> Report:
    """Tell moderators; enough reports hide the comment until one of them has decided.

    Raises NotAllowedError and AlreadyReportedError.
    """
    comment = lock(comment)
    if not can_report(by, comment):
        raise NotAllowedError
    try:
        with transaction.atomic():
            report = Report.objects.create(comment=comment, reporter=by, reason=reason)
    except IntegrityError as error:
        raise AlreadyReportedError from error
    _weigh_reports(comment, by)
    return report


def lock(comment: Comment) -> Comment:
    """Return the comment as it is now and hold its row until the end of the transaction."""
    return Comment.objects.select_for_update(of=("self",)).select_related("post", "author").get(pk=comment.pk)


def change_count(post_id: int, difference: int) -> None:
    """Add to the number of comments of a post, and make its cached pages out of date."""
    if difference:
        # F(): two comments at once must both count. No save(): the post itself was not edited.
        Post.objects.filter(pk=post_id).update(comment_count=F("comment_count") + difference)
    bump(f"post:{post_id}")


def settle_reports(comment_ids: list[int]) -> None:
    """Close the open reports of the comments: a moderator or the author has acted."""
    Report.objects.filter(comment__in=comment_ids, resolved_at=None).update(resolved_at=timezone.now())


def tell_about_comment(comment: Comment) -> None:
    """Notify the writer of the comment that is answered, and the author of the post."""
    post, parent = comment.post, comment.parent
    notice = Notice(Kind.REPLY, notice_key(comment), post.title, comment.get_absolute_url(), comment.author)
    answered = parent.author if parent else None
    if answered is not None:
        notify([answered], notice)
    if answered != post.author:
        notify([post.author], notice.of_kind(Kind.COMMENT))


def notice_key(comment: Comment) -> str:
    """Return what the notifications about this comment are known by."""
    return f"comment:{comment.pk}"


def place(comment: Comment) -> None:
    """Give the comment its place in the thread: the path of its parent and its own number.

    Below the deepest level, answers follow each other side by side.
    """
    steps = _steps(comment.parent.path)[:MAX_DEPTH] if comment.parent else []
    comment.depth = len(steps)
    comment.path = "".join([*steps, f"{comment.pk:0{STEP_WIDTH}}"])
    comment.save(update_fields=["depth", "path"])


def _set_body(comment: Comment, body: str) -> None:
    comment.body = body.strip()
    comment.body_html = render(comment.body, rich=False).html
    comment.fingerprint = spam.fingerprint(comment.body)


def _steps(path: str) -> list[str]:
    return [path[start : start + STEP_WIDTH] for start in range(0, len(path), STEP_WIDTH)]


def _weigh_reports(comment: Comment, by: User) -> None:
    reports = comment.reports.filter(resolved_at=None).count()
    if reports == 1:
        moderators = User.objects.filter(groups__name=Role.MODERATOR)
        title, key = comment.post.title, notice_key(comment)
        notify(moderators, Notice(Kind.REPORT, key, title, comment.get_absolute_url(), by))
    if reports >= REPORTS_TO_HIDE:
        comment.status = Status.REPORTED
        comment.save(update_fields=["status", "updated_at"])
        change_count(comment.post_id, -1)
