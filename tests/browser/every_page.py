"""Every page there is, who opens it, and what they press before it looks as it should be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page

from gatherings.access import labs_of
from gatherings.answering.lab_links import seat_token
from gatherings.models import Gathering
from tests.browser.laid_table import Laid


@dataclass(frozen=True)
class Visit:
    """Who (a visitor, or whom `Laid` calls so) opens `path`, types into boxes, and presses what `press` selects."""

    who: str
    path: str
    typed: dict[str, str] = field(default_factory=dict)  # by the names of the boxes
    press: str = ""
    status: int = 200

    def open(self, page: Page) -> None:
        """Open the page and bring it to where it is looked at."""
        answer = page.goto(self.path)
        assert answer
        assert answer.status == self.status, f"{answer.status} for {self.path}"
        for name, words in self.typed.items():
            page.locator(f"[name={name}]:not([type=hidden])").fill(words)
        if self.press:
            page.locator(self.press).click()
            page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def visits(laid: Laid) -> Iterator[Visit]:
    """Yield every page of a circle and of the site, once."""
    for path, status in _open_to_all(laid):
        yield Visit("visitor", path, status=status)
    yield Visit("visitor", "/accounts/login/", {"login": "nobody@circle.example"}, "main form button.primary")
    yield Visit("visitor", "/accounts/signup/", {"email": "nobody", "name": ""}, "main form button.primary")
    yield Visit("steward", "/circles/new/", {"name": "Circle of the bridge"}, "[name=look]")
    for path in _site_pages():
        yield Visit("steward", path)
    yield Visit("member", "/home/")
    for who, name in _circle_pages():
        yield Visit(who, laid.path(name))
    for who, name, gathering in _gathering_pages(laid):
        yield Visit(who, laid.path(name, gathering.number))
    yield from _messenger(laid)
    yield Visit("member", laid.path("circle_settings"), status=403)
    yield Visit(
        "steward", laid.path("invite"), {"people": "Luc <luc@circle.example>\nno address"}, "main .primary"
    )
    yield Visit("steward", laid.path("invite"), {"people": "Luc <luc@circle.example>"}, "main .primary")
    yield Visit("steward", laid.path("only_name", laid.name.pk))
    yield Visit("steward", laid.path("my_calendar"), press="main .primary")
    yield Visit("member", "/me/calendar/")
    yield Visit("member", "/me/calendar/", press="main .primary")
    yield Visit("steward", laid.path("rhythm"), press="[name=show]")
    yield Visit("member", laid.path("gatherings_year", laid.after.day.year))
    yield Visit("member", laid.path("book", laid.after.day.year))
    yield Visit("member", laid.path("book", laid.after.day.year), press="main form .primary")
    yield Visit("member", laid.path("poem_print", laid.after.number) + "?form=svg")
    yield Visit("steward", laid.path("words_correct", laid.during.number, laid.checkin.pk))
    yield Visit("member", laid.path("line_change", laid.during.number, laid.line.pk))
    yield Visit("steward", laid.path("member_standing", laid.host.pk))
    yield Visit("steward", laid.path("member_remove", laid.host.pk))
    yield from _beyond(laid)
    yield from _agreements(laid)
    yield from _labs(laid)
    for path in _hosts_table(laid):
        yield Visit("steward", path)
    yield Visit("steward", laid.path("admin:gatherings_rota"), press="[name=propose]")


def _beyond(laid: Laid) -> Iterator[Visit]:
    public, number = laid.shared.public_slug, laid.shared.gathering.number
    for name in ("shared_poem", "embed", "respond", "responded"):
        yield Visit("visitor", reverse(name, args=[public]))
    yield Visit("visitor", reverse("respond", args=[public]), {"words": " "}, "main .primary")
    yield Visit("visitor", "/poems/not-this-one/", status=404)
    for who in ("member", "host", "steward"):
        yield Visit(who, laid.path("poem", number))
    yield Visit("member", laid.path("poem_respond", number))
    for path in (reverse("my_data"), laid.path("left_behind")):
        yield Visit("former", path)
    yield Visit("host", laid.path("responses_waiting"))


def _messenger(laid: Laid) -> Iterator[Visit]:
    mine = f"{laid.group}{laid.member.pk}/"
    for pressed in ("code", "ask"):
        yield Visit("visitor", mine, press=f"form[action='{mine}{pressed}/'] button")
    yield Visit("member", mine)
    for gathering in (laid.before, laid.during, laid.after, laid.off):
        yield Visit("host", laid.path("tell", gathering.number))


def _agreements(laid: Laid) -> Iterator[Visit]:
    firmly, *_rest = laid.circle.agreements.all()
    proposal = laid.circle.proposals.all()[0]
    for name in ("agreement_reword", "agreement_retire", "agreement_review", "agreement_propose"):
        yield Visit("steward", laid.path(name, firmly.pk))
    for who in ("member", "steward"):
        yield Visit(who, laid.path("agreement", firmly.pk))
        yield Visit(who, laid.path("proposal", proposal.pk))
    yield Visit("member", laid.path("agreements"), press=".choice[value=not_yet]")
    yield Visit("member", laid.path("agreements_aloud"))
    yield Visit("member", laid.path("proposal_add"))
    yield Visit("member", laid.path("proposal", proposal.pk), {"words": " "}, "#concern .primary")


def _labs(laid: Laid) -> Iterator[Visit]:
    labs = labs_of(laid.circle)
    coming = next(lab for lab in labs if lab.takes_sign_ups(now()))
    for path in ("/labs/", coming.get_absolute_url(), f"{coming.get_absolute_url()}asked/"):
        yield Visit("visitor", path)
    yield Visit("visitor", coming.get_absolute_url(), {"name": "Maria", "email": "nobody"}, "main .primary")
    yield Visit("visitor", reverse("lab_seat", args=[seat_token(coming.guests.all()[0])]))
    yield Visit("visitor", "/my-seat/forged/", status=404)
    for who in ("member", "steward"):
        yield Visit(who, laid.path("circle_labs"))
        yield Visit(who, coming.get_absolute_url())
        yield Visit(who, coming.gathering.get_absolute_url())
    yield Visit("steward", laid.path("lab_add"))
    for name in ("lab_hosts", "lab_change", "lab_move"):
        yield Visit("steward", laid.path(name, coming.gathering.number))
    for lab in labs:
        yield Visit("steward", laid.path("grow_circle", lab.gathering.number))
    yield Visit("steward", f"/admin/gatherings/lab/{coming.pk}/change/")
    yield Visit("steward", "/admin/gatherings/labguest/")


def _open_to_all(laid: Laid) -> Iterator[tuple[str, int]]:
    yield "/", 200
    yield "/accounts/login/", 200
    yield "/accounts/login/code/", 200
    yield "/accounts/signup/", 200
    yield "/accounts/password/reset/", 200
    yield laid.invitation, 200
    yield laid.join_link, 200
    yield laid.answer, 200
    yield f"{laid.answer}?answer=no", 200
    yield laid.stop, 200
    yield laid.group, 200
    yield f"{laid.group}{laid.member.pk}/", 200
    yield f"{laid.group}{laid.name.pk}/", 200
    yield "/g/forged/", 404
    yield laid.claim, 200
    yield "/centre/", 200
    yield reverse("centre", args=[laid.during.centre.screen_token]), 200
    yield "/centre/forged/", 404
    yield "/circles/", 200
    yield laid.path("circle"), 200  # it is listed
    yield "/answer/forged/", 404
    yield "/join/forged/", 404
    yield "/nowhere/", 404
    yield laid.path("circle") + "no-such-page/", 404
    yield "/mailbox/", 200


def _site_pages() -> Iterator[str]:
    yield from ("/home/", "/circles/new/", "/me/", "/me/letters/", "/accounts/email/", "/accounts/logout/")
    yield from ("/accounts/password/set/", "/accounts/3rdparty/")
    yield from ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/")
    yield "/accounts/2fa/totp/activate/"


def _circle_pages() -> Iterator[tuple[str, str]]:
    for name in ("circle", "gatherings", "members", "agreements", "rota", "poems"):
        yield "member", name
        yield "steward", name
    for name in ("rhythm", "gathering_add", "circle_settings", "invite", "agreement_add"):
        yield "steward", name
    for name in ("asking", "names", "welcome"):
        yield "steward", name
    for name in ("away", "my_calendar", "my_name", "my_face", "my_roles", "my_phones", "leave_circle"):
        yield "steward", name
    for name in ("circle_rest", "circle_close", "hand_over"):
        yield "steward", name


def _gathering_pages(laid: Laid) -> Iterator[tuple[str, str, Gathering]]:
    for gathering in (laid.before, laid.during, laid.after, laid.off):
        yield "member", "gathering", gathering
        yield "steward", "gathering", gathering
    for name in ("gathering_prepare", "gathering_move", "gathering_call_off"):
        yield "steward", name, laid.before
    yield "steward", "flow", laid.before
    yield "steward", "flow", laid.during  # none yet
    yield "steward", "flow", laid.after
    for name in ("who_was_there", "gathering_notes"):
        yield "steward", name, laid.after
    for gathering in (laid.before, laid.during, laid.after):
        yield "steward", "check_in", gathering
    yield "member", "check_in", laid.during
    yield "steward", "tonight", laid.before  # not yet
    yield "steward", "tonight", laid.during
    yield "host", "catch", laid.during
    yield "host", "catch", laid.after
    for name in ("catch_notes", "catch_chat", "catch_take"):
        yield "host", name, laid.during
    yield "host", "stitching", laid.during
    yield "host", "stitching_versions", laid.during
    yield "host", "poem", laid.during  # a first catch
    yield "member", "poem", laid.during  # with a line of theirs
    for name in ("read_back", "aloud", "give_poem"):
        yield "host", name, laid.during
    yield "member", "poem", laid.after
    yield "host", "poem", laid.silent


def _hosts_table(laid: Laid) -> Iterator[str]:
    gathering, circle = laid.before, laid.circle
    yield "/admin/"
    yield f"/admin/gatherings/gathering/turns/{circle.slug}/"
    yield f"/admin/gatherings/gathering/turns/{circle.slug}/?ahead=6"
    yield f"/admin/gatherings/gathering/turns/{circle.slug}/?ahead=12"
    yield "/admin/gatherings/turnchange/"
    yield "/admin/gatherings/gathering/"
    yield f"/admin/gatherings/gathering/{gathering.pk}/change/"
    yield f"/admin/gatherings/gathering/{gathering.pk}/history/"
    yield "/admin/gatherings/hostingrole/"
    yield "/admin/gatherings/hostingrole/add/"
    yield f"/admin/gatherings/hostingrole/{circle.roles.all()[0].pk}/change/"
    yield "/admin/gatherings/rsvp/"
    yield "/admin/gatherings/away/"
    yield "/admin/gatherings/presence/"
    yield "/admin/circles/circle/"
    yield f"/admin/circles/circle/{circle.pk}/change/"
    yield "/admin/circles/membership/"
    yield f"/admin/circles/membership/{laid.member.pk}/change/"
    yield "/admin/circles/membership/add/"
    yield "/admin/circles/invitation/"
    yield "/admin/circles/invitation/add/"
    yield "/admin/circles/joinrequest/"
    yield f"/admin/circles/joinrequest/{circle.join_requests.all()[0].pk}/change/"
    yield "/admin/circles/agreement/"
