"""
Which adapter stands behind each port. The only module that knows.

Each setting is a short address (``disk:/srv/loket``, ``smtp://mail.example:587``); the same
setting gives the same adapter for the life of the process. A simulator refuses production.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from loket.adapters.billing.by_hand import ByHandBilling
from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simulator.in_process import SimulatedBilling, simulated_settings
from loket.adapters.mail.folder import FolderMailer
from loket.adapters.mail.memory import MemoryMailer
from loket.adapters.mail.smtp import SmtpMailer, SmtpSettings
from loket.adapters.meterai.by_eye import MeteraiByEye
from loket.adapters.meterai.signature import MeteraiBySignature
from loket.adapters.scanner.chain import ChainScanner
from loket.adapters.scanner.clamav import ClamavScanner, ClamavSettings
from loket.adapters.scanner.structural import StructuralScanner
from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.signing.bsre import BsreSettings, BsreSigner
from loket.adapters.signing.by_hand import ByHandSigner
from loket.adapters.signing.pkcs12 import Pkcs12Settings, Pkcs12Signer
from loket.adapters.signing.simulator import SimulatedSigner
from loket.adapters.signing.verifying import PadesVerifier, TrustSettings, roots_in
from loket.adapters.simulation import refuse_production
from loket.adapters.storage.disk import DiskStorage
from loket.adapters.storage.keys import Keyring
from loket.adapters.storage.s3 import S3Settings, S3Storage
from loket.adapters.storage.sealing import SealingVault
from loket.microdata import fingerprint
from loket.microdata.engines import engine_named
from loket.microdata.extract import Engine
from loket.microdata.signing import CheckSigner, ed25519_signer
from loket.ports.billing import Billing
from loket.ports.mail import Mailer
from loket.ports.meterai import MeteraiChecker
from loket.ports.scanner import Scanner
from loket.ports.signing import Signer, Verifier
from loket.ports.storage import Storage, Vault

SIMULATED_SIMPONI = "http://127.0.0.1:8040/api/simponi/index/format/json"


def storage() -> Storage:
    """Return the store at ``disk:/folder`` or ``s3://bucket/prefix?endpoint=…&region=…``."""
    return _storage(_text("LOKET_STORAGE"), _text("LOKET_S3_KEY"), _text("LOKET_S3_SECRET"))


def vault() -> Vault:
    """Return the sealed store over :func:`storage` and :func:`master_key`."""
    return SealingVault(storage(), master_key())


def master_key() -> Keyring:
    """Return LOKET_MASTER_KEY: 64 hexadecimal digits, or several by commas, newest first."""
    return _keyring(_text("LOKET_MASTER_KEY"))


def order_key(reference: str) -> bytes:
    """
    Return the 32-byte secret that belongs to one order, for marking its copies.

    :param reference: the order's public id
    """
    return fingerprint.order_key(master_key().oldest, reference).secret


def check_signer() -> CheckSigner:
    """Return who signs the result of the acceptance twin: a key derived from the master key."""
    secret = fingerprint.order_key(master_key().oldest, "loket acceptance twin")
    return ed25519_signer(secret.derived("ed25519"))


def extraction_engine() -> Engine | None:
    """Return LOKET_EXTRACTION_ENGINE: ``duckdb`` (None) or ``spark://host:7077``."""
    return engine_named(_text("LOKET_EXTRACTION_ENGINE"), Path(settings.LOKET_EXTRACTION_FOLDER))


def mailer() -> Mailer:
    """
    Return ``folder:/path``, ``memory``, ``smtp://user:password@host:587`` (STARTTLS),
    ``smtps://…:465``, or ``smtp+plain://…`` (the sink; refused in production).
    """
    sender = _text("LOKET_MAIL_FROM", "Loket <loket@localhost>")
    return _mailer(_text("LOKET_MAIL"), sender, _text("LOKET_MAIL_PASSWORD"), _production())


def billing() -> Billing:
    """
    Return ``by_hand``, ``simponi``, ``simulator`` (the other process) or ``simulated`` (in
    this process). LOKET_SIMPONI holds the account, as a mapping or as JSON.
    """
    account = getattr(settings, "LOKET_SIMPONI", None) or {}
    written = account if isinstance(account, str) else json.dumps(account, sort_keys=True)
    return _billing(_text("LOKET_BILLING", "by_hand"), written, _production())


def scanner() -> Scanner:
    """Return ``structural``, or it with ``clamav://host:3310`` or ``clamav:/run/clamd.sock``."""
    return _scanner(_text("LOKET_SCANNER", "structural"))


def signer() -> Signer:
    """Return ``none`` (paper), ``pkcs12:/file``, ``bsre+https://user@host`` or ``simulator``."""
    return _signer(
        _text("LOKET_SIGNING", "none"),
        _text("LOKET_SIGNING_PASSWORD"),
        _text("LOKET_TIMESTAMP_URL"),
        _production(),
    )


