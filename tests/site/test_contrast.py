"""Every pair of colours laid on one another can be read, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from django.conf import settings

STYLES = (settings.BASE_DIR / "static/css/site.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{([^}]*)\}", STYLES)

WORDS = [  # ink on ground: at least 4.5 to 1
    *((ink, ground) for ink in ("ink", "muted", "ember", "moss") for ground in ("paper", "card")),
    ("ink", "moss-soft"),
    ("ink", "ember-soft"),
    ("moss", "moss-soft"),
    ("ember", "ember-soft"),
    ("on-fill", "ember"),
    ("on-fill", "moss"),
]
SHAPES = [  # what one must see to use the page: at least 3 to 1
    *((line, ground) for line in ("edge", "ember", "moss", "muted") for ground in ("paper", "card")),
    ("edge", "moss-soft"),
    ("ember", "moss-soft"),
]


def colours(root: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root))


LIGHT = colours(ROOTS[0])
SCHEMES = {"light": LIGHT, "dark": LIGHT | colours(ROOTS[1])}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_what_the_guidelines_say() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_dark_names_every_colour_light_names() -> None:
    assert set(colours(ROOTS[1])) == set(LIGHT)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(scheme: str, ink: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_shapes_can_be_seen(scheme: str, line: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][line], SCHEMES[scheme][ground]) >= 3
