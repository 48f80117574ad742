"""How far a longer piece of work has come, on standard error, and only where somebody watches it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def progress(what: str, *, after: float = 0.0) -> Iterator[Callable[[int, int], None]]:
    """Return a function that is told how much is done, and of how much; it shows a bar while that goes on.

    The bar appears once the work has taken `after` seconds: what is quickly done needs none.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar, begun = Progress(console=Console(stderr=True), transient=True), time.monotonic()
    task = bar.add_task(what, total=None)
    with ExitStack() as shown:

        def tell(done: int, of: int) -> None:
            if not bar.live.is_started and time.monotonic() - begun >= after:
                shown.enter_context(bar)
            bar.update(task, completed=done, total=of)

        if not after:
            shown.enter_context(bar)
        yield tell
