"""How long and how much: whole commands in processes of their own, and scoring inside one."""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from screener.journeys.banks import guide_of, open_scorer, policy_of
from screener.journeys.checking import check_bank
from screener.paths import shipped
from screener.scoring.interview import score_interview
from screener.text.segment import sentences
from screener.text.transcript.read import read_transcript
from screener.text.transcript.roles import roles_of

QUESTIONS = shipped("questions")
SAMPLE = QUESTIONS / "samples" / "marketing-leader-interview.md"
RUNS = 7
SIZES = (1_000, 3_000, 10_000)  # words
ANSWERS = QUESTIONS.parent / "bench" / "data" / "answers.jsonl"


def fastest(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the seconds of the fastest run: what the machine can do when nothing else disturbs it."""
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - begin)
    return best


def command(*arguments: str, given: bytes = b"") -> Callable[[], object]:
    """Return a run of the command in a new process."""
    program = [sys.executable, "-m", "screener", *arguments]
    return lambda: subprocess.run(program, input=given, capture_output=True, check=True)


def transcript_of(words: int) -> bytes:
    """Return a conversation of about that many words: the shipped sample's turns repeated, no two quite alike."""
    turns = [t for t in SAMPLE.read_text(encoding="utf-8").split("\n\n") if t.startswith("**")]
    made: list[str] = []
    count = 0
    while count < words:
        made.append(f"{turns[len(made) % len(turns)]} That makes {len(made)}.")
        count += len(made[-1].split())
    return "\n\n".join(made).encode()


def scoring(words: int) -> tuple[float, float]:
    """Return the seconds to score a conversation of that size, bank already loaded, and the sentences per second."""
    scorer = open_scorer(QUESTIONS)
    scorer.score("Marketing is there to serve sales.")  # the first time compiles phrases
    transcript = read_transcript(transcript_of(words), SAMPLE.name)
    roles = roles_of(transcript)
    guide, policy = guide_of(scorer.bank, "marketing-leader"), policy_of(scorer.bank, "default")

    def score() -> None:
        for answer in score_interview(transcript, roles, guide, policy, scorer).answers:
            _ = answer.score  # an answer is read when it is first asked for

    seconds = fastest(score, 1)
    count = sum(len(sentences(t.text)) for t in transcript.turns if t.speaker == roles.candidate)
    return seconds, count / seconds


def command_on(words: int) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of `screener score` on a conversation of that size."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / SAMPLE.name
        path.write_bytes(transcript_of(words))
        seconds = fastest(command("score", str(path), "--guide", "marketing-leader", "--format", "json"), 3)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def reading(words: int) -> float:
    """Return the milliseconds of one core that reading a text of so many words takes, phrases included."""
    scorer = open_scorer(QUESTIONS)
    transcript = read_transcript(SAMPLE.read_bytes(), SAMPLE.name)
    candidate = roles_of(transcript).candidate
    text = " ".join(turn.text for turn in transcript.turns if turn.speaker == candidate).split()[:words]
    taken = []
    for number in range(31):  # what was heard before would be at hand
        begin = time.process_time()
        scorer.score(" ".join([*text[:-1], str(number)]) + ".")
        taken.append(time.process_time() - begin)
    return 1000 * sorted(taken)[15]


def answers_a_minute() -> float:
    """Return how many interview answers two processes rate in a minute, each on one core; starting up not counted."""
    rows = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]

    def asked(times: int) -> bytes:
        given = (row | {"text": f"{row['text']} That makes {n}."} for n in range(times) for row in rows)
        return "\n".join(map(json.dumps, given)).encode()

    few, many = (fastest(_two_raters(asked(times)), 1) for times in (1, 5))
    return 60 * 2 * 4 * len(rows) / (many - few)


def _two_raters(given: bytes) -> Callable[[], object]:
    program = [sys.executable, "-m", "screener", "rate"]

    def run() -> None:
        raters = [subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(2)]
        feeding = [threading.Thread(target=rater.communicate, args=(given,)) for rater in raters]
        for thread in feeding:
            thread.start()
        for thread in feeding:
            thread.join()

    return run


def installed_megabytes() -> float:
    """Return the size of the program with everything that is installed for users, as a fresh environment has it."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(Path(folder) / "bin" / "python"), "-m", "pip", "install", "--quiet", str(QUESTIONS.parent)]
        subprocess.run(pip, check=True)
        packages = next((Path(folder) / "lib").glob("python*")) / "site-packages"
        files = [path for path in packages.rglob("*") if path.is_file()]
        own = [path for path in files if not path.relative_to(packages).parts[0].startswith(("pip", "setuptools"))]
        return sum(path.stat().st_size for path in own) / 1e6


def breathless(words: int) -> float:
    """Return the seconds to score that many words on end without a single mark, rich in phrases."""
    scorer = open_scorer(QUESTIONS)
    said = "so marketing is there to serve sales and then we asked them what they needed because the leads were bad "
    text = said * (words // len(said.split()))
    return fastest(lambda: scorer.score(text), 2)


def plain_python() -> float:
    """Return the seconds of a million additions: by that, figures of two machines can be compared."""

    def add_up() -> None:
        total = 0
        for number in range(1_000_000):
            total += number

    return fastest(add_up)


def speed() -> list[tuple[str, str, str]]:
    """Return what was measured: what, the figure, the bar."""
    statement = b'{"id": 1, "text": "Marketing is there to serve sales."}\n'
    rows = [
        ("a million additions in plain Python, to compare machines by", f"{1000 * plain_python():.0f} ms", ""),
        ("cold start of `screener --help`", f"{fastest(command('--help')):.2f} s", "≤ 0.3 s"),
        ("cold start of `screener flag`, one statement", f"{fastest(command('flag', given=statement)):.2f} s", "≤ 1 s"),
        (
            "`check` of the shipped bank without examples",
            f"{fastest(lambda: check_bank(QUESTIONS, examples=False), 3):.2f} s",
            "≤ 0.5 s for 150 files",
        ),
        (
            "`check` of the shipped bank with examples and coverage",
            f"{fastest(lambda: check_bank(QUESTIONS, coverage=True), 2):.2f} s",
            "",
        ),
    ]
    seconds, megabytes = command_on(10_000)
    rows += [
        ("`screener score`, 10,000 words, whole command", f"{seconds:.2f} s", "≤ 12 s"),
        ("peak memory of that", f"{megabytes:.0f} MB", "≤ 450 MB"),
        ("a sentence of 20 words, one core", f"{reading(20):.1f} ms", "≤ 20 ms"),
        ("an answer of 200 words, one core", f"{reading(200):.0f} ms", "≤ 150 ms"),
        ("answers rated a minute, two cores", f"{answers_a_minute():,.0f}", "≥ 600"),
        ("everything that is installed for users", f"{installed_megabytes():.0f} MB", "≤ 350 MB"),
    ]
    figures = {size: scoring(size) for size in SIZES}
    rows.append(("sentences read per second, one core", f"{figures[10_000][1]:,.0f}", ""))
    for size, (taken, _) in figures.items():
        per_thousand = f"{1000 * taken / (size / 1000):.1f} ms per 1,000 words"
        rows.append((f"scoring {size:,} words, bank loaded", f"{taken:.2f} s ({per_thousand})", "linear"))
    for size in SIZES:
        rows.append((f"scoring {size:,} words without a mark, full of phrases", f"{breathless(size):.2f} s", "linear"))
    return rows
