USER_PAGE_ROUTE = "posts:author"
SEEDERS += ["posts.seed.seed", "taxonomy.seed.seed"]
ACCOUNT_EXPORTERS += ["newsletter.personal_data.export", "transfer.personal_data.export"]
ACCOUNT_ERASERS += ["newsletter.personal_data.erase"]
CELERY_BEAT_SCHEDULE["newsletter-resume"] = {"task": "newsletter.tasks.resume_sending", "schedule": 600}
ACCOUNT_EXPORTERS += [f"{app}.personal_data.export" for app in ("comments", "community", "notifications")]
ACCOUNT_ERASERS += [f"{app}.personal_data.erase" for app in ("comments", "community", "notifications")]
CELERY_BEAT_SCHEDULE["write-view-counts"] = {"task": "community.tasks.write_view_counts", "schedule": 60}
# Words and phrases that make a comment spam, in any case; see comments/spam.py.
COMMENT_DISALLOWED_WORDS = ["online casino", "payday loan", "cheap followers", "free bitcoin"]
CELERY_BEAT_SCHEDULE["announce-due-posts"] = {"task": "posts.tasks.announce_due_posts", "schedule": 60}
SEEDERS += ["comments.seed.seed", "community.seed.seed", "newsletter.seed.seed"]
ACCOUNT_ERASERS += ["posts.personal_data.erase"]
ACCOUNT_REFRESHERS += ["posts.personal_data.refresh", "comments.personal_data.refresh"]
ACCOUNT_ERASERS += ["api.personal_data.erase"]
# JSON only: the pages of the library for browsers need what the content security policy forbids.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.access.FingerprintAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["api.access.ReaderThrottle"],
}
