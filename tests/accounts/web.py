"""Real web servers on loopback that answer as a test says, byte by byte if need be."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accounts.checking.networks import Allowed
from accounts.checking.rules import Rules


def page(body, status="200 OK", kind="text/html; charset=utf-8", **headers):
    """An answer in bytes: a whole page, closed after it."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location, status="302 Found"):
    return page("", status, Location=location)


class Web:
    """A server: `web.pages[path] = bytes or function(connection)`; what it was asked stands in `web.requests`."""

    def __init__(self, address="127.0.0.1", context=None):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family)
        self.address, self.port = address, self._listener.getsockname()[1]
        self._context = context
        self.pages, self.requests, self.connections = {}, [], 0
        self.now, self.most = 0, 0
        self._lock = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self):
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"http{'s' if self._context else ''}://{host}:{self.port}"

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with self._lock:
            self.connections += 1
            self.now += 1
            self.most = max(self.most, self.now)
        with suppress(OSError), connection:
            connection.settimeout(20)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head and (more := connection.recv(4096)):
                head += more
            text = head.decode("latin-1")
            if text:
                self.requests.append(text)
                said = self.pages.get(text.split()[1], page("Nothing here", "404 Not Found"))
                said(connection) if callable(said) else connection.sendall(said)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
        with self._lock:
            self.now -= 1

    def close(self):
        self._listener.close()


@contextmanager
def web(address="127.0.0.1", context=None):
    server = Web(address, context)
    try:
        yield server
    finally:
        server.close()


def rules(*servers, **more):
    """Bounds in which loopback is allowed on the ports of some servers alone."""
    allowed = tuple(Allowed.of(f"[{one.address}]:{one.port}") for one in servers)
    quick = {"connect_seconds": 2, "read_seconds": 1, "total_seconds": 3}
    return Rules(agent="tests (+https://portal.example)", allowed=allowed, **(quick | more))


def certificate(folder, *names, days=30):
    """A self-made certificate for names or addresses: a server's context, and the file by which it can be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's own")])
    now = datetime.now(UTC)
    said = [x509.IPAddress(ip_address(n)) if n[0].isdigit() or ":" in n else x509.DNSName(n) for n in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(said), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{names[0].replace(':', '_')}-{days}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context, str(pem)
