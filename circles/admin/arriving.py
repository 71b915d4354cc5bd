"""The hosts' table: who was invited, and who asks to join. Stewards look after both."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from circles.admin.scoped import OneCircleForm, ScopedAdmin, acting_for
from circles.arriving import asking, invitations
from circles.arriving.paste import Entry
from circles.models import Invitation, JoinRequest, Standing
from circles.refusals import KnownAlready
from circles.words.dates import written


class InvitationForm(OneCircleForm):
    """One invitation, and whether it is to be withdrawn."""

    withdraw = forms.BooleanField(
        label=_("Withdraw it"),
        required=False,
        help_text=_("Its link opens nothing any more, and a letter still waiting is not sent."),
    )

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out who invites: the verb says so."""
        return super()._get_validation_exclusions() | {"invited_by"}


class InvitationAdmin(ScopedAdmin):
    """Who was invited. One by one here; a whole list on the circle's own page."""

    form = InvitationForm
    circle_path = "circle"
    at_least = Standing.STEWARD
    fields = ("circle", "name", "email", "takes_over", "invited", "became", "withdraw")
    readonly_fields = ("takes_over", "invited", "became")
    filled_once = ("circle", "name", "email")
    list_display = ("who", "circle", "invited", "became")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("circle", "invited_by")
    search_fields = ("name", "email")
    ordering = ("-invited_at", "-pk")

    @admin.display(description=_("who"))
    def who(self, invitation: Invitation) -> str:
        """Return their name, or else their address."""
        return str(invitation)

    @admin.display(description=_("takes over the name"))
    def takes_over(self, invitation: Invitation) -> str:
        """Return the member, only a name so far, they are to take over."""
        return str(invitation.claims or "")

    @admin.display(description=_("invited"), ordering="invited_at")
    def invited(self, invitation: Invitation) -> str:
        """Return when, and by whom."""
        day = written(localdate(invitation.invited_at))
        by = invitation.invited_by.name if invitation.invited_by else ""
        return ", ".join(filter(None, (day, by)))

    @admin.display(description=_("what became of it"))
    def became(self, invitation: Invitation) -> str:
        """Return whether it was accepted, withdrawn, or waits."""
        if invitation.accepted_at:
            return gettext("joined")
        return gettext("withdrawn") if invitation.withdrawn_at else gettext("waits for an answer")

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return what is asked of somebody new, and all there is of an invitation that stands."""
        return self.fields if obj else ("circle", "name", "email")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As long as it waits for its answer."""
        waits = not isinstance(obj, Invitation) or obj.is_open
        return waits and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: forms.ModelForm[Invitation], change: bool
    ) -> None:
        """Invite, or withdraw, by their verbs."""
        if change:
            if form.cleaned_data["withdraw"]:
                invitations.withdraw(obj, now=now())
            return
        by = acting_for(request, obj.circle_id)
        entry = Entry(obj.email.lower(), obj.name)
        made = invitations.invite(obj.circle, entries=[entry], by=by, now=now())
        if not made:
            raise KnownAlready(address=obj.email)
        obj.pk = made[0].pk


class JoinRequestForm(OneCircleForm):
    """Somebody who asks, and the answer."""

    welcome = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("", _("Not yet")), ("True", _("Yes, welcome")), ("False", _("No, told kindly"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        help_text=_("Either way they get a letter at once. With a yes they are in the circle."),
    )


class JoinRequestAdmin(ScopedAdmin):
    """Who asks to join, and what was answered in the last thirty days."""

    form = JoinRequestForm
    circle_path = "circle"
    at_least = Standing.STEWARD
    fields = ("circle", "name", "words", "came", "claims", "welcome", "answered")
    readonly_fields = ("circle", "name", "words", "came", "answered")
    list_display = ("name", "circle", "came", "answered")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter), "welcome")
    list_select_related = ("circle", "answered_by")
    ordering = ("-asked_at", "-pk")

    @admin.display(description=_("how they came"), ordering="asked_at")
    def came(self, asked: JoinRequest) -> str:
        """Return by which road, and when."""
        return f"{asked.get_road_display()}, {written(localdate(asked.asked_at))}"

    @admin.display(description=_("answered"), ordering="answered_at")
    def answered(self, asked: JoinRequest) -> str:
        """Return what was answered, when, and by whom."""
        if asked.answered_at is None:
            return gettext("not yet")
        said = gettext("yes") if asked.welcome else gettext("no")
        by = asked.answered_by.name if asked.answered_by else ""
        return ", ".join(filter(None, (said, written(localdate(asked.answered_at)), by)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: people ask for themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As long as nobody has answered."""
        waits = not isinstance(obj, JoinRequest) or obj.answered_at is None
        return waits and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer as whom they may be one of the circle's names."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "claims":
            field.queryset = field.queryset.only_names()
            field.label, field.empty_label = _("They are"), _("somebody new")
        return field

    def save_model(
        self, request: HttpRequest, obj: JoinRequest, form: forms.ModelForm[JoinRequest], change: bool
    ) -> None:
        """Answer by the verb; without an answer nothing is kept."""
        welcome = form.cleaned_data["welcome"]
        if welcome is not None:
            by = acting_for(request, obj.circle_id)
            asking.answer(obj, welcome=welcome, claims=form.cleaned_data["claims"], by=by, now=now())


SHOWN = {Invitation: InvitationAdmin, JoinRequest: JoinRequestAdmin}
