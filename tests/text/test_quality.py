import pytest

from screener.text.quality import quality_of

HOPELESS = [
    ("Yes, quite.", "too short"),
    ("", "too short"),
    ("�� ��� �������� ���� ����� we ���� ��� ����", "garbled"),
    ("xkcd qwrtz bvcxz plmnk wrtzp sdfgh jklmn bvcxz qwrtp sdfgk lkjhg mnbvc", "garbled"),
    ("so so so so so so so so so so so so so so so so so so so so", "the same few words"),
    ("Wir haben die Leads mit dem Vertrieb zusammen definiert und das ist auch gut so, denke ich mir", "German"),
    ("Nous avons défini les contacts avec les vendeurs et je pense que c'est bien comme ça pour tout", "French"),
    ("Hemos definido los contactos con los vendedores y creo que es lo mejor para todos en la empresa", "Spanish"),
]


@pytest.mark.parametrize(("text", "reason"), HOPELESS)
def test_it_says_why_a_text_cannot_be_read(text: str, reason: str) -> None:
    quality = quality_of(text)
    assert not quality.is_readable
    assert reason in quality.reason


READABLE = [
    "We sat down together every Monday.",
    "Q2 last yr, 12% under bdgt -> cut rebate, kept vet prog (2 of 4 regs). lost bonus",
    "Well, um, you know, I, I went there and, er, we, we talked about it, you know, for an hour.",
    "hates 'eyes & ears' excuse. mktrs shd ring custs themselves",
    "I am coming from Poland and there we are doing it so: sales is asking, marketing is giving.",
]


@pytest.mark.parametrize("text", READABLE)
def test_it_lets_speech_notes_and_foreign_english_pass(text: str) -> None:
    assert quality_of(text).is_readable
