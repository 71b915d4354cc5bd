"""The pages of listed circles: open to visitors, and to search engines."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from circles.access import listed_circle, listed_circles
from circles.forms import PageForm
from cop_site import visiting

A_PAGE = 24


def visited(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a listed circle to somebody who does not belong to it.

    Of any other a stranger is told what they are told where there is none (404), and who is not signed in yet is
    asked to sign in, as on every page that is not open.
    """
    try:
        circle = listed_circle(slug)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    ask = reverse("ask_to_join", args=[slug])
    back = urlencode({"next": ask})
    context = {
        "circle": circle,
        "visit": visiting.visit(circle, request.user, now=now()),
        "to_ask": ask,
        "to_sign_up": f"{reverse('account_signup')}?{back}",
        "to_sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "site/visit.html", context)


@login_not_required
@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """List the circles that visitors may read of, a page at a time."""
    page = Paginator(listed_circles(), A_PAGE).get_page(PageForm(request.GET).number)
    found = visiting.listed(page.object_list, now=now())
    return render(request, "site/circles.html", {"page": page, "listed": found})
