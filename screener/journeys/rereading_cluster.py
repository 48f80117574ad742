"""Texts read by two banks on the machines of a Dask cluster: the same comes out, in the same order.

For archives that would keep one machine busy for hours. What candidates said crosses the network to machines that the
organisation named, so the way there must be encrypted unless it stays on this machine.
"""

from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from ipaddress import ip_address
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from screener import __version__
from screener.errors import Refused, Unreadable
from screener.journeys.banks import reader_version
from screener.journeys.rereading_work import Banks, Contents, Pair
from screener.scoring.changed import Changes

if TYPE_CHECKING:
    from distributed import Client, Future

_AT_ONCE = 32  # texts; two seconds' work, so that the network's part in it is small
_AHEAD = 3  # portions that wait for each process
_LOOK_AGAIN = 0.2  # seconds
_CONNECT_SECONDS = 15


def changes_on_cluster(
    pairs: Sequence[Pair], contents: Mapping[str, Contents], new: str, address: str, is_cancelled: Callable[[], bool]
) -> Generator[Changes]:
    """Return what differs in each text, in their order; it ends early once `is_cancelled` says so.

    Raises Refused for an address that others could listen at, Unreadable if the cluster cannot be reached, breaks off,
    or has other versions of Screener or of the reader's weights.
    """
    _must_be_safe(address)
    broken: tuple[type[Exception], ...] = (OSError, TimeoutError, *_killed())
    try:
        with _client(address) as client:
            _must_be_alike(client)
            yield from _read_by(client, pairs, contents, new, is_cancelled)
    except broken as error:
        raise Unreadable(
            f"the cluster at {address} cannot be used ({error or type(error).__name__}; is its scheduler running, with "
            "workers?)"
        ) from None


def _read_by(
    client: "Client",
    pairs: Sequence[Pair],
    contents: Mapping[str, Contents],
    new: str,
    is_cancelled: Callable[[], bool],
) -> Generator[Changes]:
    banks = client.scatter({own: dict(files) for own, files in contents.items()}, broadcast=True, hash=False)
    portions = iter([pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)])
    waiting: deque[Future[list[Changes]]] = deque()

    def hand_out(most: int) -> None:
        waiting.extend(client.submit(read, own, banks, new, pure=False) for own in islice(portions, most))

    hand_out(_AHEAD * len(client.nthreads()))
    try:
        while waiting and not is_cancelled():
            try:
                found = waiting[0].result(timeout=_LOOK_AGAIN)
            except TimeoutError:
                continue
            waiting.popleft()
            yield from found
            hand_out(1)
    finally:
        client.cancel(list(waiting), force=True)


def read(pairs: Sequence[Pair], contents: Mapping[str, Contents], new: str) -> list[Changes]:
    """Read texts on a machine of the cluster, which keeps the banks that it has made ready."""
    key = (new, *sorted(contents))
    with _one_at_a_time:
        if key not in _ready:
            _ready.clear()
            _ready[key] = Banks(contents)
        return [_ready[key].changes(pair, new) for pair in pairs]


_ready: dict[tuple[str, ...], Banks] = {}
_one_at_a_time = Lock()  # a worker may have several threads; the network reads with one


def versions() -> tuple[str, str]:
    """Return the versions of Screener and of the reader's weights on this machine."""
    return __version__, reader_version()


def _must_be_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        raise Refused(f"{address} is no address of a Dask scheduler (write it like tls://scheduler.example.org:8786)")
    if parts.scheme == "tcp" and not _is_here(parts.hostname):
        raise Refused(
            f"what candidates said would cross the network to {parts.hostname} for anybody to read (give the scheduler "
            "and its workers certificates, and use tls:// in the place of tcp://)"
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise Unreadable('a cluster needs a part that is not installed (pip install "screener[cluster]")') from None
    return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)


def _must_be_alike(client: "Client") -> None:
    """Other weights would read otherwise, and nobody would see why."""
    own, found = versions(), client.run(versions)
    if not found:
        raise Unreadable("the cluster has no workers (start some with `dask worker`)")
    for worker, theirs in found.items():
        if tuple(theirs) != own:
            raise Unreadable(
                f"{worker} has Screener {theirs[0]} with the reader {theirs[1]}, here it is {own[0]} with {own[1]} "
                "(install the same everywhere)"
            )


def _killed() -> tuple[type[Exception], ...]:
    """What Dask raises when workers died under a portion again and again; nothing where Dask is not installed."""
    try:
        from distributed.scheduler import KilledWorker
    except ImportError:
        return ()
    return (KilledWorker,)
