"""The hosts' table, ground floor: circles, their people and agreements; for operators, who signs in and what left."""

from circles.admin import agreements, arriving, circles

SHOWN = circles.SHOWN | arriving.SHOWN | agreements.SHOWN
