"""A payment gateway for laptops and tests: Stripe's wire format, no money, nothing but this machine.

It knows the part of Stripe's interface that the shop uses and checks it strictly. It proves the logic
of the shop, not the behaviour of Stripe. It imports no Django and no app but the rules of money.
"""
