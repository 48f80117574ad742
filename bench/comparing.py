"""Comparing candidates: the page for few and for many, how it grows, and the export of ten thousand scorecards."""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from flask.testing import FlaskClient

from bench.web import memory
from screener.journeys.accounts import sign_in_to_demo
from screener.journeys.instance import QUESTIONS, Instance, make_instance, new_id, open_instance
from screener.storage.records import Candidate, Draft, Interview, Opening, Person, Rating, Scorecard, Weighting
from screener.storage.summaries import HeardFlag, Hearing, Summary
from screener.web import create_app

RATERS = 3
GROWTH = (100, 300, 1_000, 3_000, 10_000)  # candidates
SCORECARDS = 10_000
VISITS = 21
PLOT = Path(__file__).parent.parent / "docs" / "comparison-growth.svg"
RATINGS = 9  # on each scorecard
_GUIDE = "nine"
_NOTE = (
    "She rang her counterpart first, on the Monday, and asked what had gone wrong from where he sat. It was the hand-"
    "over: half of the leads had no name in them. They wrote down together what a lead is, and looked again in May."
)
_FLAGS = (
    HeardFlag("q", "notes", "marketing-serves-sales", "asserted", "risky", "high", 0.9, 0, 40, _NOTE[:40]),
    HeardFlag("q", "notes", "own-the-fix", "asserted", "healthy", "", 0.9, 0, 40, _NOTE[:40]),
)


@dataclass(frozen=True)
class Filled:
    """An instance with an opening in which everybody has submitted."""

    instance: Instance
    opening: Opening
    person: Person


@contextmanager
def filled(candidates: int, *, has_answers: bool = False) -> Iterator[Filled]:
    """Give an instance with so many candidates; `has_answers` adds the ratings and notes that are not on the page."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "instance"
        make_instance(folder)
        _add_guide(folder / QUESTIONS / "guides")
        instance = open_instance(folder)
        try:
            yield _fill(instance, candidates, has_answers=has_answers)
        finally:
            instance.close()


def _add_guide(guides: Path) -> None:
    """Shorten a shipped guide of two questions on each competency to nine questions."""
    guide = yaml.safe_load((guides / "sales-leader.yaml").read_text(encoding="utf-8"))
    firsts = {question.split("-")[0]: question for question in reversed(guide["questions"])}
    others = [question for question in guide["questions"] if question not in firsts.values()]
    guide |= {
        "id": _GUIDE,
        "questions": [*firsts.values(), *others[: RATINGS - len(firsts)]],
        "single_question_reason": "Nine ratings, for measuring.",
    }
    (guides / f"{_GUIDE}.yaml").write_text(yaml.safe_dump(guide, allow_unicode=True), encoding="utf-8")


def _fill(instance: Instance, candidates: int, *, has_answers: bool) -> Filled:
    store, at, chance = instance.store, instance.now(), random.Random(1)  # noqa: S311 (invented ratings)
    bank = instance.shelf.current().bank
    asked = {question: bank.questions[question].competency for question in bank.guides[_GUIDE].questions}
    weights = tuple(Weighting(competency, 1.0) for competency in bank.rubrics)
    people = [Person(new_id(), name, "hr", created_at=at) for name in ("Ada", "Ben", "Cora")]
    opening = Opening(new_id(), "Sales Director", "both", _GUIDE, "default", weights, people[0].id, at, {})
    fingerprint = instance.shelf.keep_current(at)
    with store.transaction():
        for person in people:
            store.add_person(person)
        store.add_opening(opening)
        applicants = [Candidate(new_id(), opening.id, f"Candidate {number:05}", "", at) for number in range(candidates)]
        store.add_candidates(applicants)
        for applicant in applicants:
            true = chance.gauss(3, 0.8)
            for person in people:
                interview = Interview(
                    new_id(), applicant.id, 1, False, _GUIDE, "default", "nothing", "", at, "", fingerprint, at
                )  # fmt: skip
                card = Scorecard(new_id(), interview.id, person.id, at, at, at, at)
                store.add_interview(interview, [card])
                levels: dict[str, list[int | None]] = {competency: [] for competency in bank.rubrics}
                for question, competency in asked.items():
                    level = _level(chance, true)
                    levels[competency].append(level)
                    if has_answers:
                        store.append(Rating(card.id, question, competency, level, False, new_id(), at, at))
                        store.append_draft(Draft(card.id, question, 0, 0, None, "w", new_id(), _NOTE, at, at))
                levels = {competency: own or [_level(chance, true)] for competency, own in levels.items()}
                store.add_summary(Summary(card.id, levels, {}, {}))
                store.add_hearing(Hearing(card.id, fingerprint, "default", _FLAGS, "bench", at))
    return Filled(instance, opening, people[0])


def _level(chance: random.Random, true: float) -> int | None:
    return None if chance.random() < 0.1 else max(1, min(5, round(true + chance.gauss(0, 0.9))))


def visitor(found: Filled) -> FlaskClient:
    """Return a browser of somebody in HR who has nothing to submit."""
    client = create_app(found.instance, is_served=True).test_client()
    with client.session_transaction() as session:
        session["sign_in"] = sign_in_to_demo(found.instance, found.person, "bench")
    return client


def page(found: Filled) -> tuple[float, int]:
    """Return the milliseconds that the server takes for the comparison's first page, and its SQL statements."""
    client, times = visitor(found), []
    address = f"/openings/{found.opening.id}/compare"
    for _ in range(VISITS):
        begin = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - begin))
        if answer.status_code != 200:
            raise SystemExit(f"bench: the comparison answers {answer.status}")
    seen: list[str] = []
    connection = found.instance.store._db.conn  # type: ignore[attr-defined]
    connection.set_trace_callback(lambda sql: seen.append(sql) if not sql.startswith(("BEGIN", "COMMIT")) else None)
    client.get(address)
    connection.set_trace_callback(None)
    return statistics.median(times[1:]), len(seen)  # the first compiles templates


