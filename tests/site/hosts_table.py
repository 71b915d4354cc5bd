"""Where the pages of the hosts' table are."""

from django.urls import reverse


def url(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)
