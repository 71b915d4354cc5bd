"""Phrases and where they come from: caught live, typed up, out of a call’s chat."""
