"""Circles, years and tables drawn in numbers alone, for templates to paint: no Django, no colour."""
