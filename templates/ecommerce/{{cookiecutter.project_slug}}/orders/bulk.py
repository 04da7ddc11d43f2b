"""Copies of orders by the million, made by the database itself, to try out what grows with them."""

from django.db import connection

COPY = """
INSERT INTO orders_order (
    id, customer_id, user_id, number, cart_token, email, language, state, currency, subtotal, discount,
    shipping, tax, total, refunded, shipping_method, coupon_code, promotion_id, paid_at, expires_at,
    created_at, updated_at
)
SELECT
    gen_random_uuid(), md5((number %% %(customers)s)::text)::uuid,
    (SELECT min(id) FROM accounts_user) + number %% %(users)s,
    'COPY-' || number, gen_random_uuid(), 'customer' || number %% %(customers)s || '@example.com', 'en',
    CASE WHEN number %% %(open_each)s = 0 THEN 'paid' ELSE 'delivered' END, 'EUR', 3998, 0, 490, 638, 4488, 0,
    'Parcel', '', NULL, moment, NULL, moment, moment
FROM (
    SELECT number, now() - number * interval '1 second' AS moment
    FROM generate_series(%(first)s, %(last)s) AS number
) AS numbers
"""


def copy_orders(first: int, last: int, *, users: int, customers: int, open_orders: int) -> None:
    """Insert orders number ``first`` to ``last``, the highest number the oldest (PostgreSQL).

    ``users``: how many accounts with neighbouring ids share them. About ``open_orders`` wait to be sent.
    """
    values = {
        "first": first,
        "last": last,
        "users": users,
        "customers": customers,
        "open_each": max(1, (last - first + 1) // max(1, open_orders)),
    }
    with connection.cursor() as cursor:
        cursor.execute(COPY, values)
