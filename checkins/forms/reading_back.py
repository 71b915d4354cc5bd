"""Which stanza of the poem is being read; and which poem is given."""

from django import forms


class StanzaForm(forms.Form):
    """Which stanza is read, the first if nothing is said."""

    stanza = forms.IntegerField(min_value=1, max_value=10_000, required=False)

    @property
    def stanza_or_first(self) -> int:
        """The number given; 1 for none, and for what is no number."""
        return (self.is_valid() and self.cleaned_data["stanza"]) or 1


class GivingForm(forms.Form):
    """The poem as it stood when its giver saw it."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
