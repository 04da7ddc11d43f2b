"""What the gateway remembers: objects by id, in a SQLite file or in memory."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

Record = dict[str, Any]
MEMORY = ":memory:"


class Store:
    """Objects as JSON. Hold `lock` while you read something and write what follows from it."""

    def __init__(self, path: Path | str = MEMORY) -> None:
        """Open the file, or begin with nothing."""
        self.lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS records"
            " (number INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, body TEXT)"
        )

    def save(self, record: Record) -> Record:
        """Write an object under its id."""
        with self.lock:
            self._connection.execute(
                "INSERT INTO records (id, kind, body) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (record["id"], record["object"], json.dumps(record)),
            )
        return record

    def get(self, key: str, kind: str) -> Record | None:
        """Return an object of a kind, if there is one of that id."""
        with self.lock:
            row = self._connection.execute(
                "SELECT body FROM records WHERE id = ? AND kind = ?", (key, kind)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def newest(self, kind: str, count: int = 20) -> list[Record]:
        """Return the newest objects of a kind, the newest first."""
        with self.lock:
            rows = self._connection.execute(
                "SELECT body FROM records WHERE kind = ? ORDER BY number DESC LIMIT ?", (kind, count)
            ).fetchall()
        return [json.loads(row[0]) for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._connection.close()


def public(record: Any) -> Any:
    """Return an object as the outside sees it: without what begins with an underscore."""
    return {name: value for name, value in record.items() if not name.startswith("_")}
