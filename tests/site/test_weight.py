"""What a first visit carries stays light."""

import gzip
from pathlib import Path

from django.conf import settings

from cop_site.static_files import HashedFiles


def test_the_stylesheet_is_under_twenty_kilobytes_compressed() -> None:
    styles = (settings.BASE_DIR / "static/css/site.css").read_bytes()

    assert len(gzip.compress(styles)) < 20_000


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    styles = (settings.BASE_DIR / "static/css/site.css").read_text(encoding="utf-8")

    assert "url(" not in styles
    assert "@import" not in styles


def test_the_stitching_tables_scripts_are_light_for_all_they_do() -> None:
    scripts = [
        (settings.BASE_DIR / f"static/js/{name}.js").read_bytes()
        for name in ("stitching", "dragging", "steps")
    ]

    assert sum(len(script) for script in scripts) < 18_000
    assert sum(len(gzip.compress(script)) for script in scripts) < 7_000


def test_scripts_import_one_another_by_their_hashed_names(tmp_path: Path) -> None:
    files = HashedFiles(location=str(tmp_path), base_url="/static/")
    names = ["js/stitching.js", "js/dragging.js", "js/steps.js"]
    for name in names:
        copied = tmp_path / name
        copied.parent.mkdir(exist_ok=True)
        copied.write_bytes((settings.BASE_DIR / "static" / name).read_bytes())

    assert list(files.post_process({name: (files, name) for name in names}))

    importing, imported, _ = (files.stored_name(name) for name in names)
    script = (tmp_path / importing).read_text(encoding="utf-8")
    assert imported != "js/dragging.js"
    assert f'from "./{Path(imported).name}"' in script
