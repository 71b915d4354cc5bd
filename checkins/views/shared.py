"""A shared poem as anybody may read it: its page, its frame in other pages, copies, what oEmbed and feeds ask for.

Each answer is the same for everybody who reads the same language. It carries no cookie, and nobody who keeps it shows
it again without asking whether it still stands: words taken back are gone from the next look on.
"""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from checkins import stitching
from checkins.access import given_poem_for, shared_poem_at, shared_poems_of, with_words
from checkins.forms import FrameForm
from checkins.models import Harvest
from checkins.poem.credits import credits_of, italics_of, name_of
from checkins.responses_access import welcomed_responses_to
from checkins.travelling import atom, copies, oembed, shown
from checkins.travelling.responses import takes_responses
from circles.http import MemberRequest, absolute, for_everybody

_FRAMED: Mapping[str, Sequence[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": ["*"],
}
_FORMATS = {
    "": ("application/json", oembed.as_json),
    "json": ("application/json", oembed.as_json),
    "xml": ("text/xml", oembed.as_xml),
}


@login_not_required
@require_safe
def shared_poem(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show a shared poem to anybody: its lines, its circle, and what the circle lets be said of it."""
    harvest = shared_poem_at(public_slug)
    copy = shown.copy_of(harvest)
    context = _read(harvest, copy) | {
        "feed": shown.feed_address_of(harvest.gathering.circle),
        "picture": shown.picture_of(harvest),
        "oembed": absolute(reverse("oembed")),
        "frames": [("json", "application/json+oembed"), ("xml", "text/xml+oembed")],
        "responses": welcomed_responses_to(harvest),
        "takes_responses": takes_responses(harvest),
        "ways": shown.to_take_along(harvest, copy),
    }
    return for_everybody(request, render(request, "checkins/shared_poem.html", context))


@login_not_required
@xframe_options_exempt
@csp_override(_FRAMED)
@require_safe
def embed(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show a shared poem in a frame of somebody else's page, in the circle's language."""
    harvest = shared_poem_at(public_slug)
    copy = shown.copy_of(harvest)
    with override(copy.language):
        page = render(request, "checkins/embed.html", _read(harvest, copy))
    return _said_in(copy.language, for_everybody(request, page))


@login_not_required
@require_safe
def shared_copy(request: HttpRequest, public_slug: str, form: str) -> HttpResponse:
    """Answer with a shared poem as a file: text, Markdown or HTML."""
    harvest = shared_poem_at(public_slug)
    return for_everybody(request, _copied(shown.copy_of(harvest), form, name_of(harvest)))


@require_safe
def poem_copy(request: MemberRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Answer a member with a poem of their circle as a file, with what it says of passing it on."""
    given, _membership = given_poem_for(request.user, slug, number)
    harvest = with_words(given)
    return _copied(shown.copy_of(harvest), form, name_of(harvest))


def _copied(copy: copies.Copy, form: str, name: str) -> HttpResponse:
    match form:
        case "txt":
            words, kind = copies.as_text(copy), "text/plain"
        case "md":
            words, kind = copies.as_markdown(copy), "text/markdown"
        case "html":
            words, kind = copies.as_page(copy, name=name), "text/html"
        case _:
            raise Http404
    response = HttpResponse(words, content_type=f"{kind}; charset=utf-8")
    return _said_in(copy.language, response)


@login_not_required
@require_safe
def frame_for(request: HttpRequest) -> HttpResponse:
    """Tell another site how to show a shared poem in a frame (oEmbed 1.0)."""
    form = FrameForm(request.GET)
    if not form.is_valid():
        if "url" in form.errors:
            raise Http404
        return HttpResponse("maxwidth, maxheight: pixels\n", status=400, content_type="text/plain")
    asked = form.cleaned_data
    if asked["format"] not in _FORMATS:
        return HttpResponse("format: json, xml\n", status=501, content_type="text/plain")
    kind, written = _FORMATS[asked["format"]]
    harvest = shared_poem_at(asked["url"])
    poem = shown.framed(harvest, shown.copy_of(harvest))
    told = oembed.answer(poem, max_width=asked["maxwidth"], max_height=asked["maxheight"])
    return for_everybody(request, HttpResponse(written(told), content_type=f"{kind}; charset=utf-8"))


@login_not_required
@require_safe
def shared_feed(request: HttpRequest, uid: str) -> HttpResponse:
    """Answer with the feed of the poems a circle shares."""
    circle, poems = shared_poems_of(uid)
    written = atom.render(shown.feed_of(circle, poems))
    response = HttpResponse(written, content_type="application/atom+xml; charset=utf-8")
    return _said_in(circle.language, for_everybody(request, response))


def _read(harvest: Harvest, copy: copies.Copy) -> dict[str, object]:
    """Return what reads alike on its page and in a frame, in the language of the moment."""
    return {
        "harvest": harvest,
        "circle": harvest.gathering.circle,
        "name": name_of(harvest),
        "credits": credits_of(harvest),
        "italics": italics_of(copy.stitches),
        "stanzas": stitching.stanzas(copy.stitches),
        "address": copy.address,
    }


def _said_in(language: str, response: HttpResponse) -> HttpResponse:
    """Return an answer that is in the circle's language whoever asks; other than its page, it is in no index."""
    response.headers["Content-Language"] = language
    response.headers["X-Robots-Tag"] = "noindex"
    return response
