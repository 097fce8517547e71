"""Wiring …"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from loket import wiring
from loket.adapters.billing.by_hand import ByHandBilling
from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.mail.folder import FolderMailer
from loket.adapters.mail.memory import MemoryMailer
from loket.adapters.mail.smtp import Security, SmtpMailer, SmtpSettings
from loket.adapters.meterai.by_eye import MeteraiByEye
from loket.adapters.meterai.signature import MeteraiBySignature
from loket.adapters.scanner.chain import ChainScanner
from loket.adapters.scanner.clamav import ClamavSettings
from loket.adapters.scanner.structural import StructuralScanner
from loket.adapters.signing.bsre import BsreSettings, BsreSigner
from loket.adapters.signing.by_hand import ByHandSigner
from loket.adapters.signing.pkcs12 import Pkcs12Signer
from loket.adapters.signing.simulator import SimulatedSigner
from loket.adapters.simulation import SimulatorInProduction
from loket.adapters.storage.disk import DiskStorage
from loket.adapters.storage.s3 import S3Settings, S3Storage
from loket.ports.failures import Rejected
from tests.adapters.signing.papers import plain_paper, request

SIMPONI = {"url": "https://simponi.example/", "user_id": "u", "password": "hush", "satker": "1"}


@pytest.fixture(autouse=True)
def _environment(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.LOKET_PRODUCTION = False
    settings.LOKET_SIMPONI = SIMPONI
    for cached in (wiring._billing, wiring._mailer, wiring._signer, wiring._verifier):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "make", "kind"),
    [
        ("LOKET_STORAGE", "disk:/tmp/x", wiring.storage, DiskStorage),
        ("LOKET_STORAGE", "s3://bucket/loket?region=x", wiring.storage, S3Storage),
        ("LOKET_MAIL", "folder:/tmp/x", wiring.mailer, FolderMailer),
        ("LOKET_MAIL", "memory", wiring.mailer, MemoryMailer),
        ("LOKET_MAIL", "smtp://u:p@mail.example", wiring.mailer, SmtpMailer),
        ("LOKET_MAIL", "smtps://mail.example", wiring.mailer, SmtpMailer),
        ("LOKET_MAIL", "smtp+plain://127.0.0.1:8025", wiring.mailer, SmtpMailer),
        ("LOKET_BILLING", "by_hand", wiring.billing, ByHandBilling),
        ("LOKET_BILLING", "simponi", wiring.billing, SimponiBilling),
        ("LOKET_BILLING", "simulator", wiring.billing, SimponiBilling),
        ("LOKET_BILLING", "simulated", wiring.billing, SimulatedBilling),
        ("LOKET_SCANNER", "structural", wiring.scanner, StructuralScanner),
        ("LOKET_SCANNER", "clamav://127.0.0.1:3310", wiring.scanner, ChainScanner),
        ("LOKET_SCANNER", "clamav:/run/clamd.sock", wiring.scanner, ChainScanner),
        ("LOKET_SIGNING", "none", wiring.signer, ByHandSigner),
        ("LOKET_SIGNING", "pkcs12:/srv/kepala.p12", wiring.signer, Pkcs12Signer),
        ("LOKET_SIGNING", "bsre+https://loket@esign.example", wiring.signer, BsreSigner),
        ("LOKET_SIGNING", "simulator", wiring.signer, SimulatedSigner),
        ("LOKET_METERAI", "by_eye", wiring.meterai, MeteraiByEye),
        ("LOKET_METERAI", "signature", wiring.meterai, MeteraiBySignature),
    ],
)
def test_gives_what_the_setting_names(
    settings: Settings, name: str, value: str, make: Callable[[], object], kind: type
) -> None:
    setattr(settings, name, value)

    assert type(make()) is kind


@pytest.mark.parametrize(
    ("name", "value", "make"),
    [
        ("LOKET_MAIL", "memory", wiring.mailer),
        ("LOKET_MAIL", "smtp+plain://127.0.0.1", wiring.mailer),
        ("LOKET_BILLING", "simulator", wiring.billing),
        ("LOKET_BILLING", "simulated", wiring.billing),
        ("LOKET_SIGNING", "simulator", wiring.signer),
    ],
)
def test_has_no_simulator_in_production(
    settings: Settings, name: str, value: str, make: Callable[[], object]
) -> None:
    settings.LOKET_PRODUCTION = True
    setattr(settings, name, value)

    with pytest.raises(SimulatorInProduction):
        make()


@pytest.mark.parametrize(
    ("name", "value", "make"),
    [
        ("LOKET_STORAGE", "ftp://x", wiring.storage),
        ("LOKET_STORAGE", "disk:", wiring.storage),
        ("LOKET_MAIL", "pigeon", wiring.mailer),
        ("LOKET_MAIL", "folder:", wiring.mailer),
        ("LOKET_BILLING", "bank", wiring.billing),
        ("LOKET_SCANNER", "none", wiring.scanner),
        ("LOKET_SIGNING", "quill", wiring.signer),
        ("LOKET_METERAI", "stamp", wiring.meterai),
        ("LOKET_MASTER_KEY", "s3cret" * 12, wiring.master_key),
        ("LOKET_MASTER_KEY", "00", wiring.master_key),
        ("LOKET_MASTER_KEY", "", wiring.master_key),
    ],
)
def test_says_which_setting_is_wrong_and_quotes_no_secret(
    settings: Settings, name: str, value: str, make: Callable[[], object]
) -> None:
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match=name) as failure:
        make()

    assert "s3cret" not in str(failure.value) + repr(failure.value.__cause__)


@pytest.mark.parametrize(
    "account", [{}, {"colour": "red"}, {**SIMPONI, "url": "http://elsewhere"}, "{"]
)
def test_says_when_the_simponi_account_is_not_usable(settings: Settings, account: object) -> None:
    settings.LOKET_BILLING, settings.LOKET_SIMPONI = "simponi", account

    with pytest.raises(ImproperlyConfigured, match="LOKET_SIMPONI") as failure:
        wiring.billing()

    assert "hush" not in str(failure.value)


def test_reads_the_simponi_account_as_json_too(settings: Settings) -> None:
    settings.LOKET_BILLING = "simponi"
    settings.LOKET_SIMPONI = json.dumps({**SIMPONI, "notice_secrets": ["a", "b"]})

    assert wiring.billing().capabilities().can_notify


def test_gives_the_same_mailer_each_time(settings: Settings) -> None:
    settings.LOKET_MAIL = "memory"

    assert wiring.mailer() is wiring.mailer()


def test_reads_addresses() -> None:
    s3 = S3Settings.from_url("s3://b/a/b?endpoint=https://s3.example&region=id", "k", "s")
    mail = SmtpSettings.from_url("smtps://u%40x:p%3Aw@mail.example", sender="a@b.c")
    plain = SmtpSettings.from_url("smtp://mail.example:25", sender="a@b.c", password="given")
    esign = BsreSettings.from_url("bsre+http://loket@10.0.0.5:8080/esign", "hush")

    assert (s3.bucket, s3.prefix, s3.endpoint_url, s3.region) == (
        "b", "a/b/", "https://s3.example", "id",
    )  # fmt: skip
    assert (mail.host, mail.port, mail.security) == ("mail.example", 465, Security.TLS)
    assert (mail.username, mail.password) == ("u@x", "p:w")
    assert (plain.port, plain.security, plain.password) == (25, Security.STARTTLS, "given")
    assert (esign.url, esign.username) == ("http://10.0.0.5:8080/esign", "loket")
    assert ClamavSettings.from_url("clamav://h:1").port == 1
    assert ClamavSettings.from_url("clamav:/run/c.sock").path == "/run/c.sock"


def test_seals_with_the_newest_key_and_opens_with_older_ones(
    settings: Settings, tmp_path: Path
) -> None:
    old, new = os.urandom(32).hex(), os.urandom(32).hex()
    settings.LOKET_STORAGE = f"disk:{tmp_path / 'files'}"
    settings.LOKET_MASTER_KEY = old
    before = wiring.vault().seal(io.BytesIO(b"data"), context="order:1")
    mark = wiring.order_key("order:1")

    settings.LOKET_MASTER_KEY = f"{new},{old}"

    with wiring.vault().open(before, context="order:1") as opened:
        assert opened.read() == b"data"
    after = wiring.vault().seal(io.BytesIO(b"data"), context="order:1")
    assert after.wrapped_key.partition(":")[0] != before.wrapped_key.partition(":")[0]
    assert wiring.order_key("order:1") == mark
    assert wiring.order_key("order:2") != mark
    assert len(mark) == 32


def test_verifies_what_its_simulator_signed(settings: Settings) -> None:
    settings.LOKET_SIGNING = "simulator"
    signed = wiring.signer().sign(request(plain_paper()))

    assert wiring.verifier().verify(signed.pdf, at=datetime.now(UTC)).good
    settings.LOKET_SIGNING = "none"
    assert not wiring.verifier().verify(signed.pdf, at=datetime.now(UTC)).good


def test_an_office_without_certificates_signs_on_paper(settings: Settings) -> None:
    settings.LOKET_SIGNING = "none"
    signer = wiring.signer()

    assert signer.by_hand
    with pytest.raises(Rejected, match="kertas"):
        signer.sign(request(plain_paper()))
