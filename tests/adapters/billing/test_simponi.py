"""The SIMPONI client …"""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.adapters.billing.samples import START, Clock, request

from loket.adapters.billing.simponi import notices, wire
from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simponi.settings import DATE_FORMATS, SimponiSettings
from loket.ports.billing import BillingCode
from loket.ports.failures import Failure, Rejected, Unavailable

SETTINGS = SimponiSettings(
    url="https://simponi.example/api/simponi/index/format/json",
    user_id="bps3304",
    password="hush-hush",
    satker="123456",
    location="33",
    regency="04",
    notice_secrets=(b"newest", b"older"),
)
CODE = "820220922465628"


class Provider:
    """Answers every message with what the test says, and keeps what was sent."""

    def __init__(self, *answers: object) -> None:
        self.sent: list[str] = []
        self._answers = [a if isinstance(a, bytes) else json.dumps(a).encode() for a in answers]

    def __call__(self, message: str) -> bytes:
        self.sent.append(message)
        return self._answers[len(self.sent) - 1]


def reply(code: str, *data: object) -> dict[str, object]:
    return {"response": {"code": code, "message": "…", "data": list(data)}}


def client(*answers: object, settings: SimponiSettings = SETTINGS) -> SimponiBilling:
    return SimponiBilling(settings, Provider(*answers), Clock())


@pytest.mark.parametrize(
    ("date_format", "expires"),
    [(DATE_FORMATS[0], "2025-08-24 10:00:00"), (DATE_FORMATS[1], "24-08-2025 10:00:00")],
)
def test_sends_the_fourteen_header_and_ten_detail_fields(date_format: str, expires: str) -> None:
    provider = Provider(reply("00", "9", CODE, "22-09-2022 07:21:16", "29-09-2022 07:21:16"))
    settings = replace(SETTINGS, date_format=date_format, collecting_satker="425411")

    SimponiBilling(settings, provider, Clock()).issue(request())

    sent = json.loads(provider.sent[0])
    assert sent["method"] == "billingcode_v4"
    assert sent["data"]["header"] == [
        "INV-2025-0007-1", "bps3304", "hush-hush", expires, "054", "01", "123456", "F", "1",
        "24077601", "Siti Rahayu", "425411", "9" * 15, "9" * 16,
    ]  # fmt: skip
    assert sent["data"]["detail"] == [
        ["Siti Rahayu", "000001", "2024013", "425000", "24077601", "1", "dataset", "24077601",
         "33", "04"]
    ]  # fmt: skip


def test_lets_an_office_send_its_own_codes() -> None:
    provider = Provider(reply("00", "9", CODE, "", "29-09-2022 07:21:16"), reply("NF"))
    billing = SimponiBilling(SETTINGS, provider, Clock())

    billing.issue(replace(request(), satker="654321", location="12", npwp="0" * 16, nik="1" * 16))
    billing.payment(CODE, satker="654321")

    header = json.loads(provider.sent[0])["data"]["header"]
    assert (header[6], header[11], header[12], header[13]) == (
        "654321", "654321", "0" * 16, "1" * 16,
    )  # fmt: skip
    assert json.loads(provider.sent[0])["data"]["detail"][0][8:] == ["12", "04"]
    assert json.loads(provider.sent[1])["data"][6] == "654321"


@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        ("22-09-2022 07:21:16", "29-09-2022 07:21:16"),
        ("2022-09-22 07:21:16", "2022-09-29 07:21:16"),
    ],
)
def test_reads_either_date_format_as_western_indonesian_time(issued: str, expires: str) -> None:
    code = client(reply("00", 7, CODE, issued, expires)).issue(request())

    assert code == BillingCode(
        code=CODE,
        issued_at=datetime(2022, 9, 22, 0, 21, 16, tzinfo=UTC),
        expires_at=datetime(2022, 9, 29, 0, 21, 16, tzinfo=UTC),
        provider_reference="7",
    )


def test_reads_a_payment_without_an_amount() -> None:
    data = ("t", "123456789012", "a1b2c3d4e5f6g7h8", "2022-09-23 08:00:00", "520002", "7010",
            "2022-09-23")  # fmt: skip

    payment = client(reply("00", *data)).payment(CODE)

    assert payment is not None
    assert payment.ntpn == "A1B2C3D4E5F6G7H8"
    assert payment.amount is None


@pytest.mark.parametrize("ntpn", ["", None])
def test_takes_no_ntpn_for_not_yet_paid(ntpn: str | None) -> None:
    data = ("t", "123456789012", ntpn, "", "", "", "")

    assert client(reply("00", *data)).payment(CODE) is None


def test_takes_not_found_for_not_yet_paid() -> None:
    assert client(reply("NF")).payment(CODE) is None


@pytest.mark.parametrize("ask", ["issue", "payment"])
@pytest.mark.parametrize(
    ("code", "failure"),
    [("30", Rejected), ("99", Rejected), ("ID", Rejected), ("IS", Rejected), ("IU", Rejected),
     ("GE", Unavailable), ("", Unavailable), ("77", Unavailable)],
)  # fmt: skip
def test_tells_no_from_later(ask: str, code: str, failure: type[Failure]) -> None:
    billing = client(reply(code))
    with pytest.raises(failure):
        billing.issue(request()) if ask == "issue" else billing.payment(CODE)


