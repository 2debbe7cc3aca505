"""Nine OpenID providers in one process, each on its own port; prints the ports, then waits to be ended."""

import sys
from contextlib import ExitStack

from oidc_provider_mock import run_server_in_thread

COUNT = 9


def main() -> None:
    """Serve until the input ends."""
    with ExitStack() as running:
        servers = [running.enter_context(run_server_in_thread(require_nonce=True)) for _number in range(COUNT)]
        sys.stdout.write(" ".join(str(server.server_port) for server in servers) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
