"""A certificate authority of the simulator's own: root, signers and time-stamps."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign import signers

ROOT_NAME: Final = "Loket Simulator Root (not a real authority)"
_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL: Final = datetime(2049, 12, 31, tzinfo=UTC)


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key


class SimulatedAuthority:
    """Issues certificates which only those believe who add :attr:`root` to their roots."""

    def __init__(self, root: Issued) -> None:
        self._root = root

    @classmethod
    def create(cls) -> SimulatedAuthority:
        key = _new_key(stamps_time=False)
        name = _name(ROOT_NAME, "Loket Simulator")
        builder = _builder(name, name, key.public_key(), _FROM, _UNTIL)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        ).add_extension(_usage(signs_certificates=True), critical=True)
        return cls(Issued(builder.sign(key, hashes.SHA256()), key))

    @classmethod
    def kept_in(cls, folder: Path) -> SimulatedAuthority:
        """Return the authority in a folder, made there the first time."""
        file = folder / "root.pem"
        if not file.exists():
            _write_once(file, cls.create()._as_pem())
        content = file.read_bytes()
        key = serialization.load_pem_private_key(content, None)
        if not isinstance(key, Key):
            message = f"{file} does not hold the simulator's key"
            raise TypeError(message)
        return cls(Issued(x509.load_pem_x509_certificate(content), key))

    @property
    def root(self) -> asn1_x509.Certificate:
        return _as_asn1(self._root.certificate)

    def issue(
        self,
        name: str,
        organisation: str = "Loket Simulator",
        *,
        stamps_time: bool = False,
        starts: datetime = _FROM,
        ends: datetime = _UNTIL,
    ) -> Issued:
        """Issue a certificate to sign documents, or to stamp the time."""
        key = _new_key(stamps_time=stamps_time)
        subject = _name(name, organisation)
        root = self._root
        builder = _builder(
            subject, root.certificate.subject, key.public_key(), starts, ends
        ).add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
        if stamps_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return Issued(builder.sign(root.key, hashes.SHA256()), key)

    def pkcs12(self, issued: Issued, passphrase: str) -> bytes:
        """Return the certificate, key and root as a PKCS#12 file."""
        return pkcs12.serialize_key_and_certificates(
            b"signer",
            issued.key,
            issued.certificate,
            [self._root.certificate],
            serialization.BestAvailableEncryption(passphrase.encode()),
        )

    def signer(self, issued: Issued) -> signers.SimpleSigner:
        """Return the certificate and key as pyHanko wants them."""
        content = self.pkcs12(issued, "simulator")
        signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
            content, (), b"simulator"
        )
        return signer

    def _as_pem(self) -> bytes:
        key = self._root.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return key + self._root.certificate.public_bytes(serialization.Encoding.PEM)


def _new_key(*, stamps_time: bool) -> Key:
    if stamps_time:
        # pyHanko's own time-stamper knows RSA only.
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _name(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    starts: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(der)


def _write_once(file: Path, content: bytes) -> None:
    """Write the file whole, unless another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
        with suppress(FileExistsError):
            os.link(temporary, file)
    finally:
        Path(temporary).unlink(missing_ok=True)
