"""What was heard once is at hand; what is kept holds no words."""

from screener.reading.heard import Hearing
from screener.reading.kept import Kept


def test_the_same_words_are_listened_to_once() -> None:
    kept, made = Kept[Hearing](), []

    def listen() -> Hearing:
        made.append(1)
        return Hearing()

    first = kept.hearing(("We share.", "notes"), listen)
    assert kept.hearing(("We share.", "notes"), listen) is first
    kept.hearing(("We share.", "spoken"), listen)
    assert len(made) == 2


def test_no_words_are_kept() -> None:
    kept = Kept[Hearing]()
    kept.hearing(("a secret of Priya's", "notes"), Hearing)
    assert "Priya" not in repr(vars(kept))


def test_the_oldest_give_way() -> None:
    kept = Kept[Hearing]()
    for number in range(2_100):
        kept.hearing((str(number),), Hearing)
    again: list[int] = []
    kept.hearing(("0",), lambda: _told(again, 1))
    kept.hearing(("2099",), lambda: _told(again, 2))
    assert again == [1]


def _told(calls: list[int], number: int) -> Hearing:
    calls.append(number)
    return Hearing()
