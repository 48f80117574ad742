"""No address tells anybody what a colleague gave or wrote before they may know, whatever the opening has set."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import cycle, product
from zipfile import ZipFile, is_zipfile

import pytest
from werkzeug.test import TestResponse

from screener.storage.records import Sight
from tests.access.panel import RATERS, SETTLED, STATES, Panel, word_of
from tests.access.rights import Row
from tests.access.table import AREAS

POLICIES: tuple[Sight, ...] = ("after-own", "always", "never")
OTHERS = ("moderator", "outsider", "manager", "elsewhere", "hr", "program")  # for whom all policies are alike
IS_LONG = bool(os.environ.get("SOAK"))  # everybody under every policy at every address: `make soak`
CASES = [*product(RATERS, POLICIES), *(product(OTHERS, POLICIES) if IS_LONG else zip(OTHERS, cycle(POLICIES)))]
_AREAS = ("Openings", "Candidates, rounds and the panel’s discussion", "Holding interviews, and practice",
          "Comparing, taking out, and adverse impact", "Other programs and monitoring")  # fmt: skip
READ = [
    row for area, rows in AREAS.items() if area in _AREAS or IS_LONG for row in rows
    if row.method == "GET" and not row.address.startswith(("/static", "/practice"))
]  # fmt: skip


def may_read(viewer: str, state: str, policy: Sight) -> bool:
    """Whether somebody may read what the colleague gave a state's candidate: the rule, told once more."""
    if state == "colleague open":
        return False  # nobody reads what is not submitted
    if viewer in ("manager", "hr", "program"):
        return True  # they oversee, and have nothing of their own to give
    if viewer == "moderator":
        return state == "final"  # once the discussion has been opened
    if viewer in RATERS:
        has_submitted = state not in ("not begun", "rated")
        return {"always": True, "after-own": has_submitted, "never": has_submitted and viewer != "own"}[policy]
    return False


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    made = Panel(tmp_path_factory.mktemp("panel"))
    yield made
    made.close()


def asked(panel: Panel, viewer: str, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Return what somebody gets at addresses, for each state where they are about a candidate: name and text."""
    for row in rows:
        is_about_one = "<candidate_id>" in row.address or "<interview_id>" in row.address
        for state in _states(row) if is_about_one else ("",):
            yield f"{row} {state}", text_of(panel.visit(viewer, row, _at(panel, row, state)))


def _states(row: Row) -> tuple[str, ...]:
    """Packed records are what each record is, and take long."""
    return ("colleague open",) if row.address.endswith("records.zip") and not IS_LONG else STATES


def _at(panel: Panel, row: Row, state: str) -> Mapping[str, str]:
    if row.address.endswith("/record"):  # what is kept of the colleague's interview; one's own holds nothing of it
        return panel.at(state, "colleague")
    if row.address.endswith("/side-by-side"):
        return {"settled_on": panel.at("rated")["candidate_id"], "unsettled": panel.at("final")["candidate_id"]}
    return panel.at(state) if state else {}


def text_of(answer: TestResponse) -> str:
    """Return everything that an answer says, that of packed files too."""
    content = answer.get_data()
    if not is_zipfile(BytesIO(content)):
        return content.decode("utf-8", "replace")
    with ZipFile(BytesIO(content)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


WORDS = (*map(word_of, STATES), SETTLED)


@pytest.mark.parametrize(("viewer", "policy"), CASES)
def test_a_colleagues_words_stand_only_where_one_may_read_them(panel: Panel, viewer: str, policy: Sight) -> None:
    may = {word_of(state) for state in STATES if may_read(viewer, state, policy)}
    may |= {SETTLED} if may_read(viewer, "final", policy) and viewer != "program" else set()
    seen: set[str] = set()
    with panel.undone():
        panel.allow(policy)
        for name, text in asked(panel, viewer, READ):
            found = {word for word in WORDS if word in text}
            assert found <= may, name
            seen |= found
    assert seen == may


COMPARED = [row for row in READ if "<opening_id>" in row.address and "import" not in row.address]


@pytest.mark.parametrize("state", ["rated", "colleague open"])
@pytest.mark.parametrize(
    ("viewer", "policy"), [("rating hr", "after-own"), ("rating hr", "never"), ("own", "after-own")]
)
def test_nothing_changes_with_what_one_may_not_know(panel: Panel, viewer: str, policy: Sight, state: str) -> None:
    """No figure, order or interval moves when a colleague whose ratings one may not see yet has rated otherwise."""
    rows = [*COMPARED, *(row for row in READ if row.address == "/candidates/<candidate_id>")]
    with panel.undone():
        panel.allow(policy)
        before = dict(asked(panel, viewer, rows))
        panel.rewrite(state)
        after = dict(asked(panel, viewer, rows))
    assert [name for name in before if _still(before[name]) != _still(after[name])] == []


def test_figures_change_with_what_one_may_know(panel: Panel) -> None:
    """Else the test above would hold of pages that show nothing."""
    with panel.undone():
        before = dict(asked(panel, "hr", COMPARED))
        panel.rewrite("rated")
        after = dict(asked(panel, "hr", COMPARED))
    assert len([name for name in before if _still(before[name]) != _still(after[name])]) >= 5


def _still(text: str) -> str:
    """Leave out what is another one each time: tokens against forgery, keys of forms, and when a file was packed."""
    return re.sub(r'value="[^"]{24,}"|data-csrf="[^"]+"|T\d\d:\d\d:\d\d', "", text)
