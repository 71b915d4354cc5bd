"""The hosts' table: what a circle promised, what is proposed, and what was said when it looked at it again."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from circles.admin.scoped import WAYS, OneCircleForm, ScopedAdmin, ScopedInline, acting_for
from circles.forms.agreements import days_out_of_order
from circles.forms.fields import WordsField
from circles.forms.proposals import DAYS
from circles.models import Agreement, Membership, Proposal, Review, Stand, Standing, Weight, Wording
from circles.promises import agreements, proposals
from circles.words.dates import until, written

_WORDS_OF_NOW = ("text", "weight", "agreed_on", "review_on")


class WordingInline(ScopedInline):
    """Every wording an agreement has had, and who stands by it; never changed, only followed by others."""

    model = Wording
    circle_path = "agreement__circle"
    at_least = Standing.STEWARD
    fields = readonly_fields = ("number", "text", "weight", "agreed_on", "review_on", "origin", "stood_by")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Wording]:
        """Return them with who affirmed each."""
        return super().get_queryset(request).prefetch_related("affirmations__membership")

    @admin.display(description=_("who stood by it"))
    def stood_by(self, wording: Wording) -> str:
        """Return the names, and those who would talk first in brackets."""
        said = wording.affirmations.all()
        by_it = [str(one.membership) for one in said if one.stand == Stand.BY_IT]
        would_talk = [f"({one.membership})" for one in said if one.stand == Stand.NOT_YET]
        return ", ".join([*by_it, *would_talk])

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: a new wording is written above."""
        return False

    has_change_permission = has_delete_permission = has_add_permission


