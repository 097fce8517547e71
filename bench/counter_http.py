"""Tickets and calls a second through the real site, against one bare INSERT … RETURNING.

`python -m bench.counter_http --desks 16 --tickets 400 [--embedded-postgres] [--kills 2]`

Starts `loket serve` with two processes. First as many kiosks as desks fill in the guest
book and take numbers as fast as they are answered, then all desks call, see their panel,
begin and finish. Then the same desks press at a human pace, `--pace` seconds apart. Reports
how long each press took, and the rate as a share of the floor measured in the same run, on
the same database. With `--kills` web processes are killed in between; whoever got no answer
sends the same form again, with the same key.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.counter_desks import bare_floor
from bench.counter_screens import answer_of, free_port
from bench.place import ROOT, place, take_database

TICKET = re.compile(r"/loket/nomor/([0-9a-f-]{36})/mulai/")


def main() -> int:
    options = _options()
    with place(options):
        start_django()
        people = prepare(options)
        floors = [bare_floor(table="bare_before")]
        report = asyncio.run(measure(options, people))
        floors.append(bare_floor(table="bare_after"))
        report |= verdict(options)
    floor = sum(floors) / 2
    report["bare_inserts_per_second"] = round(floor)
    for name in ("tickets", "presses"):
        report[f"{name}_to_floor_ratio"] = round(report[f"{name}_per_second"] / floor, 3)
    report["load_average"] = round(os.getloadavg()[0], 1)
    print(json.dumps(report, indent=2))
    return 0 if report["ok"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=16)
    parser.add_argument("--tickets", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pace", type=float, default=4.0)
    parser.add_argument("--paced-rounds", type=int, default=5)
    parser.add_argument("--kills", type=int, default=0)
    take_database(parser)
    return parser.parse_args()


def start_django() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # only the set-up and the verdict
    import django  # noqa: PLC0415

    django.setup()


@dataclass
class Browser:
    """One kiosk or desk: its cookies, its connection, and how long each press took."""

    port: int
    cookies: str
    csrf: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    repeats: int = 0
    failures: list[str] = field(default_factory=list)
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def press(self, name: str, path: str, form: dict[str, str]) -> None:
        """Send the form until it is answered; a form sent again carries the same key."""
        form = {**form, "csrfmiddlewaretoken": self.csrf, "once_key": secrets.token_urlsafe(24)}
        began = time.monotonic()
        status, body = await self._ask("POST", path, urlencode(form).encode())
        self.seconds.setdefault(name, []).append(time.monotonic() - began)
        if status >= 400:
            self.failures.append(f"{status} {path} {_told(body)}")

    async def see(self, path: str) -> str:
        began = time.monotonic()
        status, body = await self._ask("GET", path, b"")
        self.seconds.setdefault("see", []).append(time.monotonic() - began)
        if status != 200:
            self.failures.append(f"{status} {path}")
        return body.decode()

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookies}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        for _ in range(600):
            try:
                if self._line is None:
                    self._line = await asyncio.open_connection("127.0.0.1", self.port)
                reader, writer = self._line
                writer.write(head.encode() + body)
                status, _headers, answer = await answer_of(reader)
            except (OSError, asyncio.IncompleteReadError):
                self._line, self.repeats = None, self.repeats + 1
                await asyncio.sleep(0.1)
                continue
            return status, answer
        raise SystemExit("the site does not answer")


@dataclass
class People:
    kiosks: list[tuple[str, str]]
    desks: list[tuple[str, str]]
    guest_book: dict[str, str]


def prepare(options: argparse.Namespace) -> People:
    from datetime import time as clock_time  # noqa: PLC0415

    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from tests.counter.counters import new_counter  # noqa: PLC0415

    from loket.counter import operations  # noqa: PLC0415
    from loket.counter.guestbook import questions_of  # noqa: PLC0415
    from loket.people.models import OpeningHours  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    counter, now = new_counter(options.desks), timezone.now()
    OpeningHours.objects.filter(office=counter.office).delete()
    for weekday in range(7):
        OpeningHours.objects.create(
            office=counter.office,
            weekday=weekday,
            opens=clock_time(0),
            closes=clock_time(23, 59),
        )
    kiosks, desks = [], []
    for number, officer in enumerate(counter.officers, start=1):
        _, secret = operations.enrol_kiosk(
            office=counter.office, name=f"Kios {number}", paper_width=0, by=counter.by(), at=now
        )
        kiosks.append(_cookies(f"loket_kiosk={secret}"))
        desks.append(_cookies(f"loket_session={_session(officer, counter.office, now)}"))
        operations.sit_down(counter=counter.desk(number), by=counter.by(number), at=now)
    guest_book = {"consent": "on", "priority_reason": ""}
    for question in questions_of(counter.office):
        if question.is_required or question.key == "phone":
            guest_book[question.key] = (
                question.options[0].value if question.options else "081234567890"
            )
    return People(kiosks, desks, guest_book)


def _session(officer: Any, office: Any, now: Any) -> str:
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from loket.people.models import Assignment, Role  # noqa: PLC0415
    from loket.web.acting import SEEN, STARTED  # noqa: PLC0415

    Assignment.objects.create(user=officer, office=office, role=Role.OFFICER, granted_at=now)
    session = SessionStore()
    session["_auth_user_id"] = str(officer.pk)
    session["_auth_user_backend"] = "loket.people.backends.ByEmail"
    session["_auth_user_hash"] = officer.get_session_auth_hash()
    session[STARTED] = session[SEEN] = now.isoformat()
    session.save()
    return str(session.session_key)


def _cookies(own: str) -> tuple[str, str]:
    csrf = secrets.token_hex(16)
    return f"{own}; loket_csrf={csrf}; loket_language=id", csrf


async def measure(options: argparse.Namespace, people: People) -> dict[str, Any]:
    port = free_port()
    command = [sys.executable, "-m", "loket", "serve", f"--port={port}"]
    command += [f"--processes={options.processes}", f"--threads={options.threads}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=sys.stderr)
    try:
        kiosks = [Browser(port, *cookies) for cookies in people.kiosks]
        desks = [Browser(port, *cookies) for cookies in people.desks]
        await kiosks[0].see("/layar/3304/keadaan/")
        await asyncio.sleep(3)  # the other process
        kiosks[0] = Browser(port, *people.kiosks[0])
        killer = asyncio.create_task(kill(options, server.pid))
        share = options.tickets // options.desks
        tickets = await timed([_take(kiosk, share, people.guest_book) for kiosk in kiosks])
        served = await timed([_serve(desk) for desk in desks])
        fast = summary(kiosks + desks)
        for browser in kiosks + desks:
            browser.seconds.clear()
        rounds = options.paced_rounds
        await timed([_take(kiosk, rounds, people.guest_book) for kiosk in kiosks])
        await timed([_serve(desk, options.pace, random.random()) for desk in desks])
        await killer
    finally:
        server.terminate()
        server.wait()
    guests = share * options.desks
    failures = [failure for browser in kiosks + desks for failure in browser.failures]
    return {
        "ok": not failures,
        "failures": failures[:5],
        "tickets_per_second": round(guests / tickets, 1),
        "presses_per_second": round(3 * guests / served, 1),
        "as_fast_as_answered": fast,
        f"one_press_every_{options.pace:g}_s": summary(desks),
        "repeated_after_a_kill": sum(browser.repeats for browser in kiosks + desks),
        "processes": options.processes,
        "threads": options.threads,
    }


async def timed(work: list[Awaitable[None]]) -> float:
    began = time.monotonic()
    await asyncio.gather(*work)
    return time.monotonic() - began


async def _take(kiosk: Browser, count: int, guest_book: dict[str, str]) -> None:
    for number in range(count):
        told = {"name": f"Tamu {number}", "email": f"{secrets.token_hex(8)}@example.org"}
        form = {**guest_book, **told}
        await kiosk.press("ticket", "/kios/P/buku-tamu/", form)


async def _serve(desk: Browser, pace: float = 0, first: float = 0) -> None:
    await asyncio.sleep(first * pace)
    while True:
        await desk.press("call", "/loket/antrean/panggil/", {})
        found = TICKET.search(await desk.see("/loket/antrean/"))
        if found is None:
            return
        await asyncio.sleep(pace)
        await desk.press("start", f"/loket/nomor/{found[1]}/mulai/", {})
        await asyncio.sleep(pace)
        await desk.press("finish", f"/loket/nomor/{found[1]}/selesai/", {})
        await asyncio.sleep(pace)


async def kill(options: argparse.Namespace, server: int) -> None:
    """Kill a web process now and then; the site starts another."""
    for _ in range(options.kills):
        await asyncio.sleep(4)
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        web = [int(pid) for pid in children if _is_worker(pid)]
        if web:
            os.kill(random.choice(web), signal.SIGKILL)


def _told(page: bytes) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.decode())[:400]


def _is_worker(pid: str) -> bool:
    with contextlib.suppress(OSError):
        return "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    return False


def summary(browsers: list[Browser]) -> dict[str, Any]:
    kinds = sorted({kind for browser in browsers for kind in browser.seconds})
    of_kind: Callable[[str], list[float]] = lambda kind: sorted(  # noqa: E731
        second for browser in browsers for second in browser.seconds.get(kind, [])
    )
    return {
        kind: {
            "count": len(times),
            "p50_ms": round(1000 * times[len(times) // 2], 1),
            "p99_ms": round(1000 * times[len(times) * 99 // 100], 1),
            "max_ms": round(1000 * times[-1], 1),
        }
        for kind in kinds
        if (times := of_kind(kind))
    }


def verdict(options: argparse.Namespace) -> dict[str, Any]:
    """What the tables say: no number lost or twice, each guest called once and served."""
    from loket.counter.models import Call, Ticket  # noqa: PLC0415

    guests = options.desks * (options.tickets // options.desks + options.paced_rounds)
    numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    called = list(Call.objects.values_list("ticket__number", flat=True))
    desks = Call.objects.values_list("counter__number", flat=True)
    by_desk = [list(desks).count(number) for number in range(1, options.desks + 1)]
    result = {
        "numbers_without_gap": numbers == list(range(1, guests + 1)),
        "each_called_once": sorted(called) == numbers,
        "all_done": not Ticket.objects.exclude(state="done").exists(),
    }
    return {
        **result,
        **({} if all(result.values()) else {"ok": False}),
        "slowest_desk_to_mean": round(min(by_desk) * options.desks / max(len(called), 1), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
