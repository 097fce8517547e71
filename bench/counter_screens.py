"""Five hundred wall screens and phones following one office: from the call to the screen.

`python -m bench.counter_screens --screens 500 --seconds 30 --every 0.8`

Starts the web application in two processes, lets the screens ask for their state as the
wall screen does, calls a guest every two seconds, and reports how long each call took to
reach each screen, and what the server needed for it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.place import ROOT, place, take_database

SETTINGS = """
from loket.settings.development import *
from loket.settings.development import DATABASES, MIDDLEWARE
QUICK = "loket.web.display.quick.QuickAnswers"
MIDDLEWARE = MIDDLEWARE if QUICK in MIDDLEWARE else [QUICK, *MIDDLEWARE]
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
"""
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    options = _options()
    with place(options) as folder:
        start_django(folder)
        report = asyncio.run(follow(options))
    print(json.dumps(report, indent=2))
    return 0 if report["ok"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--every", type=float, default=0.7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    take_database(parser)
    return parser.parse_args()


def start_django(folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench_settings"
    Path(folder, "bench_settings.py").write_text(SETTINGS)
    os.environ["LOKET_SECRET_KEY"] = "bench" * 12
    os.environ["PYTHONPATH"] = f"{folder}:{os.environ['PYTHONPATH']}"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # only the set-up below
    sys.path.insert(0, folder)
    import django  # noqa: PLC0415

    django.setup()


async def follow(options: argparse.Namespace) -> dict[str, Any]:
    counter = await asyncio.to_thread(prepare, options)
    port = free_port()
    server = start_server(options, port)
    try:
        await until_up(port)
        seen: dict[str, list[float]] = {}
        tally = {"answers": 0, "unchanged": 0, "failures": 0, "ready": 0}
        tally["reconnects"] = 0
        stop = asyncio.Event()
        screens = [
            asyncio.create_task(screen(port, options.every, seen, tally, stop))
            for _ in range(options.screens)
        ]
        while tally["ready"] < options.screens:  # every worker is up
            await asyncio.sleep(0.2)
        cpu, started = cpu_seconds(server.pid), time.monotonic()
        calls = await asyncio.to_thread(call_guests, counter, options.seconds)
        spent = cpu_seconds(server.pid) - cpu, time.monotonic() - started
        await asyncio.sleep(3 + options.every)
        stop.set()
        ended = await asyncio.gather(*screens, return_exceptions=True)
        tally["failures"] += sum(isinstance(end, BaseException) for end in ended)
    finally:
        server.terminate()
        server.wait()
    return summary(options, calls, seen, tally, spent)


def prepare(options: argparse.Namespace) -> Any:
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from tests.counter.counters import new_counter  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    counter = new_counter(2)
    for _ in range(options.seconds):
        counter.ticket(timezone.now())
    return counter


def start_server(options: argparse.Namespace, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *[sys.executable, "-m", "granian", "--interface", "wsgi"],
            *["--host", "127.0.0.1", "--port", str(port), "--workers", str(options.workers)],
            *["--blocking-threads", str(options.threads), "--backlog", "2048"],
            *["--backpressure", "2048", "--log-level", "error"],
            "loket.settings.wsgi:application",
        ],
        cwd=ROOT,
    )


async def until_up(port: int) -> None:
    """Wait until every worker has answered: they begin to listen before they can."""
    for _ in range(600):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /layar/3304/keadaan/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await answer_of(reader)
            writer.close()
            await asyncio.sleep(3)
            return
        await asyncio.sleep(0.1)
    raise SystemExit("the server did not start")


async def screen(
    port: int,
    every: float,
    seen: dict[str, list[float]],
    tally: dict[str, int],
    stop: asyncio.Event,
) -> None:
    await asyncio.sleep(random.random() * every)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tag, newest = "", 0
    while not stop.is_set():
        writer.write(
            b"GET /layar/3304/keadaan/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: id\r\n"
            + (f"If-None-Match: {tag}\r\n" if tag else "").encode()
            + b"\r\n"
        )
        try:
            status, headers, body = await answer_of(reader)
        except (OSError, asyncio.IncompleteReadError):  # a browser connects again
            tally["reconnects"] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        tally["answers"] += 1
        if not tag:
            tally["ready"] += 1
        if status == 200:
            tag = headers["etag"]
            calls = json.loads(body)["calls"]
            for call in calls:
                if call["id"] > newest:
                    seen.setdefault(call["label"], []).append(time.monotonic())
            newest = max([newest, *(call["id"] for call in calls)])
        else:
            tally["unchanged" if status == 304 else "failures"] += 1
        await asyncio.sleep(every)
    writer.close()


async def answer_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    length = int(headers.get("content-length", 0))
    return int(head[0].split()[1]), headers, await reader.readexactly(length) if length else b""


def call_guests(counter: Any, seconds: int) -> dict[str, float]:
    from django.utils import timezone  # noqa: PLC0415

    calls, until = {}, time.monotonic() + seconds
    while time.monotonic() < until:
        ticket = counter.called(timezone.now())
        calls[ticket.label] = time.monotonic()  # after the commit
        counter.start(ticket, timezone.now())
        counter.finish(ticket, timezone.now())
        time.sleep(2)
    return calls


def summary(
    options: argparse.Namespace,
    calls: dict[str, float],
    seen: dict[str, list[float]],
    tally: dict[str, int],
    spent: tuple[float, float],
) -> dict[str, Any]:
    delays = sorted(at - called for label, called in calls.items() for at in seen.get(label, []))
    missed = sum(options.screens - len(seen.get(label, [])) for label in calls)
    p99 = delays[len(delays) * 99 // 100]
    return {
        "ok": missed == 0 and not tally["failures"] and p99 < 1,
        "screens": options.screens,
        "asks_every_seconds": options.every,
        "calls": len(calls),
        "missed": missed,
        "call_to_screen_p50_s": round(delays[len(delays) // 2], 3),
        "call_to_screen_p99_s": round(p99, 3),
        "call_to_screen_max_s": round(delays[-1], 3),
        **tally,
        "server_share_of_one_core": round(spent[0] / spent[1], 2),
    }


def cpu_seconds(pid: int) -> float:
    """Of the process and its children, as the kernel counts."""
    total = 0.0
    children = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    for process in children:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
