"""Abstract models that the apps inherit from, and the claims that make background work idempotent."""

from django.db import models


class TimeStampedModel(models.Model):
    """Rows that know when they were made and last saved.

    `QuerySet.update()` and `bulk_update()` do not touch `updated_at`: set it by hand there.
    """

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Claim(models.Model):
    """A piece of work that was taken on, so that a task which is delivered twice acts once."""

    key = models.CharField(max_length=200, primary_key=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.key
