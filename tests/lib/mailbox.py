"""A mail server of one process: takes mails over TLS and keeps what it was told."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_ANSWERS = {
    "EHLO": b"250-here\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 welcome\r\n",
    "DATA": b"354 go on\r\n",
    "QUIT": b"221 bye\r\n",
}


def certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = folder / "here.pem"
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@dataclass
class Mailbox:
    """Takes one connection on a port of its own; *told* are the lines that came."""

    pem: Path
    told: list[str] = field(default_factory=list)
    port: int = 0

    def open(self) -> None:
        """Listen; the mail is taken in a thread that ends with it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        door = socket.create_server(("127.0.0.1", 0))
        door.settimeout(60)
        self.port = int(door.getsockname()[1])
        threading.Thread(target=self._take, args=(door, context), daemon=True).start()

    def _take(self, door: socket.socket, context: ssl.SSLContext) -> None:
        with door, context.wrap_socket(door.accept()[0], server_side=True) as link:
            link.sendall(b"220 here\r\n")
            reading = False
            for raw in link.makefile("rb"):
                line = raw.decode().rstrip("\r\n")
                self.told.append(line)
                if reading:
                    reading = line != "."
                    answer = b"" if reading else b"250 kept\r\n"
                else:
                    verb = line[:4].upper()
                    reading = verb == "DATA"
                    answer = _ANSWERS.get(verb, b"250 well\r\n")
                link.sendall(answer)
