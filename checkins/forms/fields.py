"""Fields that several forms of this app share: words somebody said, the mark of a page, somebody to choose."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from circles.forms import WordsField


class SaidField(WordsField):
    """Words somebody said. That they are too long is said by us, with the words still there.

    A browser's own limit cuts them off in silence.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what the field tells its box: no limit."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def new_nonce() -> str:
    """Return a mark drawn for one page: what it sends is kept once, however often it arrives (R8)."""
    return uuid4().hex


def nonce_field() -> forms.CharField:
    """Return the field that carries it."""
    return forms.CharField(max_length=32, initial=new_nonce, widget=forms.HiddenInput)


def choose_from(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let one of these rows be chosen in the field of that name."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
