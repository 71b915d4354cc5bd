"""What a device needs to keep words while there is no signal: a worker, and a page for when no other comes.

Neither knows who asks: what the browser keeps of them holds no name and nobody's words (docs/on-the-device.md).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker: without signal it shows the page below instead of a check-in or a catcher's board."""
    answer = render(request, "checkins/keeping_worker.js", content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show that there is no signal, with a field for words; its script fills it with what this device keeps."""
    answer = render(request, "checkins/offline.html")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
