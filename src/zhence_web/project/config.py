"""The environment as one frozen value, read once and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from zhence.errors import BadInputError, Fault

_HIGHEST_PORT = 65_535
_IDLE_MINUTES = "30"
_LONGEST_IDLE = 24 * 60
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_MAIL_PORTS = {"smtp": 587, "smtps": 465}
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider that signs people in, too; *server* is its address."""

    name: str
    server: str
    client: str
    secret: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server; *tls*: encrypted from the first byte (smtps), else STARTTLS."""

    host: str
    port: int
    user: str
    password: str
    tls: bool


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that an installation may set; ``.env.example`` explains each.

    *database_url* ``None`` means the embedded database below *data_dir*.
    *secret_key* ``None``: one is made at the first start and kept below *data_dir*.
    *demo*: an empty installation is filled with the demo at its first start; unless
    it is said, only where the embedded database is used.
    *mail* ``None``: mails are files below *data_dir*. *hook_loopback*: receivers of
    messages may be on this machine itself; in the demo they may.
    *https*: others reach the site by https only, through a proxy that says so.
    *second_factor*: the three administrators act only once they have one; unless it
    is said, everywhere but in the demo.
    *tianditu_key* empty: maps have no tiles below, and pages ask no other machine.
    """

    port: int
    data_dir: Path
    database_url: str | None
    allowed_hosts: tuple[str, ...]
    debug: bool
    secret_key: str | None
    https: bool
    idle_minutes: int
    demo: bool
    second_factor: bool
    oidc: Oidc | None
    mail: Mail | None
    mail_from: str
    hook_loopback: bool
    tianditu_key: str


def read_config(environ: Mapping[str, str]) -> Config:
    """Return the configuration that *environ* asks for.

    Raises:
        BadInputError: every variable that cannot be used, at once.
    """
    faults: list[Fault] = []
    demo = _flag("DEMO", environ.get("DEMO") or _demo(environ), faults)
    factor = environ.get("REQUIRE_SECOND_FACTOR") or ("0" if demo else "1")
    config = Config(
        port=_port(environ.get("PORT", "8000"), faults),
        data_dir=Path(environ.get("DATA_DIR") or "var"),
        database_url=environ.get("DATABASE_URL") or None,
        allowed_hosts=_hosts(environ.get("ALLOWED_HOSTS", "")),
        debug=_flag("DEBUG", environ.get("DEBUG", ""), faults),
        secret_key=environ.get("SECRET_KEY") or None,
        https=_flag("HTTPS", environ.get("HTTPS", ""), faults),
        idle_minutes=_minutes(environ.get("IDLE_MINUTES") or _IDLE_MINUTES, faults),
        demo=demo,
        second_factor=_flag("REQUIRE_SECOND_FACTOR", factor, faults),
        oidc=_oidc(environ, faults),
        mail=_mail(environ.get("MAIL_URL", ""), faults),
        mail_from=environ.get("MAIL_FROM", "").strip() or "zhence@localhost",
        hook_loopback=_flag(
            "HOOK_LOOPBACK", environ.get("HOOK_LOOPBACK") or _demo(environ), faults
        ),
        tianditu_key=_key(environ.get("TIANDITU_KEY", ""), faults),
    )
    if faults:
        raise BadInputError(faults)
    return config


def _demo(environ: Mapping[str, str]) -> str:
    """Return what DEMO means where it is not set: no server's database is filled."""
    return "0" if environ.get("DATABASE_URL") else "1"


def _port(text: str, faults: list[Fault]) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number <= _HIGHEST_PORT:
        faults.append(
            Fault(
                "config_port",
                f"PORT 不是端口号：{text!r}",
                f"PORT is no port number: {text!r}",
                remedy=f"give a whole number from 1 to {_HIGHEST_PORT}",
            )
        )
    return number


def _minutes(text: str, faults: list[Fault]) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number <= _LONGEST_IDLE:
        faults.append(
            Fault(
                "config_idle",
                f"IDLE_MINUTES 不是 1–{_LONGEST_IDLE} 的整数：{text!r}",
                f"IDLE_MINUTES is no number of minutes: {text!r}",
                remedy=f"give a whole number from 1 to {_LONGEST_IDLE}",
            )
        )
    return number


def _key(text: str, faults: list[Fault]) -> str:
    key = text.strip()
    if key and not (key.isascii() and key.isalnum()):
        faults.append(
            Fault(
                "config_tianditu",
                "TIANDITU_KEY 不是天地图密钥：只有字母和数字",
                "TIANDITU_KEY is no key of Tianditu: letters and digits only",
                remedy="copy Tianditu's key for browsers, or leave it out",
            )
        )
    return key


def _oidc(environ: Mapping[str, str], faults: list[Fault]) -> Oidc | None:
    """Return the provider when its address is given; the rest must be, too."""
    names = ("OIDC_SERVER", "OIDC_CLIENT", "OIDC_SECRET")
    server, client, secret = (environ.get(name, "").strip() for name in names)
    if not server and not client and not secret:
        return None
    if not (server.startswith("https://") and client and secret):
        faults.append(
            Fault(
                "config_oidc",
                "OIDC_SERVER（https 地址）、OIDC_CLIENT、OIDC_SECRET 须一并填写",
                "OIDC_SERVER (an https address), OIDC_CLIENT and OIDC_SECRET "
                "go together",
                remedy="give all three, or none of them",
            )
        )
    name = environ.get("OIDC_NAME", "").strip() or "统一身份认证"
    return Oidc(name=name, server=server, client=client, secret=secret)


def _mail(text: str, faults: list[Fault]) -> Mail | None:
    """Return the mail server of an address smtp://user:password@host:port."""
    if not text.strip():
        return None
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.hostname is None or parts.scheme not in _MAIL_PORTS:
        faults.append(
            Fault(
                "config_mail",
                "MAIL_URL 不是邮件服务器地址",
                "MAIL_URL is no address of a mail server",
                remedy="write smtp://user:password@host:587 or smtps://…:465",
            )
        )
        return None
    return Mail(
        host=parts.hostname,
        port=port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
    )


def _hosts(text: str) -> tuple[str, ...]:
    """Return the names that the site answers to; its own ones when none is given."""
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    return named or _OWN_NAMES


def _flag(name: str, text: str, faults: list[Fault]) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        faults.append(
            Fault(
                "config_flag",
                f"{name} 只能是 1 或 0：{text!r}",
                f"{name} is either 1 or 0: {text!r}",
                remedy=f"write {name}=1 or leave it out",
            )
        )
    return word in _YES
