"""What people record against the program needs a reason, kept in the log."""

from maturity.errors import InvalidInput
from maturity.language import _


def require_reason(reason: str) -> str:
    """Return the reason without blanks around it.

    Raises:
        InvalidInput: there is none.
    """
    if not reason.strip():
        raise InvalidInput(what=_("The reason"), value=_("empty"), expected=_("a sentence"))
    return reason.strip()
