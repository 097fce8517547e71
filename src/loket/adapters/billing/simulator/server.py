"""The simulator as a process: the web service and its page on one port, management on another."""

from __future__ import annotations

import secrets
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from loket.adapters.billing.simponi.settings import SimponiSettings
from loket.adapters.billing.simponi.wire import FIELD
from loket.adapters.billing.simulator import pages
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.faults import DEFAULT_RATE, Fault, FaultPlan
from loket.adapters.billing.simulator.in_process import simulated_settings
from loket.adapters.billing.simulator.ledger import Ledger
from loket.adapters.billing.simulator.management import ManagementHandler
from loket.adapters.billing.simulator.paying import Pay
from loket.adapters.billing.simulator.pushing import Pusher
from loket.adapters.simulation import PageHandler, SimulatorServer, refuse_production, running
from loket.ports.failures import Rejected

SERVICE_PATH = "/api/simponi/index/format/json"
_MAX_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """
    How to run. Ports 0 are chosen by the system; ``hook_url`` empty sends no notices;
    ``hang_seconds`` is how long an injected timeout keeps the caller waiting.
    """

    ledger: Path
    port: int = 0
    management_port: int = 0
    hook_url: str = ""
    seed: int | None = None
    rate: float = DEFAULT_RATE
    kinds: frozenset[Fault] = frozenset(Fault)
    notice_secret: bytes = b"simulator"
    hang_seconds: float = 30
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Running:
    """Where a running simulator answers, and the account it knows."""

    page_url: str
    management_url: str
    account: SimponiSettings
    simulator: Simulator
    pusher: Pusher


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def simulator(
    settings: SimulatorSettings, *, production: bool, clock: Callable[[], datetime] = _now
) -> Iterator[Running]:
    """
    Run inside the ``with``.

    :raises SimulatorInProduction: with production settings
    """
    refuse_production(production=production)
    seed = secrets.randbelow(10**9) if settings.seed is None else settings.seed
    account = simulated_settings("http://127.0.0.1/", notice_secret=settings.notice_secret)
    engine = Simulator(
        account,
        Ledger(settings.ledger),
        FaultPlan(seed, settings.rate, settings.kinds),
        clock,
    )
    pusher = Pusher(engine, settings.hook_url)
    closing = threading.Event()
    with ExitStack() as stack:
        stack.callback(engine.ledger.close)
        handler = partial(ServiceHandler, engine, closing, settings.hang_seconds)
        service = SimulatorServer((settings.host, settings.port), handler)
        stack.callback(service.server_close)
        manager = SimulatorServer(
            (settings.host, settings.management_port), partial(ManagementHandler, engine, pusher)
        )
        stack.callback(manager.server_close)
        stack.enter_context(running(service))
        stack.enter_context(running(manager))
        stack.enter_context(pusher.running())
        stack.callback(closing.set)
        page = f"http://{settings.host}:{service.server_address[1]}"
        yield Running(
            page_url=f"{page}/",
            management_url=f"http://{settings.host}:{manager.server_address[1]}",
            account=simulated_settings(page + SERVICE_PATH, notice_secret=settings.notice_secret),
            simulator=engine,
            pusher=pusher,
        )


def serve(
    settings: SimulatorSettings,
    *,
    production: bool,
    say: Callable[[str], object],
    stop: threading.Event | None = None,
) -> None:
    """
    Run until interrupted, or until ``stop`` is set; ``say`` gets the seed and the addresses.

    :raises SimulatorInProduction: with production settings
    """
    with simulator(settings, production=production) as here:
        plan = here.simulator.plan
        say(f"SIMULATOR SIMPONI {here.page_url} (management {here.management_url})")
        say(f"seed {plan.seed}, faults {plan.rate:.0%}, service {here.account.url}")
        (stop or threading.Event()).wait()


class ServiceHandler(PageHandler):
    """POST to the service path speaks the protocol; the rest is the page."""

    def __init__(
        self, engine: Simulator, closing: threading.Event, hang_seconds: float, *args: Any
    ) -> None:
        self._engine = engine
        self._closing = closing
        self._hang_seconds = hang_seconds
        super().__init__(*args)

    def show(self) -> None:
        if urlsplit(self.path).path == "/":
            self.give(pages.overview(self._engine))
        else:
            self.give(pages.absent(), status=HTTPStatus.NOT_FOUND)

    def receive(self) -> None:
        form = self._form()
        path = urlsplit(self.path).path
        if path == SERVICE_PATH:
            self._serve(form.get(FIELD, ""))
        elif path in {"/pay", "/reverse"}:
            self._act(path, form)
        else:
            self.give(pages.absent(), status=HTTPStatus.NOT_FOUND)

    def _serve(self, message: str) -> None:
        reply = self._engine.call(message)
        match reply.fault:
            case Fault.TIMEOUT_BEFORE | Fault.TIMEOUT_AFTER:
                self._closing.wait(self._hang_seconds)
                self._break()
            case Fault.RESET:
                self._break()
            case Fault.SERVER_ERROR:
                self.give(b"Internal Server Error", status=HTTPStatus.SERVICE_UNAVAILABLE)
            case _:
                self.give(reply.body, media_type="application/json")

    def _act(self, path: str, form: dict[str, str]) -> None:
        try:
            if path == "/reverse":
                self._engine.reverse(form.get("ntpn", ""))
            else:
                amount = form.get("amount", "").strip()
                how = Pay(amount=int(amount) if amount else None, force="force" in form)
                self._engine.pay(form.get("code", ""), how)
        except Rejected as refusal:
            self.give(pages.refused(str(refusal)), status=HTTPStatus.CONFLICT)
        except ValueError:
            words = "Jumlah harus bilangan bulat positif. / The amount must be a whole number."
            self.give(pages.refused(words), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        else:
            self.go("/")

    def _form(self) -> dict[str, str]:
        size = min(int(self.headers.get("Content-Length") or 0), _MAX_BYTES)
        fields = parse_qs(self.rfile.read(size).decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    def _break(self) -> None:
        # Lingering for zero seconds makes the system send RST in place of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
