"""What our forms add to crispy's layouts."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout


class Fold(Div):  # type: ignore[misc]
    """Fields that few need, folded away under a line that says what they are."""

    template = "circles/fields/fold.html"

    def __init__(self, summary: Any, *fields: Any, opened: bool = False) -> None:
        super().__init__(*fields)
        self.summary, self.opened = summary, opened


def helper(*fields: Any) -> FormHelper:
    """Return a form's helper: the template owns the form element and the token, the form its fields."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    if fields:
        made.layout = Layout(*fields)
    return made
