"""My face here, and the faces of the others: for the circle's own eyes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from circles.access import face_of, membership_for, with_face
from circles.belonging import faces
from circles.forms.faces import FaceForm
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def my_face(request: MemberRequest, slug: str) -> HttpResponse:
    """Put up a picture of me, or take it down with one press."""
    membership = membership_for(request.user, slug)
    if request.method == "POST" and "remove" in request.POST:
        faces.take_down(membership)
        messages.success(request, _("Your picture is gone. Your initials are drawn again."))
        return redirect("my_face", slug)
    form = FaceForm(request.POST, request.FILES) if request.method == "POST" else FaceForm()
    if form.is_valid():
        try:
            faces.put(membership, sent=form.cleaned_data["picture"], now=now())
        except Refused as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("The circle sees your face now."))
            return redirect("my_face", slug)
    context = {"circle": membership.circle, "membership": with_face(membership), "form": form}
    return render(request, "circles/my_face.html", context)


@require_safe
def face(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer with somebody's face, to members of the same circle alone."""
    found = face_of(membership_for(request.user, slug), pk)
    answer = HttpResponse(bytes(found.picture), content_type="image/webp")
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["ETag"] = f'"{found.pk}-{found.changed_at.timestamp():.6f}"'
    answer.headers["Cache-Control"] = "private, max-age=3600"
    conditional = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return conditional or answer
