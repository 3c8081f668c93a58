"""The delivery contract: planned once, posted by one, settled by the one who holds the lease."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from builders import utc
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db.database import Database, open_database
from db.outbox import LEASE, SETTLE, Planned, State
from db.store import Grown

NOW = utc("2024-07-31T09:00")


def planned(
    key: str = "slot", part: int = 0, channel: str = "C1", workspace: str = "T1", claims: tuple[str, ...] = ()
) -> Planned:
    return Planned(workspace, "digest", key, part, channel, {"text": key, "blocks": []}, claims)


@pytest.fixture
def database(database: Database) -> Database:
    with database.begin() as tx:
        tx.workspaces.remember("T1", "one", "U1")
        tx.workspaces.remember("T2", "two", "U2")
    return database


def plan(database: Database, *deliveries: Planned) -> None:
    with database.begin() as tx:
        for each in deliveries:
            assert tx.outbox.plan(each, NOW)


def states(database: Database, workspace: str = "T1") -> list[State]:
    with database.read() as tx:
        return [each.state for each in reversed(tx.outbox.recent(workspace, "digest", 100))]


def test_the_same_slot_is_planned_once(database: Database) -> None:
    plan(database, planned())
    with database.begin() as tx:
        assert not tx.outbox.plan(planned(), NOW)
        assert tx.outbox.plan(planned(workspace="T2"), NOW)
    assert states(database) == [State.PENDING]


def test_a_delivery_is_taken_by_one_worker_only(database: Database) -> None:
    plan(database, planned())
    with database.begin() as tx:
        assert tx.outbox.claim("T1", "one", NOW)
    with database.begin() as tx:
        assert tx.outbox.claim("T1", "other", NOW) is None


def test_a_channel_is_served_by_one_worker_at_a_time_and_others_meanwhile(database: Database) -> None:
    plan(database, planned("a"), planned("b"), planned("c", channel="C2"))
    with database.begin() as tx:
        first, second, third = (tx.outbox.claim("T1", f"w{n}", NOW) for n in range(3))
    assert first is not None
    assert second is not None
    assert (first.planned.key, second.planned.key, third) == ("a", "c", None)


def test_a_part_waits_for_the_one_before_it_and_goes_into_its_thread(database: Database) -> None:
    plan(database, planned(part=0), planned(part=1))
    with database.begin() as tx:
        first = tx.outbox.claim("T1", "w", NOW)
        assert first is not None
        assert tx.outbox.claim("T1", "w2", NOW) is None
        assert tx.outbox.sent(first, "w", "123.000", NOW)
        second = tx.outbox.claim("T1", "w", NOW)
    assert second is not None
    assert (second.planned.part, second.thread_ts) == (1, "123.000")


def test_a_refused_first_part_takes_the_others_with_it(database: Database) -> None:
    plan(database, planned(part=0), planned(part=1))
    with database.begin() as tx:
        first = tx.outbox.claim("T1", "w", NOW)
        assert first is not None
        tx.outbox.fail(first, "w", NOW, "is archived")
    assert states(database) == [State.FAILED, State.FAILED]


def test_a_worker_that_wakes_after_its_lease_changes_nothing(database: Database) -> None:
    plan(database, planned())
    with database.begin() as tx:
        stale = tx.outbox.claim("T1", "sleeper", NOW)
    assert stale is not None
    later = NOW + LEASE + timedelta(seconds=1)
    with database.begin() as tx:
        doubtful = tx.outbox.claim_doubt("T1", "waker", later)
        assert doubtful is not None
        assert tx.outbox.sent(doubtful, "waker", "1.0", later)
        assert not tx.outbox.sent(stale, "sleeper", "2.0", later)
        assert not tx.outbox.retry(stale, "sleeper", later, "429")
        settled = tx.outbox.delivery("T1", "digest", "slot")
    assert settled is not None
    assert (settled.state, settled.ts) == (State.SENT, "1.0")


def test_a_doubtful_post_is_left_alone_until_it_has_settled(database: Database) -> None:
    plan(database, planned())
    with database.begin() as tx:
        delivery = tx.outbox.claim("T1", "w", NOW)
        assert delivery is not None
        tx.outbox.doubt(delivery, "w", NOW, "time-out")
        assert tx.outbox.claim_doubt("T1", "w", NOW + SETTLE - timedelta(seconds=1)) is None
        assert tx.outbox.claim_doubt("T1", "w", NOW + SETTLE)


def test_a_post_is_remembered_with_the_claims_it_mentions(database: Database) -> None:
    with database.begin() as tx:
        from builders import a_case

        tx.store.save([Grown(a_case(), ())], NOW)
    plan(database, planned(claims=(a_case().claim.id,)))
    with database.begin() as tx:
        delivery = tx.outbox.claim("T1", "w", NOW)
        assert delivery is not None
        tx.outbox.sent(delivery, "w", "7.0", NOW)
        assert tx.outbox.posts_about("T1", a_case().claim.id) == [("C1", "7.0")]
        assert tx.outbox.posts_about("T2", a_case().claim.id) == []


def test_a_paced_channel_waits_and_others_do_not(database: Database) -> None:
    plan(database, planned("a"), planned("b", channel="C2"))
    with database.begin() as tx:
        tx.outbox.pace("T1", "C1", NOW + timedelta(seconds=5))
        taken = tx.outbox.claim("T1", "w", NOW)
        assert taken is not None
        assert taken.planned.key == "b"
        assert tx.outbox.next_attempt("T1") == NOW + timedelta(seconds=5)


class Deliveries(RuleBasedStateMachine):
    """Workers claim, post, lose replies, crash and come back: each slot is posted, and only once."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.database = open_database(f"sqlite:///{self.folder.name}/ev.db")
        with self.database.begin() as tx:
            tx.workspaces.remember("T1", "one", "U1")
        self.now: datetime = NOW
        self.slots = 0
        self.held: dict[str, object] = {}
        self.slack: list[str] = []

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(parts=st.integers(1, 2))
    def a_slot_comes_due(self, parts: int) -> None:
        with self.database.begin() as tx:
            for part in range(parts):
                tx.outbox.plan(planned(f"slot-{self.slots}", part, channel=f"C{self.slots % 2}"), self.now)
        self.slots += 1

    @rule(
        worker=st.sampled_from(["w1", "w2"]),
        fate=st.sampled_from(["ok", "lost", "429", "refused", "crash before", "crash after"]),
    )
    def a_worker_posts(self, worker: str, fate: str) -> None:
        with self.database.begin() as tx:
            delivery = tx.outbox.claim("T1", worker, self.now)
        if delivery is None:
            return
        name = f"{delivery.planned.key}/{delivery.planned.part}"
        if fate in ("ok", "lost", "crash after"):
            self.slack.append(name)
        with self.database.begin() as tx:
            if fate == "ok":
                assert tx.outbox.sent(delivery, worker, f"{len(self.slack)}.0", self.now)
            elif fate == "lost":
                assert tx.outbox.doubt(delivery, worker, self.now, "lost")
            elif fate in ("429", "refused"):
                assert tx.outbox.retry(delivery, worker, self.now + timedelta(seconds=3), fate)

    @rule()
    def doubts_are_looked_up(self) -> None:
        with self.database.begin() as tx:
            while (delivery := tx.outbox.claim_doubt("T1", "looker", self.now)) is not None:
                name = f"{delivery.planned.key}/{delivery.planned.part}"
                if name in self.slack:
                    assert tx.outbox.sent(delivery, "looker", f"{self.slack.index(name) + 1}.0", self.now)
                else:
                    assert tx.outbox.retry(delivery, "looker", self.now, "not there")

    @rule(seconds=st.sampled_from([1, 40, 130]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert len(self.slack) == len(set(self.slack))

    @precondition(lambda self: self.slots)
    @rule()
    def in_the_end_everything_is_sent(self) -> None:
        for _ in range(4 * self.slots + 8):
            self.time_passes(130)
            self.doubts_are_looked_up()
            self.a_worker_posts("w1", "ok")
        assert set(states(self.database)) == {State.SENT}


Deliveries.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestDeliveries = Deliveries.TestCase
