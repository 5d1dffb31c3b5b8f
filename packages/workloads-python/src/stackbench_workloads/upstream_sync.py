"""The workload `upstream` for stacks whose workers wait, by urllib3."""

from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from .answer import Answer
from .environment import Environment
from .read_input import Query
from .upstream import CALL_SECONDS, no_upstream, read_wait, upstream_failed, upstream_waited

# More than any worker has under way at once, greenlets included.
_CONNECTIONS_KEPT = 4096


class Upstream:
    """Calls the slow upstream over connections that are kept. The first call opens the first one."""

    def __init__(self, environment: Environment) -> None:
        self._url = environment.upstream_url and f"{environment.upstream_url.rstrip('/')}/wait"
        self._client = PoolManager(
            # One connection for each call under way: waiting for one would be measured as work.
            maxsize=_CONNECTIONS_KEPT,
            block=False,
            retries=False,
            timeout=CALL_SECONDS,
        )

    def answer(self, query: Query) -> Answer:
        """Raises a `Refusal`: 502 where the upstream fails, 503 where there is none."""
        ms = read_wait(query)
        if not self._url:
            raise no_upstream()
        try:
            response = self._client.request("GET", f"{self._url}?ms={ms}")
        except HTTPError as error:
            raise upstream_failed(error) from error
        return upstream_waited(response.status, response.data)