def test_not_found_while_creating_is_no_answer() -> None:
    with pytest.raises(Unavailable):
        client(reply("NF")).issue(request())


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"<html>", b"null", b"[]", b"\xff", b"[" * 100_000, {}, {"response": None},
        {"response": {"code": 0}}, reply("00"), reply("00", "1", "12345", "", ""),
        reply("00", "1", CODE, "", "tomorrow"), reply("00", "1", CODE, "", ""),
        {"response": {"code": "00", "data": {"a": 1}}},
        {"response": {"code": "00", "data": [["x"], {}, None, 1]}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("ask", ["issue", "payment"])
def test_asks_again_when_the_answer_makes_no_sense(ask: str, answer: object) -> None:
    billing = client(answer)
    with pytest.raises(Unavailable):
        billing.issue(request()) if ask == "issue" else billing.payment(CODE)


def notice(
    *, secret: bytes = b"newest", at: datetime = START, **changes: str
) -> dict[str, object]:
    fields = {
        "simponi_id": "7", "code": CODE, "ntpn": "A1B2C3D4E5F6G7H8", "ntb": "123456789012",
        "paid": "2025-08-17 10:00:00", "bank": "520002", "channel": "7010",
    } | changes  # fmt: skip
    data = list(fields.values())
    body = json.dumps({"simponi_req": {"method": "activeinquiry", "data": data}}).encode()
    return {"headers": notices.sign(body, id="n-1", at=at, secret=secret), "body": body}


@pytest.mark.parametrize("secret", [b"newest", b"older"])
def test_reads_a_notice_signed_with_either_key(secret: bytes) -> None:
    read = client().read_notice(**notice(secret=secret), at=START)  # type: ignore[arg-type]

    assert (read.id, read.payment.code, read.signed) == ("n-1", CODE, True)
    assert read.payment.paid_at == START


def test_header_names_may_be_written_anyhow() -> None:
    sent = notice()
    headers = {k.title(): v for k, v in sent["headers"].items()}  # type: ignore[attr-defined]

    assert client().read_notice(headers, sent["body"], at=START).signed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda h, b: ({}, b),
        lambda h, b: (h, b + b" "),
        lambda h, b: ({**h, "webhook-id": "n-2"}, b),
        lambda h, b: ({**h, "webhook-timestamp": str(int(START.timestamp()) + 1)}, b),
        lambda h, b: ({**h, "webhook-timestamp": "9" * 40}, b),
        lambda h, b: ({**h, "webhook-timestamp": "soon"}, b),
        lambda h, b: ({**h, "webhook-signature": h["webhook-signature"].replace("v1,", "v2,")}, b),
        lambda h, b: ({**h, "webhook-signature": ""}, b),
        lambda h, b: ({**h, "webhook-signature": "v1,é"}, b),
        lambda h, b: (notices.sign(b, id="n-1", at=START, secret=b"stranger"), b),
        lambda h, b: (notices.sign(b, id="n-1", at=START, secret=b""), b),
    ],
)
def test_refuses_a_notice_not_signed_by_the_provider(
    spoil: Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]],
) -> None:
    sent = notice()
    headers, body = spoil(sent["headers"], sent["body"])  # type: ignore[arg-type]

    with pytest.raises(Rejected, match="ditandatangani"):
        client().read_notice(headers, body, at=START)


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(300, True), (301, False), (-300, True), (-301, False)]
)
def test_notices_are_good_for_five_minutes(seconds: int, *, fresh: bool) -> None:
    sent = notice()
    at = START + timedelta(seconds=seconds)
    if fresh:
        assert client().read_notice(**sent, at=at).signed  # type: ignore[arg-type]
    else:
        with pytest.raises(Rejected):
            client().read_notice(**sent, at=at)  # type: ignore[arg-type]


def test_listens_to_unsigned_notices_only_when_told() -> None:
    settings = replace(SETTINGS, notice_secrets=(), accepts_unsigned_notices=True)
    body = notice()["body"]

    read = client(settings=settings).read_notice({}, body, at=START)  # type: ignore[arg-type]

    assert (read.id, read.signed) == ("7:A1B2C3D4E5F6G7H8", False)
    with pytest.raises(Rejected):
        client(settings=replace(SETTINGS, notice_secrets=())).read_notice({}, body, at=START)  # type: ignore[arg-type]
    with pytest.raises(Rejected):
        client(settings=replace(SETTINGS, notice_secrets=())).read_notice(
            **notice(secret=b""), at=START
        )  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"code": "1"}, {"ntpn": ""}, {"paid": "now"}])
def test_refuses_a_signed_notice_that_cannot_be_read(changes: dict[str, str]) -> None:
    with pytest.raises(Rejected, match="dibaca"):
        client().read_notice(**notice(**changes), at=START)  # type: ignore[arg-type]


def test_answers_notices_as_simponi_wants() -> None:
    assert json.loads(client().answer_notice(accepted=True)) == {
        "simponi_result": {"response_code": 3}
    }
    assert json.loads(client().answer_notice(accepted=False)) == {
        "simponi_result": {"response_code": 2}
    }


def test_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    billing = SimponiBilling(
        replace(SETTINGS, url="http://127.0.0.1:9/"),
        HttpTransport("http://127.0.0.1:9/", timeout=1),
        Clock(),
    )

    with pytest.raises(Unavailable) as failure:
        billing.issue(request())

    told = caplog.text + repr(SETTINGS) + str(failure.value) + repr(failure.value.__cause__)
    for secret in ("hush", "newest", "Siti"):
        assert secret not in told


def test_gives_up_on_a_silent_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(Unavailable):
            HttpTransport(url, timeout=0.2)(wire.inquire(SETTINGS, CODE, ""))


def test_wants_tls_and_a_known_date_format() -> None:
    with pytest.raises(ValueError, match="https"):
        replace(SETTINGS, url="http://simponi.example/")
    with pytest.raises(ValueError, match="date format"):
        replace(SETTINGS, date_format="%x")
