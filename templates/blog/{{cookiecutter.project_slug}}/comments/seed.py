"""Discussions under the demonstration posts: some written by hand, many others in number to the posts."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from comments.demo import DISCUSSIONS, REPORTED, SHORT, SPAM, WAITING, Said
from comments.models import Comment, Report
from comments.services import STEP_WIDTH
from comments.spam import fingerprint
from core.markdown import render
from posts.models import Post

Progress = Callable[[str, int, int], None]
Status = Comment.Status

BATCH_SIZE = 1000
HANDWRITTEN_POSTS = 12
MOST_READERS = 500


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make the comments once, after the posts and the accounts; `size` is the number of posts."""
    if not Comment.objects.exists():
        with _given_times():
            _Writer().write(progress)


class _Writer:
    """Makes rows whose ids it chooses itself, so that paths and parents need no second pass."""

    def __init__(self) -> None:
        self.random = random.Random(7)  # noqa: S311 - the same demonstration everywhere, no secret
        readers = User.objects.filter(is_active=True, groups=None).order_by("pk")
        self.readers = list(readers.values_list("pk", flat=True)[:MOST_READERS])
        self.next_id = (Comment.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.html = {text: render(text, rich=False).html for text in SHORT}
        self.rows: list[Comment] = []
        self.counts: dict[int, int] = {}

    def write(self, progress: Progress) -> None:
        """Write comments under all public posts."""
        posts = Post.objects.published().order_by("pk").only("author", "published_at", "comment_count")
        total = posts.count()
        for done, post in enumerate(posts.iterator(BATCH_SIZE), start=1):
            if done <= HANDWRITTEN_POSTS:
                self._discuss(post, DISCUSSIONS[(done - 1) % len(DISCUSSIONS)])
            else:
                self._discuss(post, self._short_talk())
            if done == 1:
                self._fill_the_queue(post)
            if len(self.rows) >= BATCH_SIZE or done == total:
                self._flush()
                progress("Comments", done, total)
        _go_on_numbering()

    def _discuss(self, post: Post, discussion: tuple[Said, ...]) -> None:
        """Most days pass between a post and what is said about it; answers come within hours."""
        for said in discussion:
            moment = (post.published_at or timezone.now()) + timedelta(hours=self.random.randint(1, 90))
            self._say(post, said, None, moment)

    def _say(
        self, post: Post, said: Said, parent: Comment | None, moment: datetime, status: str = Status.APPROVED
    ) -> Comment:
        moment = min(moment, timezone.now())
        if isinstance(said.speaker, int):
            author_id = self.readers[said.speaker % len(self.readers)]
        else:
            author_id = post.author_id
        comment = Comment(
            pk=self.next_id,
            post_id=post.pk,
            author_id=author_id,
            parent_id=parent.pk if parent else None,
            path=(parent.path if parent else "") + f"{self.next_id:0{STEP_WIDTH}}",
            depth=parent.depth + 1 if parent else 0,
            body=said.text,
            body_html=self.html.get(said.text) or render(said.text, rich=False).html,
            fingerprint=fingerprint(said.text),
            status=status,
            created_at=moment,
        )
        self.next_id += 1
        self.rows.append(comment)
        self.counts[post.pk] = self.counts.get(post.pk, 0) + (status == Status.APPROVED)
        for number, answer in enumerate(said.answers, start=1):
            self._say(post, answer, comment, moment + timedelta(hours=5 * number))
        return comment

    def _short_talk(self) -> tuple[Said, ...]:
        """Return none to four comments, the first sometimes with an answer."""
        texts = self.random.sample(SHORT, self.random.choice((0, 1, 2, 2, 3, 4)))
        said = [Said(self.random.randrange(len(self.readers)), text) for text in texts]
        if len(said) > 2:
            said[0] = said[0]._replace(answers=(said.pop(),))
        return tuple(said)

    def _fill_the_queue(self, post: Post) -> None:
        """Leave something to do for the moderators."""
        now = timezone.now()
        for hours, said in enumerate(WAITING, start=1):
            self._say(post, said, None, now - timedelta(hours=hours), Status.PENDING)
        for hours, said in enumerate(SPAM, start=1):
            self._say(post, said, None, now - timedelta(hours=9 * hours), Status.SPAM)
        rude = self._say(post, REPORTED, None, now - timedelta(days=1))
        # The queue belongs to the first post, whose count must be written with its other comments.
        Comment.objects.bulk_create(self.rows)
        self.rows = []
        reasons = (Report.Reason.ABUSE, Report.Reason.OFF_TOPIC)
        reporters = zip(self.readers, reasons, strict=False)
        rows = [Report(comment=rude, reporter_id=reader, reason=reason) for reader, reason in reporters]
        Report.objects.bulk_create(rows)

    def _flush(self) -> None:
        Comment.objects.bulk_create(self.rows, BATCH_SIZE)
        posts_by_count = defaultdict(list)
        for post_id, count in self.counts.items():
            posts_by_count[count].append(post_id)
        for count, post_ids in posts_by_count.items():
            Post.objects.filter(pk__in=post_ids).update(comment_count=count)
        self.rows, self.counts = [], {}


def _go_on_numbering() -> None:
    """Make the database count on from the last id that was chosen here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)


@contextmanager
def _given_times() -> Iterator[None]:
    """Keep the times that the rows bring along: the field would replace them by the present."""
    field = Comment._meta.get_field("created_at")
    field.auto_now_add = False
    try:
        yield
    finally:
        field.auto_now_add = True