def verifier() -> Verifier:
    """Trust the roots in the folder LOKET_TRUST_ROOTS, and the simulator's where it signs."""
    simulated = _text("LOKET_SIGNING") == "simulator" and not _production()
    return _verifier(_text("LOKET_TRUST_ROOTS"), simulated)


def meterai() -> MeteraiChecker:
    """Return ``by_eye`` or ``signature``."""
    match _text("LOKET_METERAI", "by_eye"):
        case "by_eye":
            return MeteraiByEye()
        case "signature":
            return MeteraiBySignature(verifier())
    raise _wrong("LOKET_METERAI", "by_eye, signature")


@lru_cache
def _storage(address: str, key: str, secret: str) -> Storage:
    kind, _, place = address.partition(":")
    match kind:
        case "disk" if place:
            return DiskStorage(Path(place))
        case "s3":
            return S3Storage(S3Settings.from_url(address, key, secret))
    raise _wrong("LOKET_STORAGE", "disk:/folder, s3://bucket")


@lru_cache
def _keyring(written: str) -> Keyring:
    try:
        return Keyring.from_hex(written)
    except ValueError as error:
        raise _wrong("LOKET_MASTER_KEY", str(error)) from None


@lru_cache
def _mailer(address: str, sender: str, password: str, production: bool) -> Mailer:
    kind, _, place = address.partition(":")
    match kind:
        case "folder" if place:
            return FolderMailer(Path(place), sender=sender, clock=_now)
        case "memory":
            refuse_production(production=production)
            return MemoryMailer(sender=sender, clock=_now)
        case "smtp" | "smtps" | "smtp+plain":
            refuse_production(production=production and kind == "smtp+plain")
            account = SmtpSettings.from_url(address, sender=sender, password=password)
            return SmtpMailer(account, _now)
    raise _wrong("LOKET_MAIL", "folder:/path, memory, smtp://host, smtps://host")


@lru_cache
def _billing(kind: str, account: str, production: bool) -> Billing:
    if kind == "by_hand":
        return ByHandBilling()
    refuse_production(production=production and kind != "simponi")
    try:
        given: dict[str, Any] = json.loads(account)
        match kind:
            case "simponi":
                return _simponi(SimponiSettings.from_values(given))
            case "simulator":
                return _simponi(simulated_settings(given.get("url", SIMULATED_SIMPONI)))
            case "simulated":
                seed, rate = given.get("seed", 1), given.get("rate", 0)
                return SimulatedBilling(seed=seed, clock=_now, rate=rate)
    except ValueError as error:
        raise _wrong("LOKET_SIMPONI", str(error)) from None
    raise _wrong("LOKET_BILLING", "by_hand, simponi, simulator, simulated")


def _simponi(account: SimponiSettings) -> SimponiBilling:
    return SimponiBilling(account, HttpTransport(account.url, timeout=account.timeout), _now)


@lru_cache
def _scanner(address: str) -> Scanner:
    match address.partition(":")[0]:
        case "structural":
            return StructuralScanner()
        case "clamav":
            daemon = ClamavScanner(ClamavSettings.from_url(address))
            return ChainScanner(StructuralScanner(), daemon)
    raise _wrong("LOKET_SCANNER", "structural, clamav://host:port, clamav:/socket")


@lru_cache
def _signer(address: str, password: str, timestamp_url: str, production: bool) -> Signer:
    kind, _, place = address.partition(":")
    match kind:
        case "none":
            return ByHandSigner()
        case "pkcs12" if place:
            return Pkcs12Signer(Pkcs12Settings(Path(place), password, timestamp_url))
        case "bsre+http" | "bsre+https":
            return BsreSigner(BsreSettings.from_url(address, password))
        case "simulator":
            refuse_production(production=production)
            return SimulatedSigner(_authority(), production=production)
    raise _wrong("LOKET_SIGNING", "none, pkcs12:/file, bsre+https://user@host, simulator")


@lru_cache
def _verifier(folder: str, simulated: bool) -> Verifier:
    roots = roots_in(Path(folder)) if folder else ()
    return PadesVerifier(TrustSettings((*roots, _authority().root) if simulated else roots))


def _authority() -> SimulatedAuthority:
    return SimulatedAuthority.kept_in(Path(settings.DATA) / "simulators" / "authority")


def _wrong(name: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not usable; expected: {expected}")


def _text(name: str, default: str = "") -> str:
    return str(getattr(settings, name, "") or default)


def _production() -> bool:
    return bool(getattr(settings, "LOKET_PRODUCTION", False))


def _now() -> datetime:
    return datetime.now(UTC)
