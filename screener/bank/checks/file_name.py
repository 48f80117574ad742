"""A file is named after what it holds, and a question lies in the folder of its competency."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from screener.bank.load import Library
from screener.bank.problems import Problem

CODE = "file-name"


def check(library: Library) -> Iterator[Problem]:
    """Report files and folders that are called otherwise."""
    for key, document in library.documents.items():
        name = key.split("/", 1)[1]
        path = PurePosixPath(document.file)
        if path.stem != name:
            message = f"`{name}` stands in {path.name} (rename the file to {name}.yaml, or change the id)"
            yield document.problem(("id",), CODE, message)
    for question in library.bank.questions.values():
        document = library.document("items", question.id)
        folder = PurePosixPath(document.file).parent.name
        if folder != question.competency:
            message = f"a question on `{question.competency}` lies in items/{folder}/ (move it, or change this)"
            yield document.problem(("competency",), CODE, message)
