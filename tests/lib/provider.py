"""Sign in by an OpenID Connect provider that stands on this machine.

``python -m tests.lib.provider NAME …`` makes a site below ``DATA_DIR`` with the person
``li`` and the account ``closed``, lets the provider say each NAME, and prints as JSON
where that leads and who is signed in. The settings are read once a process, so this
is a process of its own.
"""

import datetime as dt
import json
import os
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "zhence", "as given to the provider"


def certificate(folder: Path) -> Path:
    """Write a certificate of this machine, with its key, into one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "provider.pem"
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, plain))
    return path


class Provider(BaseHTTPRequestHandler):
    """What a provider answers: its addresses, a token for the code, the person."""

    said = ""
    base = ""

    def do_GET(self) -> None:
        if self.path.startswith("/.well-known/"):
            self._tell(
                {
                    "issuer": self.base,
                    "authorization_endpoint": f"{self.base}/authorize",
                    "token_endpoint": f"{self.base}/token",
                    "userinfo_endpoint": f"{self.base}/userinfo",
                    "jwks_uri": f"{self.base}/keys",
                }
            )
        else:
            assert self.headers["Authorization"] == "Bearer token-of-the-code"
            self._tell({"sub": "7", "preferred_username": self.said})

    def do_POST(self) -> None:
        # Part of an extra that need not be installed where types are checked.
        jwt = import_module("jwt")
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        assert (asked["code"], asked["client_id"]) == ("the-code", CLIENT)
        assert asked["client_secret"] == SECRET
        assert asked["code_verifier"]
        now = int(time.time())
        claims = {"iss": self.base, "aud": CLIENT, "sub": "7"}
        token = jwt.encode(claims | {"iat": now, "exp": now + 60}, "k" * 32)
        self._tell({"access_token": "token-of-the-code", "id_token": token})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing: what is printed is the answer."""

    def _tell(self, told: dict[str, str]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(names: list[str]) -> None:
    folder = Path(os.environ["DATA_DIR"])
    proof = certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(proof)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Provider.base = f"https://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "zhence_web.project.settings",
        "OIDC_SERVER": Provider.base,
        "OIDC_CLIENT": CLIENT,
        "OIDC_SECRET": SECRET,
        "REQUESTS_CA_BUNDLE": str(proof),
        "ALLOWED_HOSTS": "testserver",
    }
    sys.stdout.write(json.dumps(dict(signed_in(names))))


def signed_in(names: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from zhence_web.records.models import Entry, User

    call_command("migrate", verbosity=0, interactive=False)
    User.objects.create(username="li")
    User.objects.create(username="closed", is_active=False)
    login = "/accounts/oidc/oidc/login/"
    for name in names:
        Provider.said = name
        client = Client()
        away = urlsplit(client.post(login)["Location"])
        asked = parse_qs(away.query)
        back = {"code": "the-code", "state": asked["state"][0]}
        before = Entry.objects.count()
        answer = client.get(f"{login}callback/", back)
        yield (
            name,
            {
                "asked": f"{away.path} {asked['client_id'][0]}",
                "to": answer["Location"],
                "who": str(client.session.get("_auth_user_id", "")),
                "users": str(User.objects.count()),
                "on record": " ".join(
                    entry.action for entry in Entry.objects.order_by("seq")[before:]
                ),
            },
        )


if __name__ == "__main__":
    main(sys.argv[1:])
