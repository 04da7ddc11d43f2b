"""Numbers of orders: short enough to read out, and nobody can guess the next one."""

import secrets

# Crockford's Base32: no I, L, O, U, which are read wrong or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_number() -> str:
    """Return twelve random signs in groups of four: 60 bits, so no counter has to be shared by databases."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))
