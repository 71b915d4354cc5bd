"""A mark drawn for one page: what it sends is kept once, however often it arrives (R8)."""

from uuid import uuid4

from django import forms


def new_nonce() -> str:
    """Return a mark drawn for one page: what it sends is kept once, however often it arrives (R8)."""
    return uuid4().hex


def nonce_field() -> forms.CharField:
    """Return the field that carries it."""
    return forms.CharField(max_length=32, initial=new_nonce, widget=forms.HiddenInput)
