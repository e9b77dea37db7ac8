"""Calling another machine: only where it was told to, and never into our own net.

The name is looked up once and the connection goes to the address that was checked,
so that a name which changes its address in between leads nowhere. Redirects are not
followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from zhence.errors import Fault, Where

_LONGEST = 400
_HTTPS, _HTTP = 443, 80
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_READ = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, ``None`` where nobody answered, and some words."""

    status: int | None
    said: str


class ElsewhereError(ValueError):
    """The name leads to an address that must not be called."""


def address_fault(url: str, *, loopback: bool) -> Fault | None:
    """Return why an address may not be called at all, ``None`` if it may.

    https only, with a host and nothing to sign in with; *loopback* lets this machine
    itself be called, also by http. Where a name leads is checked when it is called.
    """
    why = _unfit(url) or _nowhere(urlsplit(url), loopback=loopback)
    if why is None:
        return None
    return Fault(
        "outward_address",
        f"不能推送到这个网址：{why[0]}",
        f"this address cannot be called: {why[1]}",
        Where(cell="url"),
        "填写对外可达的 https 网址 / give an https address that can be reached",
    )


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool,
    seconds: float = 10,
) -> Answer:
    """Post *body* once and return what came back; whatever goes wrong is an answer."""
    fault = address_fault(url, loopback=loopback)
    if fault is not None:
        return Answer(None, fault.en)
    parts = urlsplit(url)
    try:
        line = _line(parts, seconds, loopback=loopback)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            line.request("POST", target, body=body, headers=dict(headers))
            answer = line.getresponse()
            said = answer.read(_READ).decode("utf-8", "replace")
            return Answer(answer.status, said.replace("\0", "").strip())
        finally:
            line.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Answer(None, f"{type(error).__name__}: {error}")


def _line(
    parts: SplitResult, seconds: float, *, loopback: bool
) -> http.client.HTTPConnection:
    """Return a connection to the one address that was looked up and checked."""
    host = parts.hostname or ""
    port = parts.port or (_HTTPS if parts.scheme == "https" else _HTTP)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    own = loopback and host in _LOOPBACK
    for address in addresses:
        if not _may_call(address, own=own):
            raise ElsewhereError(f"{host} leads to {address}, which is not called")
    plain = socket.create_connection((addresses[0], port), seconds)
    line = http.client.HTTPConnection(host, port, timeout=seconds)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        line.sock = context.wrap_socket(plain, server_hostname=host)
    else:
        line.sock = plain
    return line


def _may_call(address: str, *, own: bool) -> bool:
    read = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(read, "ipv4_mapped", None)
    there = mapped or read
    return bool(there.is_loopback if own else there.is_global)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _unfit(url: str) -> tuple[str, str] | None:
    """Return why a text is no address that anybody could mean."""
    none = "这不是网址", "it is none"
    odd = any(c.isspace() or not c.isprintable() for c in url)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return none
    if odd or not host or not url.isascii() or len(url) > _LONGEST:
        return none
    if parts.username or parts.password or parts.fragment:
        return "网址里不能带用户名、口令或 #", "no user, password or # in it"
    return None


def _nowhere(parts: SplitResult, *, loopback: bool) -> tuple[str, str] | None:
    """Return why an address leads to where nobody is called."""
    host = parts.hostname or ""
    own, literal = host in _LOOPBACK, _literal(host)
    if own and not loopback:
        return "不能指向本机", "this machine itself is not called"
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        return "只能用 https 网址", "https only"
    if literal is not None and not own and not literal.is_global:
        return "不能指向内网或保留地址", "it is private or reserved"
    return None
