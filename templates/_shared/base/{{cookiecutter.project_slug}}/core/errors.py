"""The errors of the business: views turn them into a message, a form error or an API answer."""


class DomainError(Exception):
    """A rule of the business refuses the action; the message is written for the person who asked.

    Subclasses name the rule (`CommentsAreClosed`) and set `message`, a lazily translated sentence.
    """

    message: object = ""

    def __init__(self, message: object = "") -> None:
        super().__init__(message or self.message)

    def __str__(self) -> str:
        return str(self.args[0])