class AgreementForm(OneCircleForm):
    """An agreement with the words in force; other words are a new wording."""

    text = WordsField(label=_("In your own words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    weight = forms.TypedChoiceField(label=_("How do you hold it?"), choices=Weight, coerce=Weight)
    agreed_on = forms.DateField(label=_("Agreed on"), widget=AdminDateWidget)
    review_on = forms.DateField(label=_("Look at it again on"), required=False, widget=AdminDateWidget)
    let_go = forms.BooleanField(
        label=_("Let it go"),
        required=False,
        help_text=_("It is no longer read when you open. Its wordings stay in the circle’s past."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = self.instance.wording if self.instance.pk else None
        if in_force is None:
            self.initial.setdefault("weight", Weight.LIGHTLY)
            self.initial.setdefault("agreed_on", localdate())
            return
        for name in _WORDS_OF_NOW:
            self.initial[name] = getattr(in_force, name)
            self.fields[name].required = False
        self.fields["text"].help_text = _("Other words are a new wording; who stood by it is asked anew.")

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order, as on the circle's own page."""
        given = super().clean()
        home = self.instance.circle if self.instance.pk else given.get("circle")
        if home:
            today = localdate(timezone=home.zone)
            wrong = days_out_of_order(given.get("agreed_on"), given.get("review_on"), today=today)
            for field, words in wrong.items():
                self.add_error(field, words)
        return given


class AgreementAdmin(ScopedAdmin):
    """A circle's agreements: their order, the words in force, and what each has said."""

    form = AgreementForm
    circle_path = "circle"
    at_least = Standing.STEWARD
    fields = ("circle", *_WORDS_OF_NOW, "position", "retired_at", "let_go")
    readonly_fields = ("retired_at",)
    list_display = ("__str__", "circle", "held", "position", "retired_at")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("circle",)
    inlines = (WordingInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Agreement]:
        """Return them with their wordings: two queries more, however many."""
        return super().get_queryset(request).prefetch_related("wordings")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is asked: of a new one its words alone; of one that was let go, nothing but its place."""
        if obj is None:
            return ("circle", *_WORDS_OF_NOW)
        return self.fields if obj.retired_at is None else ("circle", "position", "retired_at")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Return the wordings of one that stands; a new one has none yet."""
        return self.inlines if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As long as it is held, in a circle that has not closed."""
        over = isinstance(obj, Agreement) and (obj.retired_at is not None or obj.circle.is_closed)
        return not over and super().has_change_permission(request, obj)

    @admin.display(description=_("weight"))
    def held(self, agreement: Agreement) -> str:
        """Return how it is held, and since when."""
        wording = agreement.wording
        return f"{wording.get_weight_display()}, {written(wording.agreed_on)}" if wording else ""

    def save_model(
        self, request: HttpRequest, obj: Agreement, form: forms.ModelForm[Agreement], change: bool
    ) -> None:
        """Agree, reword, give another place, or let go, each by its verb."""
        given = form.cleaned_data
        words = {name: given.get(name) for name in _WORDS_OF_NOW}
        by = acting_for(request, obj.circle_id)
        if not change:
            obj.pk = agreements.agree(obj.circle, **words, by=by, now=now()).pk  # type: ignore[arg-type]
            return
        if "position" in form.changed_data:
            agreements.put(obj, position=obj.position)
        if given.get("text") and set(_WORDS_OF_NOW) & set(form.changed_data):
            agreements.reword(obj, **words, by=by, now=now())  # type: ignore[arg-type]
        if given.get("let_go"):
            agreements.retire(obj, now=now())


class ProposalForm(OneCircleForm):
    """What one proposes to the circle; a change, where an agreement is named."""

    days = forms.TypedChoiceField(label=_("Time for concerns"), choices=DAYS, coerce=int, initial=7)

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what the verb says: who proposes, and that of an agreement one change is proposed at a time."""
        return super()._get_validation_exclusions() | {"agreement", "proposed_by", "wording"}


class ProposalAdmin(ScopedAdmin):
    """What was proposed, how it was weighed, and what became of it. Concerns are raised and met on its own page."""

    form = ProposalForm
    circle_path = "circle"
    at_least = Standing.STEWARD
    fields = (
        "circle",
        "agreement",
        "text",
        "weight",
        "why",
        "review_on",
        "proposed_by",
        "time",
        "concerns_said",
        "ending",
    )
    readonly_fields = ("proposed_by", "time", "concerns_said", "ending")
    list_display = ("__str__", "circle", "proposed_by", "time", "ending")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter), "ending")
    list_select_related = ("circle", "proposed_by")
    filled_once = ("circle", "agreement", "text", "weight", "why", "review_on")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is asked of a new one, or told of one that stands."""
        if obj is None:
            return ("circle", "agreement", "text", "weight", "why", "review_on", "days")
        return self.fields

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: its proposer puts it into other words, or takes it back, on its own page."""
        return False

    @admin.display(description=_("time for concerns"))
    def time(self, proposal: Proposal) -> str:
        """Return until when, on the circle's clock."""
        return until(proposal.concerns_until, proposal.circle.zone)

    @admin.display(description=_("concerns"))
    def concerns_said(self, proposal: Proposal) -> str:
        """Return the concerns by name, and which of them were heard."""
        heard, stands = gettext("heard"), gettext("stands")
        return format_html_join(
            "",
            "<p>{} ({}): {}</p>",
            (
                (str(one.membership), heard if one.met_at else stands, one.words)
                for one in proposal.concerns.select_related("membership")
            ),
        )

    def save_model(
        self, request: HttpRequest, obj: Proposal, form: forms.ModelForm[Proposal], change: bool
    ) -> None:
        """Lay it before the circle by its verb, in the name of whoever asks."""
        by: Membership = acting_for(request, obj.circle_id)
        given = form.cleaned_data
        words = {name: given[name] for name in ("agreement", "text", "why", "review_on", "days")}
        made = proposals.propose(obj.circle, **words, weight=Weight(given["weight"]), by=by, now=now())
        obj.pk = made.pk


class ReviewAdmin(ScopedAdmin):
    """What the circle said when it looked at its agreements again; written down on each agreement's own page."""

    circle_path = "wording__agreement__circle"
    at_least = Standing.STEWARD
    fields = readonly_fields = (
        "agreed",
        "reviewed_on",
        "helped",
        "better",
        "against",
        "verdict",
        "next_on",
        "recorded_by",
    )
    list_display = ("reviewed_on", "agreed", "verdict", "next_on")
    list_select_related = ("wording__agreement__circle",)

    @admin.display(description=_("wording"))
    def agreed(self, review: Review) -> str:
        """Return the words that were looked at again."""
        return review.wording.text

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: it is written down on the agreement's own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: what was said stays."""
        return False


WAYS[Wording] = WordingInline.circle_path
SHOWN = {Agreement: AgreementAdmin, Proposal: ProposalAdmin, Review: ReviewAdmin}
