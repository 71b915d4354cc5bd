"""What comes in by a group link, and what hosts do with one."""

from django import forms

from circles.forms.proof import CodeForm


class OnceForm(forms.Form):
    """A form that is one act however often it is posted."""

    once = forms.UUIDField(required=False)


class PhoneCodeForm(CodeForm, OnceForm):
    """The code that confirms a phone."""


class GroupLinkForm(forms.Form):
    """What a host does with the link: make one, make it anew, end it; and which one they see."""

    action = forms.ChoiceField(choices=[(action, action) for action in ("make", "renew", "end")])
    link = forms.CharField(required=False, max_length=43)


class NodForm(forms.Form):
    """Whether it is them, the digits the host has seen, and on which page."""

    nod = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    sign = forms.CharField(max_length=4)
    back = forms.ChoiceField(choices=[("hosts", "hosts")], required=False)
