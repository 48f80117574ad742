"""A candidate whose scorecards are handed over as far as they are submitted, for tests of what other systems get."""

from screener.storage.records import Candidate, Opening
from tests.journeys.test_candidates import hold
from tests.office import Office


def half_submitted(office: Office, opening: Opening) -> Candidate:
    """Add somebody on whom Ingrid and, an hour later, Marcus have submitted, and Yuki has not."""
    candidate = office.candidate(opening)
    hold(office, candidate, office.ingrid, {"standing": 5, "credit": None})
    office.clock.forward(hours=1)
    hold(office, candidate, office.marcus, {"standing": 2})
    hold(office, candidate, office.yuki, submits=False)
    return candidate
