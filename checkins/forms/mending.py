"""How the lines after a gap join those before it."""

from django import forms

from checkins.models import SeamKind
from checkins.poem.mending import Gap


class MendingForm(forms.Form):
    """A seam for each line that stands after a gap; what is not posted stays as it was."""

    def __init__(self, gaps: list[Gap], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for gap in gaps:
            self.fields[f"seam-{gap.after.pk}"] = forms.ChoiceField(choices=SeamKind.choices, required=False)

    @property
    def seams(self) -> dict[int, SeamKind]:
        """The seams that were chosen, by the stitch after the gap."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix("seam-")): SeamKind(seam) for name, seam in given if seam}
