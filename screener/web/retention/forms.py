"""The forms about keeping and erasing."""

from wtforms import BooleanField

from screener.web.forms import Form


class Confirmation(Form):
    """Whether a candidate is to be erased after all."""

    is_sure = BooleanField("I have read this. Erase for good.")
