"""What no page may do, whoever looks at it."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Faults:
    """Collects what goes wrong in the windows it watches.

    Messages of the console (a broken policy for scripts and styles is one), scripts that stop, answers that say
    the server failed, anything a page needs and does not get, and anything asked of another server. A page that
    is not found on purpose is no fault: its test looks at what it says.
    """

    def __init__(self, site: str) -> None:
        self.host = urlsplit(site).netloc
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Watch all windows of a context, those to come too."""
        context.on("console", self._console)
        context.on("weberror", self._stopped)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._lost)

    def _console(self, message: ConsoleMessage) -> None:
        # What was answered with 400 and more is looked at in _answered, where it is known what was asked for.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.found.append(f"{message.type} in the console: {message.text}")

    def _stopped(self, error: WebError) -> None:
        self.found.append(f"a script stopped: {error.error}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != self.host:
            self.found.append(f"another server was asked: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.found.append(f"{response.status} for {response.url}")

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # somebody went on before it had come
            self.found.append(f"{request.failure} for {request.url}")
