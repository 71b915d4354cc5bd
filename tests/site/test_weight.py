"""What a first visit carries stays light."""

import gzip

from django.conf import settings


def test_the_stylesheet_is_under_twenty_kilobytes_compressed() -> None:
    styles = (settings.BASE_DIR / "static/css/site.css").read_bytes()

    assert len(gzip.compress(styles)) < 20_000


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    styles = (settings.BASE_DIR / "static/css/site.css").read_text(encoding="utf-8")

    assert "url(" not in styles
    assert "@import" not in styles