def export(folder: Path) -> tuple[float, float]:
    """Return the seconds and the most megabytes of `screener export`, whose progress bar somebody watches."""
    master, terminal = os.openpty()
    command = [sys.executable, "-m", "screener", "export", str(folder), str(folder / "all.xlsx")]
    megabytes, begin = 0.0, time.perf_counter()
    with subprocess.Popen(command, stderr=terminal, stdout=subprocess.DEVNULL) as process:
        os.close(terminal)
        threading.Thread(target=_watch, args=(master,), daemon=True).start()
        while process.poll() is None:
            with suppress(OSError, IndexError):  # it has just ended
                megabytes = memory(process.pid)
            time.sleep(0.02)
    seconds = time.perf_counter() - begin
    if process.returncode:
        raise SystemExit(f"bench: the export ended with {process.returncode}")
    return seconds, megabytes


def _watch(master: int) -> None:
    with suppress(OSError):  # the other end is closed
        while os.read(master, 65_536):
            pass


def plot(points: Sequence[tuple[int, float]], width: int = 420, height: int = 300) -> str:
    """Return how the page's time grows, as SVG: both scales go by tens, and the dashes are what is linear."""
    edge = 52
    ticks = (10**exponent for exponent in range(6))
    along = (points[0][0], points[-1][0])
    most = max(own for _, own in points)
    top = next(tick for tick in ticks if tick >= most)

    def at(count: float, took: float) -> tuple[float, float]:
        x = (log(count) - log(along[0])) / (log(along[1]) - log(along[0]))
        y = log(max(took, 1)) / log(top)
        return round(edge + x * (width - 2 * edge), 1), round(height - edge - y * (height - 2 * edge), 1)

    drawn = " L".join(f"{x} {y}" for x, y in (at(*point) for point in points))
    left, bottom = at(along[0], 1)
    right, upper = at(along[1], top)
    middle = points[len(points) // 2]
    straight = [at(count, middle[1] * count / middle[0]) for count in (middle[0], along[1])]
    labels = [(at(count, 1)[0], bottom + 16, "middle", f"{count:,}") for count, _ in points]
    labels += [(left - 8, at(along[0], tick)[1] + 4, "end", f"{tick:,}") for tick in (1, 10, 100, 1_000) if tick <= top]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        'font-size="11" aria-label="Milliseconds of the comparison page by the number of candidates">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{left} {upper}V{bottom}H{right}" fill="none" stroke="#555"/>',
        f'<path d="M{" L".join(f"{x} {y}" for x, y in straight)}" stroke="#aaa" stroke-dasharray="4 4"/>',
        f'<path d="M{drawn}" fill="none" stroke="#1b5e8c" stroke-width="2"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="#1b5e8c"/>' for x, y in (at(*point) for point in points)),
        *(f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>' for x, y, anchor, words in labels),
        f'<text x="{width / 2}" y="{height - 12}" text-anchor="middle">candidates, three raters each</text>',
        f'<text transform="translate(13 {height / 2}) rotate(-90)" text-anchor="middle">milliseconds</text>',
    ]
    return "\n".join([*parts, "</svg>", ""])


def comparing_figures() -> list[tuple[str, str, str]]:
    """Return what was measured: what, the figure, the bar. The growth is drawn into docs/comparison-growth.svg."""
    rows = []
    with filled(20) as found:
        took, statements = page(found)
        rows.append(_page_row(20, took, statements, "≤ 30 ms, ≤ 12"))
    points = []
    for count in GROWTH:
        with filled(count) as found:
            took, statements = page(found)
            points.append((count, took))
            if count == 1_000:
                rows.append(_page_row(count, took, statements, "≤ 150 ms, ≤ 12"))
    rows += [
        (f"the same, {count:,} candidates", f"{took:.0f} ms", "linear") for count, took in points if count != 1_000
    ]
    PLOT.write_text(plot(points), encoding="utf-8")
    candidates = -(-SCORECARDS // RATERS)
    with filled(candidates, has_answers=True) as found:
        seconds, megabytes = export(found.instance.folder)
    what = f"`screener export`, {candidates * RATERS:,} scorecards of {RATINGS} ratings with notes, whole command"
    return [*rows, (what, f"{seconds:.1f} s", "≤ 10 s"), ("peak memory of that", f"{megabytes:.0f} MB", "≤ 200 MB")]


def _page_row(candidates: int, took: float, statements: int, bar: str) -> tuple[str, str, str]:
    what = f"comparison of {candidates:,} candidates × {RATERS} raters × 9 competencies, median, SQL statements"
    return what, f"{took:.0f} ms, {statements}", bar
