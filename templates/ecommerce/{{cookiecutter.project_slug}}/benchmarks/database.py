"""The databases of the measurements: one per size, beside the one that the address names."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def address_for(url: str, size: int) -> str:
    """Return the address of the database for a size; the database itself is made if it is missing."""
    parts = urlsplit(url)
    name = f"{parts.path.strip('/') or 'postgres'}_bench_{size}"
    scheme = "postgresql" if parts.scheme == "postgres" else parts.scheme
    with psycopg.connect(urlunsplit(parts._replace(scheme=scheme)), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(parts._replace(path=f"/{name}"))
