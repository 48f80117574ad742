"""One target, led by what it reaches: `python -m tests.fuzz.guided NAME RUNS SECONDS`. Needs atheris."""

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

with atheris.instrument_imports(include=["screener"]):
    from tests.fuzz.driving import Run, keep, trouble_with
    from tests.fuzz.mutations import LARGEST
    from tests.fuzz.targets import TARGETS


def main(name: str, runs: str, seconds: str) -> None:
    """Try one target. Ends the process, as libFuzzer does; what failed is kept and makes it end with 1."""
    (target,) = (own for own in TARGETS if own.name == name)
    failed = Run(target.name)

    def once(data: bytes) -> None:
        if trouble := trouble_with(target, data):
            failed.failures[data] = trouble
            keep(failed)
            raise AssertionError(trouble)

    corpus = Path(mkdtemp(prefix="screener-fuzz-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed[:LARGEST])
    wishes = [
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        "-seed=7",
        f"-max_len={LARGEST}",
        "-print_final_stats=1",
        f"-artifact_prefix={corpus}/",
    ]
    atheris.Setup([sys.argv[0], *wishes, str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
