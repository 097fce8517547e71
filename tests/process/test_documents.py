"""The pages in docs/process are what the definitions say, no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from loket.process import CURRENT, words
from loket.process.document import markdown
from loket.process.vocabulary import Process

PROCESSES = pytest.mark.parametrize("process", CURRENT.values(), ids=lambda p: p.channel)


@PROCESSES
def test_committed_page_is_fresh(process: Process) -> None:
    page = Path(settings.ROOT) / "docs" / "process" / f"{process.channel}.md"

    assert page.read_text(encoding="utf-8") == markdown(process), "run `loket process_docs`"


@PROCESSES
def test_page_holds_everything_in_both_languages(process: Process) -> None:
    page = markdown(process)

    for step in (*process.steps, *process.ours):
        assert step.text.id in page
        assert step.text.en in page
    for action in process.actions:
        assert f"`{action.name}`" in page
        assert action.label.id in page
        assert action.label.en in page
        if action.to:
            assert words.STATES[action.to].en in page
    assert page.count("stateDiagram-v2") == 2


def test_command_writes_the_pages(tmp_path: Path) -> None:
    call_command("process_docs", str(tmp_path), verbosity=0)

    assert {path.name for path in tmp_path.iterdir()} == {"walk_in.md", "online.md"}
