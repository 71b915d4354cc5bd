"""The picture somebody sends of themselves."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from circles.belonging.picture import MOST_BYTES_SENT
from circles.forms.layout import helper


class FaceForm(forms.Form):
    """A file; what is in it is looked at by the verb."""

    picture = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, up to 5 MB. It is cut square at its centre."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture first."), "empty": _("That file is empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("picture")

    def clean_picture(self) -> bytes:
        """Return what is in the file; refuse one that is too large before it is read."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        if sent.size is None or sent.size > MOST_BYTES_SENT:
            raise forms.ValidationError(_("That picture is too large. Send one of at most 5 MB."))
        return bytes(sent.read())
