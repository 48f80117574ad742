"""Whatever a program asks, answers are as the description says: tried out by Schemathesis from the description itself."""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.generation.case import Case

from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.tokens import make_token
from screener.storage.importing import ExternalId
from screener.storage.records import Opening
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office, open_office
from tests.web.browser import app_of

# As a rule the same cases each time, in under a minute. `make soak` tries others, and many more.
IS_LONG = settings.get_current_profile_name() == "soak"
CASES = settings.get_profile("soak").max_examples if IS_LONG else 120
NAMES = ("Tessa Brandvold", *WRITINGS)
# What is there has other ids each time, so these stand for them among the ids that are tried.
OPENINGS, CANDIDATES = ("full", "hidden", "closed"), ("first", "last", "among-the-hidden")

described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json",
    app_of(cast(Office, SimpleNamespace(instance=None))),
    # The token is ours to send; tests/web/test_api.py tries wrong ones.
    config=schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}}),
)
for name, ids in (("opening_id", OPENINGS), ("candidate_id", CANDIDATES)):
    described.raw_schema["components"]["parameters"][name]["schema"] = {
        "anyOf": [{"enum": list(ids)}, {"type": "string", "minLength": 1}]
    }


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose application is the one that is tried."""
    office = open_office(tmp_path_factory.mktemp("fuzz"))
    app_of(office)
    yield office
    office.instance.close()


@pytest.fixture(scope="module")
def there(busy: Office) -> Mapping[str, str]:
    """What there is, by the names that stand for it."""
    full, hidden = _filled(busy, WRITINGS[0]), _filled(busy, "Sales Director")
    closed = busy.opening(title="Marketing Director", closed_at=busy.instance.now())
    set_blind(busy.instance, busy.helen, hidden.id, is_blind=True)
    store = busy.instance.store
    (first, *_, last), _ = store.candidates_of(full.id)
    (concealed, *_), _ = store.candidates_of(hidden.id)
    ids = (full.id, hidden.id, closed.id, first.id, last.id, concealed.id)
    return dict(zip((*OPENINGS, *CANDIDATES), ids, strict=True))


@pytest.fixture(scope="module")
def token(busy: Office) -> str:
    return make_token(busy.instance, busy.sam, "A tester")[1]


def _filled(office: Office, title: str) -> Opening:
    """Keep an opening with scorecards of all kinds, and somebody who has withdrawn."""
    opening = office.opening(title=title)
    for number, name in enumerate(NAMES):
        candidate = office.candidate(opening, name)
        hold(office, candidate, office.ingrid, {"standing": 1 + number % 5, "credit": None})
        hold(office, candidate, office.yuki, submits=number != 1)
        office.instance.store.add_external_ids([ExternalId(opening.id, "lever", str(number), candidate.id)])
    withdraw(office.instance, office.helen, candidate.id)
    return opening


@described.parametrize()
@settings(max_examples=CASES, derandomize=not IS_LONG)
def test_answers_are_as_described(case: Case[Any], token: str, there: Mapping[str, str]) -> None:
    for name, own in case.path_parameters.items():
        if not isinstance(own, str):
            return  # in an address everything is a text; Schemathesis does not write others so that they can be sent
        case.path_parameters[name] = there.get(own, own)
    # Schemathesis does not unpack answers.
    case.call_and_validate(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
