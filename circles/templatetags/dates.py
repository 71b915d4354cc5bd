"""Template filters about days."""

from django import template

from circles import dates

register = template.Library()

register.filter("written", dates.written, expects_localtime=True)
