"""The sockets a server listens on: new ones for an address, or sockets passed by the process that started it."""

import os
import socket
import sys
from contextlib import closing

FIRST_PASSED = 3
"""The first descriptor that systemd passes (sd_listen_fds(3))."""


def listening(host: str, port: int, fd: int | None = None) -> list[socket.socket]:
    """Return the sockets to listen on: the one passed as ``fd``, those of systemd, or new ones. Raises ``OSError``.

    A passed socket outlives the process, so connections made during a restart are not lost.
    """
    passed = _passed() if fd is None else [fd]
    return [_taken_over(number) for number in passed] or _opened(host, port)


def address_of(sockets: list[socket.socket]) -> str:
    """Return the address of the first socket."""
    name = sockets[0].getsockname()
    if not isinstance(name, tuple):
        return f"unix:{name}"
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    return f"http://{host}:{name[1]}"


def _passed() -> list[int]:
    """Return the descriptors that systemd passed to this process, and remove them from the environment."""
    pid, count = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if pid != str(os.getpid()) or not count.isdecimal():
        return []
    return list(range(FIRST_PASSED, FIRST_PASSED + int(count)))


def _taken_over(number: int) -> socket.socket:
    found = socket.socket(fileno=number)
    if found.type != socket.SOCK_STREAM:
        raise OSError(f"descriptor {number} is no socket for connections")
    found.set_inheritable(False)
    return found


def _opened(host: str, port: int) -> list[socket.socket]:
    """Return a socket for each address of a host. If one cannot be opened, all are closed."""
    found: list[socket.socket] = []
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError:  # the name cannot be encoded for a look-up
        raise OSError(f"{host!r} is no name of a host") from None
    try:
        for family, kind, protocol, _, address in dict.fromkeys(addresses):
            opened = socket.socket(family, kind, protocol)
            found.append(opened)
            if sys.platform != "win32":  # where it lets a second process listen at the same port
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            opened.bind(address)
    except OSError:
        for opened in found:
            with closing(opened):
                pass
        raise
    return found
