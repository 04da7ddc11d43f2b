"""Who may change terms."""

from accounts.models import User
from accounts.roles import Role
from taxonomy.models import Term


def can_manage_terms(user: User, term: Term | None = None) -> bool:
    """Whether the user may rename, merge and describe terms: editors."""
    return user.is_authenticated and user.has_role(Role.EDITOR)


ACTIONS = {"manage_terms": can_manage_terms}
