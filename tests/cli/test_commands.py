import json
import shutil
from itertools import islice
from pathlib import Path

import pytest

from screener.paths import shipped
from tests.cli.conftest import Run
from tests.cli.test_bad_input import assert_refused
from tests.factories import SLOTS, make_bank, write_bank, write_change, write_file
from training.corpus import statements

STATEMENT = {"id": "a1", "text": "Well – marketing is there to serve sales. Ω", "extra": 1}


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.returncode == 0
    for command in (b"check", b"flag", b"rate", b"schema", b"score"):
        assert command in result.stdout
        assert run(command.decode(), "--help").returncode == 0


def test_flag_answers_each_line_in_order_with_offsets_into_its_text(run: Run) -> None:
    lines = [STATEMENT, {"id": "a2", "text": "We moved to York."}]
    result = run("flag", given="\n".join(map(json.dumps, lines)).encode())
    first, second = map(json.loads, result.stdout.decode().splitlines())
    assert (first["id"], second) == ("a1", {"id": "a2", "philosophies": []})
    (found,) = first["philosophies"]
    assert (found["philosophy"], found["stance"]) == ("marketing-serves-sales", "asserted")
    assert STATEMENT["text"][found["start"] : found["end"]] == found["quote"]  # type: ignore[index]


def test_rate_leaves_out_what_has_no_evidence(run: Run) -> None:
    rows = [
        {"id": 1, "question": "How do you see them?", "text": "Marketing is there to serve sales, I always say."},
        {"id": 2, "question": "And the office?", "text": "We moved to York in March."},
    ]
    result = run("rate", given="\n".join(map(json.dumps, rows)).encode())
    first, second = map(json.loads, result.stdout.decode().splitlines())
    assert first["ratings"]["standing"]["level"] <= 2
    evidence = first["ratings"]["standing"]["evidence"][0]
    assert str(rows[0]["text"])[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert second == {"id": 2, "ratings": {}}


def test_flag_says_the_same_with_one_thread_and_with_two(run: Run) -> None:
    given = "\n".join(json.dumps({"id": s.id, "text": s.text}) for s in islice(statements(), 40, 90)).encode()
    one, two = (run("flag", given=given, OMP_NUM_THREADS=n).stdout for n in ("1", "2"))
    assert one == two
    assert one.count(b'"philosophy"') > 10


def test_eval_prints_figures_as_text_and_as_data(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    label = {"philosophy": "marketing-serves-sales", "stance": "asserted"}
    path.write_text(json.dumps(STATEMENT | {"labels": [label]}) + "\n", encoding="utf-8")
    assert b"broken quotations: 0" in run("eval", path).stdout
    figures = json.loads(run("eval", path, "--format", "json").stdout)
    assert figures["risky"]["recall"] == 1.0
    refused = run("eval", tmp_path / "nowhere.jsonl")
    assert refused.returncode == 2
    assert b"there is no file" in refused.stderr


def test_score_gives_the_same_report_as_text_json_and_page(run: Run, talk: Path) -> None:
    arguments = ("score", talk, "--guide", "sales-leader", "--candidate-speaker", "Tom")
    report = json.loads(run(*arguments, "--format", "json").stdout)
    (answer, *_) = report["elsewhere"] or [q["answer"] for q in report["questions"] if q["answer"]]
    flag = answer["flags"][0]
    assert flag["quote"] == "Look, marketing is there to serve sales."
    assert "marketing is there to serve sales" in run(*arguments).stdout.decode()
    page = run(*arguments, "--format", "html").stdout.decode()
    assert "marketing is there to serve sales" in page
    assert "<b>plan</b>" not in page
    assert "<script" not in page
    assert "http" not in page.split("</head>")[1]


def test_check_writes_problems_in_three_formats_and_exits_with_one(run: Run, tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    shutil.copytree(shipped("questions"), bank)
    path = bank / "policies" / "default.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")
    text, data, github = (run("check", bank, "--no-examples", "--format", f) for f in ("text", "json", "github"))
    assert [r.returncode for r in (text, data, github)] == [1, 1, 1]
    assert "unknown-key `sumary` is not known here (did you mean `summary`?)" in text.stdout.decode()
    assert {"unknown-key", "missing-key"} == {p["code"] for p in json.loads(data.stdout)}
    assert github.stdout.startswith(b"::error file=")
    assert b"2 problems" in text.stderr


SHIPPED = "Checked the bank that comes with Screener; name a folder to check another."


def test_check_of_the_shipped_bank_is_clean(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert (result.returncode, result.stdout) == (0, b"")
    summary, told = result.stderr.decode().splitlines()
    assert summary.endswith("no problems")
    assert told == SHIPPED


@pytest.mark.parametrize(
    ("where", "told"), [(".", "the bank in questions"), ("questions", "the bank in this folder")], ids=["around", "in"]
)
def test_check_takes_the_bank_in_the_current_folder_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, told: str
) -> None:
    write_file(write_bank(tmp_path / "questions") / SLOTS["question"], "id: [")
    monkeypatch.chdir(tmp_path / where)
    result = run("check")
    assert (result.returncode, b"yaml-syntax" in result.stdout) == (1, True)
    assert f"Checked {told}; name a folder to check another." in result.stderr.decode()


def test_check_of_a_bank_that_is_named_says_nothing_of_others(run: Run, tmp_path: Path) -> None:
    assert b"Checked" not in run("check", write_bank(tmp_path)).stderr


def test_check_counts_the_files_that_have_mistakes_among_all(run: Run, tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    for slot in ("question", "policy"):
        write_file(bank / SLOTS[slot], "id: [")
    said = run("check", bank, "--coverage").stderr.decode()
    assert said == (
        f"{len(make_bank())} files, 2 of them with mistakes, examples and coverage not run until these problems are"
        " mended, 2 problems\n"
    )


def test_check_says_that_coverage_was_looked_at(run: Run, tmp_path: Path) -> None:
    bank = write_bank(tmp_path)
    proved = "every phrase, rule and word list is proved by an example"
    assert f", {proved}, no problems" in run("check", bank, "--coverage").stderr.decode()
    assert proved not in run("check", bank).stderr.decode()
    write_change(bank, "risky", {"patterns": ["the credit belongs to us", "nobody says it so"]})
    result = run("check", bank, "--coverage")
    assert b"pattern-never-fires" in result.stdout
    assert proved not in result.stderr.decode()


def test_check_looks_at_no_coverage_without_examples(run: Run, tmp_path: Path) -> None:
    assert_refused(run("check", write_bank(tmp_path), "--coverage", "--no-examples"), "--coverage goes by the examples")


def test_schema_writes_a_file_for_each_kind(run: Run, tmp_path: Path) -> None:
    assert run("schema", tmp_path / "schemas").returncode == 0
    names = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert {"philosophy.schema.json", "rubric.schema.json", "question.schema.json", "guide.schema.json"} <= names
    assert set(json.loads(run("schema").stdout)) == {name.removesuffix(".schema.json") for name in names}
