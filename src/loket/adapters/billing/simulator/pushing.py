"""Sending the simulator's notices to our hook."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import urllib3

from loket.adapters.billing.simulator.engine import Notice, Simulator

_PERIOD_SECONDS = 0.5
_ACCEPTED = 3
_MAX_ANSWER_BYTES = 64 * 1024


class Pusher:
    """Posts what is due to ``hook_url``, twice a second; an empty address sends nothing."""

    def __init__(self, engine: Simulator, hook_url: str) -> None:
        self._engine = engine
        self._hook_url = hook_url
        self._pool = urllib3.PoolManager(timeout=10, retries=False)
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()

    def push(self) -> int:
        """Send all that is due and return how many were accepted."""
        if not self._hook_url:
            return 0
        accepted = 0
        with self._one_at_a_time:
            for notice in self._engine.due_notices():
                taken = self._post(notice)
                self._engine.answered(notice, accepted=taken)
                accepted += taken
        return accepted

    @contextmanager
    def running(self) -> Iterator[None]:
        """Push in a thread inside the ``with``."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(15)
            self._pool.clear()

    def _run(self) -> None:
        while not self._stopping.wait(_PERIOD_SECONDS):
            self.push()

    def _post(self, notice: Notice) -> bool:
        try:
            answer = self._pool.request(
                "POST",
                self._hook_url,
                body=notice.body,
                headers={"Content-Type": "application/json", **notice.headers},
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(_MAX_ANSWER_BYTES)
            finally:
                answer.close()
            result = json.loads(body)
        except (urllib3.exceptions.HTTPError, ValueError):
            return False
        match result:
            case {"simponi_result": {"response_code": code}}:
                return bool(code == _ACCEPTED)
        return False
