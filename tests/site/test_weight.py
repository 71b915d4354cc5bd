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


def test_the_stitching_tables_script_is_light_for_all_it_does() -> None:
    script = (settings.BASE_DIR / "static/js/stitching.js").read_bytes()

    assert len(script) < 16_000
    assert len(gzip.compress(script)) < 5_000
