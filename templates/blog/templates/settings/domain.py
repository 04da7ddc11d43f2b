USER_PAGE_ROUTE = "posts:author"
SEEDERS += []
ACCOUNT_EXPORTERS += ["newsletter.personal_data.export", "transfer.personal_data.export"]
ACCOUNT_ERASERS += ["newsletter.personal_data.erase"]
CELERY_BEAT_SCHEDULE["newsletter-resume"] = {"task": "newsletter.tasks.resume_sending", "schedule": 600}
