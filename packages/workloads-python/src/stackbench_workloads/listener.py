"""The listening socket, for servers that are handed one."""

import os
import socket
import stat

from .environment import Environment

# Longer than the kernel lets it be by default: the limit is then the one that is tuned (somaxconn).
BACKLOG = 65_535

# A proxy in front keeps its connections for a minute; it must be the one that closes them.
KEEP_ALIVE_SECONDS = 120

# How long requests under way may take once the server shall stop.
GRACE_SECONDS = 1

# Leaves 0666: everyone may connect to the socket.
SOCKET_UMASK = 0o111


def open_listener(environment: Environment) -> socket.socket:
    """Listens already. Raises OSError naming where."""
    path = environment.socket_path
    if path is None:
        return _listen_on_tcp(environment.host, environment.port)
    _clear(path)
    listener = socket.socket(socket.AF_UNIX)
    old_umask = os.umask(SOCKET_UMASK)
    try:
        listener.bind(path)
    except OSError as error:
        raise OSError(error.errno, f"cannot listen on {path}: {error.strerror}") from error
    finally:
        os.umask(old_umask)
    listener.listen(BACKLOG)
    return listener


def _listen_on_tcp(host: str, port: int) -> socket.socket:
    # With its protocol, which accepted connections have from it: only then asyncio turns Nagle's algorithm off for them,
    # and an answer in two writes does not wait 40 ms for the client's kernel to acknowledge the first.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listener


def _clear(path: str) -> None:
    """Removes the socket file that a dead server left. Raises OSError where it is alive, or no socket."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise OSError(f"cannot listen on {path}: expected a socket or nothing, got another file")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
    raise OSError(f"cannot listen on {path}: a running server has it")
