"""Whatever callers, agents, controller, exchange and database do, in any order: nobody is lost."""

import os
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from tests.cast import MONDAY
from tests.helpline.storm import AWAY, DEAF, THERE, Storm
from tests.helpline.test_controller import TREE

from shramsetu.helpline.models import Menu

pytestmark = pytest.mark.django_db

PHONES = ["", *(f"+9199999000{number:02}" for number in range(1, 6))]
WAITS = st.sampled_from([0.002, 0.005, 0.011, 0.03, 0.1, 0.5, 2.0, 4.5, 9.0, 21.0])
WHICH = st.integers(0, 5)
WHO = st.integers(0, 2)
KEYS = st.sampled_from(["1", "1", "1", "1", "2", "3", "4", "0", "9", "#"])
VERBS = st.sampled_from(
    [("hold", {}), ("unhold", {}), ("hang_up", {}), ("decline", {}), ("pause_recording", {}), ("conference", {}),
     ("complete", {}), ("drop_third", {}), ("consult", {"kind": "agent", "to": "agent1"}),
     ("consult", {"kind": "service", "to": "181"}), ("blind", {"kind": "service", "to": "181"}),
     ("blind", {"kind": "queue", "to": "labour"}), ("emergency", {"kind": "service", "to": "112"})]
)  # fmt: skip


class Weather(RuleBasedStateMachine):
    """Each rule does one thing and lets some time pass; `teardown` calms the storm and counts."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.storm = Storm(self.folder)
        self.is_done = False

    @initialize(agents=st.integers(0, 3))
    def begin(self, agents: int) -> None:
        self.storm.wait(0.5, self.storm.start)
        self.storm.wait(0.1, lambda: [self.storm.seat(one) for one in self.storm.agents[:agents]])

    @rule(phone=st.sampled_from(PHONES), key=KEYS, wait=WAITS)
    def come(self, phone: str, key: str, wait: float) -> None:
        self.storm.wait(2.5, lambda: self.storm.exchange.come_in("1076", phone))
        self.storm.wait(wait, lambda: self.storm.exchange.press(self.storm.last, key))

    @rule(phone=st.sampled_from(PHONES), wait=WAITS)
    def come_quietly(self, phone: str, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.exchange.come_in("1076", phone))

    @precondition(lambda self: self.storm.citizens())
    @rule(which=WHICH, key=KEYS, wait=WAITS)
    def press(self, which: int, key: str, wait: float) -> None:
        here = self.storm.citizens()
        self.storm.wait(wait, lambda: self.storm.exchange.press(here[which % len(here)], key))

    @precondition(lambda self: self.storm.exchange.wires)
    @rule(which=WHICH, wait=WAITS)
    def put_down(self, which: int, wait: float) -> None:
        here = list(self.storm.exchange.wires)
        self.storm.wait(wait, lambda: self.storm.exchange.leave(here[which % len(here)]))

    @precondition(lambda self: self.storm.rows == THERE)
    @rule(who=WHO, wait=WAITS)
    def seat(self, who: int, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.seat(self.storm.agents[who]))

    @precondition(lambda self: self.storm.rows == THERE)
    @rule(who=WHO, wait=WAITS)
    def pause(self, who: int, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.pause(self.storm.agents[who]))

    @rule(who=WHO, with_legs=st.booleans(), wait=WAITS)
    def lose_phone(self, who: int, with_legs: bool, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.lose(self.storm.agents[who], with_legs=with_legs))

    @rule(who=WHO, asked=VERBS, wait=WAITS)
    def ask(self, who: int, asked: tuple[str, dict[str, object]], wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.ask(self.storm.agents[who], asked[0], **asked[1]))

    @rule(
        whom=st.sampled_from(["agent0", "agent1", "112", "181", *PHONES[1:3]]),
        manner=st.sampled_from(["answer", "ring", "busy"]),
    )
    def behave(self, whom: str, manner: str) -> None:
        self.storm.manners[whom] = manner

    @precondition(lambda self: self.storm.rows == THERE)
    @rule(phone=st.sampled_from(PHONES[1:3]), wait=WAITS)
    def owe(self, phone: str, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.owe(phone))

    @precondition(lambda self: self.storm.life is not None)
    @rule(wait=WAITS)
    def kill(self, wait: float) -> None:
        self.storm.kill()
        self.storm.wait(wait)

    @precondition(lambda self: self.storm.life is None)
    @rule(wait=WAITS)
    def start(self, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.start())

    @precondition(lambda self: self.storm.exchange.is_reachable)
    @rule(wait=WAITS)
    def cut(self, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.exchange.cut())

    @precondition(lambda self: not self.storm.exchange.is_reachable)
    @rule(wait=WAITS)
    def mend(self, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.exchange.mend())

    @rule(count=st.integers(1, 4), wait=WAITS)
    def hiccup(self, count: int, wait: float) -> None:
        self.storm.wait(wait, lambda: setattr(self.storm, "hiccups", count))

    @precondition(lambda self: self.storm.rows == THERE)
    @rule(how=st.sampled_from([AWAY, DEAF]), wait=WAITS)
    def lose_rows(self, how: str, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.database(how))

    @precondition(lambda self: self.storm.rows != THERE)
    @rule(wait=WAITS)
    def find_rows(self, wait: float) -> None:
        self.storm.wait(wait, lambda: self.storm.database(THERE))

    def teardown(self) -> None:
        try:
            self.storm.end()
        finally:
            self.storm.kill()
            self.storm.close()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            for path in self.folder.iterdir():
                path.unlink()


@pytest.fixture(autouse=True)
def _menu() -> None:
    for slug in ("1076", "labour"):
        Menu.objects.create(slug=slug, version=99, tree=TREE, made_by="test", made_at=MONDAY, published_at=MONDAY)


def test_nobody_is_lost_in_a_storm(tmp_path: Path) -> None:
    """The same ten storms each time; `STORMS=200` plays so many others."""
    Weather.folder = tmp_path
    asked = os.environ.get("STORMS")
    run_state_machine_as_test(
        Weather,
        settings=settings(
            max_examples=int(asked or 10),
            derandomize=asked is None,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a failing storm is told as it was: to shrink it takes minutes
        ),
    )
