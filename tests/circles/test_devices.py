"""A device in two words."""

import pytest

from circles.signing_in.devices import device_in

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = f"(Macintosh; Intel Mac OS X 10_15_7) {WEBKIT}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        (f"Mozilla/5.0 {MAC} Chrome/140.0.0.0 Safari/537.36", ("Chrome", "macOS")),
        (f"Mozilla/5.0 {MAC} Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) {WEBKIT} CriOS/140.0 Mobile Safari/604.1",
            ("Chrome", "iPhone"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36",
            ("Chrome", "ChromeOS"),
        ),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_recognised_by_its_browser_and_its_system(line, words):
    assert device_in(line) == words
