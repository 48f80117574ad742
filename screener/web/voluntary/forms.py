"""The form that candidates fill in. What may be chosen is the journey's to say."""

from wtforms import RadioField

from screener.journeys.voluntary import NOT_SAID, QUESTIONS, RACE, SEX
from screener.web.forms import Form

_NAMES = {question.id: question.name for question in QUESTIONS}
_CHOICES = {
    question.id: {**{own.id: own.name for own in question.categories}, NOT_SAID: "I do not wish to say"}
    for question in QUESTIONS
}


class Answers(Form):
    """A category for each question, or none."""

    sex = RadioField(_NAMES[SEX], choices=_CHOICES[SEX], validate_choice=False)
    race = RadioField(_NAMES[RACE], choices=_CHOICES[RACE], validate_choice=False)

    def given(self) -> dict[str, str]:
        """Return what was chosen, by question."""
        return {SEX: self.sex.data or "", RACE: self.race.data or ""}
