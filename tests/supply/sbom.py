"""`python -m tests.supply.sbom [FILE]`: everything by others that Screener runs with, as CycloneDX.

Without a network and in little time: versions from requirements.lock, licences from what is installed, and the scripts in
static/vendor from their table. With `--check` it is validated against the schema of CycloneDX too.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from screener import __version__
from screener.paths import inside

ROOT = Path(__file__).parents[2]
FILE = ROOT / "build" / "sbom.cdx.json"
# Which say their licence in a file and not in a field.
LICENCES = {"sqlite-fts4": "Apache-2.0", "protobuf": "BSD-3-Clause", "partd": "BSD-3-Clause", "pyrage": "MIT"}
Data = dict[str, Any]


def wanted() -> list[Requirement]:
    """Return what pyproject.toml names for running, with every optional part."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [name for names in project["optional-dependencies"].values() for name in names]
    return [Requirement(name) for name in (*project["dependencies"], *optional)]


def locked() -> dict[str, tuple[str, list[str]]]:
    """Return version and hashes by name, as requirements.lock has them."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.match(r"([\w.-]+)(?:\[[^]]*])?==([^\s;]+)(.*)", line) for line in text.splitlines())
    return {canonicalize_name(f[1]): (f[2], re.findall(r"--hash=sha256:(\w+)", f[3])) for f in lines if f}


def needed() -> dict[str, list[str]]:
    """Return the names of what is needed, directly and by others, each with the names of what it needs itself."""
    found: dict[str, list[str]] = {}
    waiting = [(canonicalize_name(r.name), tuple(sorted(r.extras))) for r in wanted()]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        own = {
            key for r in _required_by(name, extras) for key in [(canonicalize_name(r.name), tuple(sorted(r.extras)))]
        }
        found[name] = sorted({*found.get(name, []), *(key[0] for key in own)})
        waiting += own - seen
        seen |= own
    return found


def _required_by(name: str, extras: tuple[str, ...]) -> Iterator[Requirement]:
    try:
        written = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for requirement in map(Requirement, written):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def licence_of(name: str) -> str:
    """Return the licence of something installed, as its makers write it; "" if they write none."""
    known: Distribution = distribution(name)
    fields = known.metadata.json
    said = str(fields.get("license_expression") or fields.get("license") or "").strip()
    classifiers = fields.get("classifier") or []
    of_lists = [line.rpartition(" :: ")[2] for line in classifiers if str(line).startswith("License ::")]
    short = said if said and len(said) <= 80 and "\n" not in said else ""
    return short or ", ".join(of_lists) or LICENCES.get(name, "")


def vendored() -> Iterator[Data]:
    """Return the scripts that are part of Screener, by their table."""
    table = (inside("static") / "vendor" / "README.md").read_text(encoding="utf-8")
    for file, _, licence, digest in re.findall(
        r"^\| `([^`]+)` \| (.+?) \| ([^|]+) \| `(\w{64})` \|$", table, re.MULTILINE
    ):
        name, version = re.fullmatch(r"(\w+)-([\d.]+)\.min\.js", file).groups()  # type: ignore[union-attr]
        yield {
            "type": "library", "bom-ref": f"pkg:npm/{name}@{version}", "name": name, "version": version, "purl": f"pkg:npm/{name}@{version}",
            "licenses": [{"license": {"name": licence.strip()}}], "hashes": [{"alg": "SHA-256", "content": digest}],
        }  # fmt: skip


def bill() -> Data:
    """Return the bill of materials. The same each time for the same lock."""
    versions, needs = locked(), needed()
    refs = {name: f"pkg:pypi/{name}@{versions[name][0]}" for name in sorted(needs) if name in versions}
    parts = [
        {
            "type": "library", "bom-ref": ref, "name": name, "version": versions[name][0], "purl": ref,
            "licenses": [{"license": {"name": licence_of(name)}}],
            "externalReferences": [{"type": "distribution", "url": ref,
                                    "hashes": [{"alg": "SHA-256", "content": own} for own in sorted(versions[name][1])]}],
        }
        for name, ref in refs.items()
    ]  # fmt: skip
    scripts, own = list(vendored()), f"pkg:pypi/screener@{__version__}"
    direct = sorted({refs[canonicalize_name(r.name)] for r in wanted()} | {script["bom-ref"] for script in scripts})
    product = {"type": "application", "bom-ref": own, "name": "screener", "version": __version__, "purl": own,
               "licenses": [{"license": {"id": "Apache-2.0"}}]}  # fmt: skip
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": product},
        "components": [*parts, *scripts],
        "dependencies": [{"ref": own, "dependsOn": direct},
                         *({"ref": ref, "dependsOn": sorted(refs[n] for n in needs[name] if n in refs)} for name, ref in refs.items())],
    }  # fmt: skip


def trouble_with(text: str) -> str:
    """Return what is wrong with a bill by the schema of CycloneDX; "" if nothing is."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(error) if error else ""


def main(file: Path, *, checks: bool) -> int:
    """Write the bill; 1 if it is not valid."""
    text = json.dumps(bill(), indent=1, sort_keys=True) + "\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    trouble = trouble_with(text) if checks else ""
    count = text.count('"type": "library"')
    print(f"{file}: {trouble or f'{count} components'}")
    return int(bool(trouble))


if __name__ == "__main__":
    named = [Path(own) for own in sys.argv[1:] if own != "--check"]
    sys.exit(main(named[0] if named else FILE, checks="--check" in sys.argv))
