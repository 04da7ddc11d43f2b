from gateway.defaults import LOCAL_ADDRESS, LOCAL_KEY, LOCAL_SIGNING_KEY, is_local

CURRENCIES = env.list("CURRENCIES", default=["EUR", "USD"])
# ISO 3166 codes of the countries that the shop sends to; the first is its own.
COUNTRIES = env.list("COUNTRIES", default=["DE", "AT", "CH", "FR", "NL", "US"])
SEEDERS += ["catalog.seed.seed", "pricing.seed.seed", "orders.seed.seed"]
CELERY_BEAT_SCHEDULE["delete-abandoned-carts"] = {
    "task": "cart.tasks.delete_abandoned_carts",
    "schedule": crontab(hour=4, minute=10),
}
CELERY_BEAT_SCHEDULE["expire-orders"] = {"task": "orders.tasks.expire_orders", "schedule": 60}
# What stands at the head of invoices: the lines of the shop's address, and its tax number.
SELLER_ADDRESS = env.list("SELLER_ADDRESS", default=[])
SELLER_TAX_NUMBER = env("SELLER_TAX_NUMBER", default="")
ACCOUNT_EXPORTERS += ["customers.personal_data.export", "orders.personal_data.export"]
# Orders first: they look at the person who is about to be forgotten.
ACCOUNT_ERASERS += ["orders.personal_data.erase", "customers.personal_data.erase"]
CELERY_BEAT_SCHEDULE["forget-buyers"] = {
    "task": "orders.tasks.forget_deleted_buyers",
    "schedule": crontab(hour=3, minute=40),
}
CELERY_BEAT_SCHEDULE["warn-of-low-stock"] = {"task": "inventory.tasks.warn_of_low_stock", "schedule": 600}
# Payments: Stripe with your keys, or without any the gateway of gateway/, which takes no money. Production
# has to set both keys (payments.checks), and leaves the address empty.
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default=LOCAL_KEY)
# Without a key of your own; otherwise an empty secret believes nobody, where a known one would believe all.
IS_LOCAL_GATEWAY = STRIPE_SECRET_KEY == LOCAL_KEY
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default=LOCAL_SIGNING_KEY if IS_LOCAL_GATEWAY else "")
STRIPE_API_BASE = env("STRIPE_API_BASE", default=LOCAL_ADDRESS if IS_LOCAL_GATEWAY else "")
# The button "Pay now" is a form that is answered with the address of the gateway.
PAYMENT_PAGES = "http://127.0.0.1:*" if is_local(STRIPE_API_BASE) else "https://checkout.stripe.com"
CELERY_BEAT_SCHEDULE["reconcile-payments"] = {
    "task": "payments.tasks.reconcile_payments",
    "schedule": crontab(minute="*/5"),
}
CELERY_BEAT_SCHEDULE["forget-old-payment-events"] = {
    "task": "payments.tasks.forget_old_events",
    "schedule": crontab(hour=4, minute=20),
}
# A copy of the database that pages of the catalogue read from; see catalog/replica.py.
if env("REPLICA_URL", default=""):
    DATABASES["replica"] = database() | env.db("REPLICA_URL") | {"TEST": {"MIRROR": "default"}}

ACCOUNT_EXPORTERS += ["reviews.personal_data.export", "wishlist.personal_data.export"]
ACCOUNT_ERASERS += ["reviews.personal_data.erase", "wishlist.personal_data.erase"]
CELERY_BEAT_SCHEDULE["count-today"] = {"task": "reports.tasks.count_today", "schedule": 600}
CELERY_BEAT_SCHEDULE["count-nightly"] = {
    "task": "reports.tasks.count_nightly",
    "schedule": crontab(hour=2, minute=20),
}
SEEDERS += ["reviews.seed.seed", "wishlist.seed.seed", "reports.seed.seed"]
