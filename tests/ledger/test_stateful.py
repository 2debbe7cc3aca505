"""The ledger against a plain model: submit, withdraw, restore, decide, be killed, back up, restore a backup, at random.

DIGITALKOMPASS_STATES=500 for the long run before a release.
"""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from maturity.errors import BackupRefused
from maturity.ledger import Ledger, backup, restore_backup, verify
from tests.ledger.builders import BRETTEN, BRUCHSAL, BUEHL, COORDINATOR, WAVE, of_city, open_in, submit, url_of

CITIES = st.sampled_from([BRETTEN, BRUCHSAL, BUEHL])


class Model:
    """What a person would keep with pencil and paper: a list of what happened, a stack of files for each city."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.cities: dict[int, str] = {}
        self.stacks: dict[str, list[int]] = {BRETTEN: [], BRUCHSAL: [], BUEHL: []}
        self.contents: dict[int, str] = {}

    def copy(self) -> "Model":
        made = Model()
        made.kinds, made.cities, made.contents = list(self.kinds), dict(self.cities), dict(self.contents)
        made.stacks = {city_id: list(stack) for city_id, stack in self.stacks.items()}
        return made

    def submit(self, city_id: str, content: str) -> int:
        stack = self.stacks[city_id]
        if stack and self.contents[stack[-1]] == content:
            return stack[-1]
        self.kinds.append("submission")
        number = len(self.kinds)
        self.cities[number], self.contents[number] = city_id, content
        stack.append(number)
        return number

    def move(self, kind: str, number: int) -> None:
        stack = self.stacks[self.cities[number]]
        before = list(stack)
        after = [one for one in stack if one != number] + ([number] if kind == "restoration" else [])
        if after != before:
            self.kinds.append(kind)
            stack[:] = after


class LedgerMachine(RuleBasedStateMachine):
    """Does the same to the ledger and to the model; after each step they must agree."""

    numbers: Bundle[int] = Bundle("numbers")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="kompass-model-"))
        self.model = Model()
        self.ledger: Ledger = open_in(self.folder)
        self.saved: Model | None = None

    @rule(target=numbers, city_id=CITIES, content=st.sampled_from("abcd"), level=st.integers(0, 4))
    def submit(self, city_id: str, content: str, level: int) -> int:
        content = f"{content}{level}"
        expected = self.model.submit(city_id, content)
        actual = submit(self.ledger, content, of_city(city_id, level)).submission_id
        assert expected == actual
        return actual

    def _knows(self, number: int) -> bool:
        return number in self.model.cities  # else it was lost with what came after the restored backup

    @rule(number=numbers)
    def withdraw(self, number: int) -> None:
        if self._knows(number):
            self.model.move("withdrawal", number)
            self.ledger.withdraw(COORDINATOR, number, "Versehen")

    @rule(number=numbers)
    def restore(self, number: int) -> None:
        if self._knows(number):
            self.model.move("restoration", number)
            self.ledger.restore(COORDINATOR, number, "doch")

    @rule()
    def decide(self) -> None:
        self.model.kinds.append("decision")
        self.ledger.record(COORDINATOR, "decision", {"topic_id": "eakte"})

    @rule()
    def be_killed(self) -> None:
        """A killed process leaves file and write-ahead log as they are: copy both, and go on with the copies."""
        copy = Path(mkdtemp(prefix="kompass-model-"))
        for name in ("ledger.sqlite", "ledger.sqlite-wal"):
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, copy / name)
        self._go_on_in(copy)

    @rule()
    def back_up(self) -> None:
        try:
            backup(self.ledger, self.folder / "backup.sqlite")
            self.saved = self.model.copy()
        except BackupRefused:
            # Only a chain that is no longer or another one than the backup's is refused.
            assert self.saved is not None
            assert self.saved.kinds != self.model.kinds[: len(self.saved.kinds)] or self.has_forked

    has_forked = False

    @precondition(lambda self: self.saved is not None)
    @rule()
    def restore_backup(self) -> None:
        copy = Path(mkdtemp(prefix="kompass-model-"))
        restore_backup(self.folder / "backup.sqlite", url_of(copy))
        shutil.copy(self.folder / "backup.sqlite", copy)
        assert self.saved is not None
        self.has_forked = self.has_forked or self.saved.kinds != self.model.kinds
        self.model = self.saved.copy()
        self._go_on_in(copy)

    def _go_on_in(self, folder: Path) -> None:
        if (self.folder / "backup.sqlite").exists() and not (folder / "backup.sqlite").exists():
            shutil.copy(self.folder / "backup.sqlite", folder)
        self.ledger.close()
        shutil.rmtree(self.folder)
        self.folder = folder
        self.ledger = open_in(folder)

    @invariant()
    def they_agree(self) -> None:
        assert [entry.kind for entry in self.ledger.entries()] == self.model.kinds
        in_force = self.ledger.values_in_force()
        actual = dict(zip(in_force["city_id"], in_force["submission_id"].astype(int), strict=True))
        assert actual == {city_id: stack[-1] for city_id, stack in self.model.stacks.items() if stack}
        for number, content in self.model.contents.items():
            assert self.ledger.file_of(number) == content.encode()
        assert set(self.ledger.submissions()["wave_id"]) <= {WAVE}

    def teardown(self) -> None:
        assert verify(self.ledger) == []
        self.ledger.close()
        shutil.rmtree(self.folder)


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(
    max_examples=int(os.environ.get("DIGITALKOMPASS_STATES") or 8),
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
