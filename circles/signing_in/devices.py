"""What a browser says of itself, in two words. A guess by simple rules, for people to recognise their own devices.

1. The first name found in BROWSERS is the browser: those that pretend to be others stand before them.
2. The first name found in SYSTEMS is what it runs on.
3. What is not known is said to be not known; nothing else of the long line is looked at, or kept.
"""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def device_in(user_agent: str) -> tuple[str, str]:
    """Return the browser and the system a User-Agent line names, such as Firefox and Linux; "" for what it does not."""
    return _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], line: str) -> str:
    return next((name for sign, name in names if sign in line), "")
