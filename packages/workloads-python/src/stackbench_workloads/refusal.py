"""The answer to a request that an endpoint will not serve."""

from .answer import Answer, json_answer


class Refusal(Exception):
    """Raised by endpoints. The message goes to the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status

    def answer(self) -> Answer:
        """`{"error":"…"}` with the refusal's status."""
        return json_answer(self.status, {"error": str(self)})


def bad_input(message: str) -> Refusal:
    return Refusal(400, message)
