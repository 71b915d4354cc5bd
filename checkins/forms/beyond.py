"""What stands below a poem beyond the circle; and what another site asks to show one in a frame."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models import Harvest
from circles.forms.layout import helper
from circles.models import Membership

_SHOWN = ("shared_poem", "embed")  # the pages of a poem by which it may be asked for


class BelowForm(forms.Form):
    """What is said of a poem beyond the circle. Who caught it alone can say that they are named; others can undo it."""

    names_catcher = forms.BooleanField(required=False)
    shows_thanks = forms.BooleanField(label=gettext_lazy("Our thanks"), required=False)
    shows_place = forms.BooleanField(label=gettext_lazy("Where we met"), required=False)
    shows_day = forms.BooleanField(label=gettext_lazy("The day we met"), required=False)

    def __init__(self, data: Any = None, *, harvest: Harvest, by: Membership) -> None:
        super().__init__(data, initial={name: getattr(harvest, name) for name in self.base_fields})
        self.harvest = harvest
        mine, catcher = harvest.catcher_id == by.pk, harvest.catcher
        if mine:
            self.fields["names_catcher"].label = _("My name, as who caught it")
        elif harvest.names_catcher and catcher:
            self.fields["names_catcher"].label = _("%(name)s, who caught it and has said yes") % {
                "name": catcher
            }
        else:
            del self.fields["names_catcher"]
        if not harvest.thanks:
            del self.fields["shows_thanks"]
        if not harvest.gathering.where:
            del self.fields["shows_place"]
        self.helper = helper(*self.fields)

    def said(self) -> dict[str, bool]:
        """Return all four once the form is valid; what was not asked stays as it is."""
        given = self.cleaned_data
        return {name: given.get(name, getattr(self.harvest, name)) for name in self.base_fields}


class FrameForm(forms.Form):
    """What another site asks: which page of ours, in which format, and how large (oEmbed 1.0, 2.2)."""

    url = forms.CharField(max_length=500)
    format = forms.CharField(max_length=20, required=False)
    maxwidth = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    maxheight = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def clean_url(self) -> str:
        """Return the public address of the poem that is meant; raise ValidationError for what is no poem of ours."""
        try:
            asked, ours = urlsplit(self.cleaned_data["url"]), urlsplit(settings.SITE_URL)
            if (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc):
                raise forms.ValidationError("not ours", code="unknown")
            found = resolve(asked.path)
        except (ValueError, Resolver404):
            raise forms.ValidationError("not ours", code="unknown") from None
        if found.url_name not in _SHOWN:
            raise forms.ValidationError("no poem", code="unknown")
        return str(found.kwargs["public_slug"])
