"""Whatever people do in whatever order, an order never breaks the standard's promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from loket.process import CURRENT, VERSIONS, derive, engine
from loket.process.derive import Status
from loket.process.engine import ActionRefused
from loket.process.vocabulary import Actor, Fact, Position, Process, State, Trait

PROCESSES = pytest.mark.parametrize("process", VERSIONS.values(), ids=lambda p: p.channel)
RELEASED = {State.DELIVERED, State.CORRECTING, State.CORRECTED, State.COMPLETED}
EVIDENCE = {Fact.PAID, Fact.SPPD_RECEIVED, Fact.KUITANSI_ISSUED}


@st.composite
def traits(draw: st.DrawFn) -> frozenset[Trait]:
    kinds = draw(st.sets(st.sampled_from([Trait.MICRODATA, Trait.AREA_MAP]), min_size=1))
    place = draw(st.sampled_from([Trait.DOMESTIC, Trait.FOREIGN]))
    tariff = draw(st.sampled_from([Trait.PAYING, Trait.ZERO_TARIFF]))
    return frozenset({*kinds, place, tariff})


def choices(process: Process, position: Position) -> list[tuple[str, Actor]]:
    return [
        (action.name, actor)
        for actor in Actor
        for action in engine.possible_actions(process, position, by=actor)
    ]


@PROCESSES
@settings(max_examples=300, deadline=None)
@given(data=st.data(), content=traits())
def test_random_walks(process: Process, data: st.DataObject, content: frozenset[Trait]) -> None:
    position, taken = Position(process.start, frozenset(), content), list[str]()
    for _ in range(40):
        can = choices(process, position)
        if position.state not in process.ends:
            assert can, f"stuck at {position}"
            assert any(process.action(name).to or process.action(name).gives for name, _ in can)
        if not can:
            break
        name, actor = data.draw(st.sampled_from(can))
        position = engine.advance(process, position, name, by=actor)
        taken.append(name)
        if position.state in RELEASED:
            assert position.facts >= EVIDENCE
        assert taken.count("ask_revision") <= 1
        shown = derive.progress(process, position, taken)
        assert all(step.only_for <= content for step in _steps(process, shown))
        if position.state in process.ends:
            moving = [m for m in shown if m.status is Status.NOW]
            assert not any(a.to for m in moving for a in _by_number(process, m.number).actions)


def _by_number(process: Process, number: str) -> Any:
    return next(step for step in process.steps if step.number == number)


def _steps(process: Process, shown: tuple[derive.Milestone, ...]) -> list[Any]:
    return [_by_number(process, milestone.number) for milestone in shown]


@PROCESSES
@settings(max_examples=100, deadline=None)
@given(data=st.data(), content=traits())
def test_an_end_can_be_reached_from_everywhere(
    process: Process, data: st.DataObject, content: frozenset[Trait]
) -> None:
    position = Position(process.start, frozenset(), content)
    for _ in range(data.draw(st.integers(0, 15))):
        can = choices(process, position)
        if not can:
            break
        name, actor = data.draw(st.sampled_from(can))
        position = engine.advance(process, position, name, by=actor)

    seen, edge = {position}, [position]
    while edge and not any(p.state in process.ends for p in seen):
        edge = [
            after
            for p in edge
            for name, actor in choices(process, p)
            if (after := engine.advance(process, p, name, by=actor)) not in seen
        ]
        seen.update(edge)
    assert any(p.state in process.ends for p in seen)


class OnlineSale(RuleBasedStateMachine):
    """The online service told a second time, as a handful of flags, next to the engine."""

    @initialize(content=traits())
    def begin(self, content: frozenset[Trait]) -> None:
        self.position = Position(State.DRAFT, frozenset(), content)
        self.stage = "draft"
        self.prepared = self.revised = self.paid = self.proof = False
        self.signed = self.uploaded = self.receipt = self.rated = False

    def attempt(self, name: str, actor: Actor, *, legal: bool) -> bool:
        try:
            self.position = engine.advance(CURRENT["online"], self.position, name, by=actor)
        except ActionRefused:
            assert not legal, f"{name} was refused"
            return False
        assert legal, f"{name} was allowed"
        return True

    @property
    def content(self) -> frozenset[Trait]:
        return self.position.traits

    @rule(actor=st.sampled_from(Actor))
    def submit(self, actor: Actor) -> None:
        if self.attempt("submit", actor, legal=actor == "buyer" and self.stage == "draft"):
            self.stage = "checking"

    @rule(actor=st.sampled_from(Actor), fits=st.booleans())
    def decide(self, actor: Actor, fits: bool) -> None:
        legal = actor == "officer" and self.stage == "checking"
        if self.attempt("accept" if fits else "reject", actor, legal=legal):
            self.stage = "preparing" if fits else "ended"

    @rule(actor=st.sampled_from(Actor))
    def finish_preparing(self, actor: Actor) -> None:
        legal = actor == "system" and self.stage == "preparing" and not self.prepared
        if self.attempt("finish_preparing", actor, legal=legal):
            self.prepared = True

    @rule(actor=st.sampled_from(Actor))
    def send_offer(self, actor: Actor) -> None:
        legal = actor == "officer" and self.stage == "preparing" and self.prepared
        if self.attempt("send_offer", actor, legal=legal):
            self.stage = "offered"

    @rule(actor=st.sampled_from(Actor))
    def accept_offer(self, actor: Actor) -> None:
        if self.attempt("accept_offer", actor, legal=actor == "buyer" and self.stage == "offered"):
            self.stage = "settling"

    @rule(actor=st.sampled_from(Actor))
    def ask_revision(self, actor: Actor) -> None:
        legal = actor == "buyer" and self.stage == "offered" and not self.revised
        if self.attempt("ask_revision", actor, legal=legal and Trait.MICRODATA in self.content):
            self.stage, self.revised, self.prepared = "checking", True, False

    @rule(actor=st.sampled_from(Actor))
    def pay_by_billing(self, actor: Actor) -> None:
        legal = (
            actor in {"treasurer", "system"}
            and self.stage == "settling"
            and not self.paid
            and {Trait.PAYING, Trait.DOMESTIC} <= self.content
        )
        if self.attempt("confirm_billing", actor, legal=legal):
            self.paid = True

    @rule(actor=st.sampled_from(Actor))
    def send_proof(self, actor: Actor) -> None:
        legal = actor == "buyer" and self._abroad() and not self.proof
        if self.attempt("send_transfer_proof", actor, legal=legal):
            self.proof = True

    @rule(actor=st.sampled_from(Actor), matches=st.booleans())
    def judge_proof(self, actor: Actor, matches: bool) -> None:
        legal = actor == "treasurer" and self._abroad() and self.proof
        name = "confirm_transfer" if matches else "refuse_transfer"
        if self.attempt(name, actor, legal=legal):
            self.paid, self.proof = matches, self.proof and matches

    def _abroad(self) -> bool:
        paying = {Trait.FOREIGN, Trait.PAYING} <= self.content
        return self.stage == "settling" and not self.paid and paying

    @rule(actor=st.sampled_from(Actor))
    def waive(self, actor: Actor) -> None:
        legal = actor == "approver" and self.stage == "settling" and not self.paid
        zero = Trait.ZERO_TARIFF in self.content
        if self.attempt("approve_zero_tariff", actor, legal=legal and zero):
            self.paid = True

    @rule(
        actor=st.sampled_from(Actor), name=st.sampled_from(["grant_reduction", "refuse_reduction"])
    )
    def leave_something_to_pay(self, actor: Actor, name: str) -> None:
        legal = actor == "approver" and self.stage == "settling" and not self.paid
        zero = Trait.ZERO_TARIFF in self.content
        if self.attempt(name, actor, legal=legal and zero):
            assert {Trait.ZERO_TARIFF, Trait.PAYING} & self.content == {Trait.PAYING}

    @rule(actor=st.sampled_from(Actor))
    def receive_sppd(self, actor: Actor) -> None:
        legal = actor == "officer" and self.stage == "settling" and not self.signed
        if self.attempt("receive_sppd", actor, legal=legal):
            self.signed = True

    @rule(actor=st.sampled_from(Actor))
    def undo_sppd(self, actor: Actor) -> None:
        legal = actor == "officer" and self.stage == "settling" and self.signed
        if self.attempt("undo_sppd", actor, legal=legal):
            self.signed = self.uploaded = False

    @rule(actor=st.sampled_from(Actor))
    def kuitansi(self, actor: Actor) -> None:
        legal = actor == "treasurer" and self.stage == "settling" and self.paid
        if self.attempt("issue_kuitansi", actor, legal=legal and not self.receipt):
            self.receipt = True

    @rule(actor=st.sampled_from(Actor))
    def deliver(self, actor: Actor) -> None:
        legal = actor == "officer" and self.stage == "settling" and self.paid and self.signed
        if self.attempt("deliver", actor, legal=legal and self.receipt):
            self.stage = "delivered"

    @rule(actor=st.sampled_from(Actor))
    def complete(self, actor: Actor) -> None:
        legal = actor in {"buyer", "system"} and self.stage == "delivered"
        if self.attempt("complete", actor, legal=legal):
            self.stage = "completed"

    @rule(actor=st.sampled_from(Actor))
    def withdraw(self, actor: Actor) -> None:
        before = {"draft", "checking", "preparing", "offered", "settling"}
        legal = actor == "buyer" and self.stage in before and not self.paid and not self.proof
        if self.attempt("withdraw", actor, legal=legal):
            self.stage = "ended"

    @rule(actor=st.sampled_from(Actor))
    def rate(self, actor: Actor) -> None:
        legal = actor == "buyer" and self.stage in {"delivered", "completed"} and not self.rated
        if self.attempt("rate", actor, legal=legal):
            self.rated = True

    @invariant()
    def nothing_leaves_unpaid_or_unsigned(self) -> None:
        if hasattr(self, "position") and self.position.state in RELEASED:
            assert self.position.facts >= EVIDENCE
            assert self.paid
            assert self.signed
            assert self.receipt


TestOnlineSale = OnlineSale.TestCase
TestOnlineSale.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
