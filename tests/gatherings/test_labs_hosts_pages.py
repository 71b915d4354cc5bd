"""A lab as its hosts see it: planned, announced, its guests looked after and taken out as a list."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Circle
from gatherings.models import GuestState, Lab, LabGuest
from gatherings.pages.lab import as_text
from gatherings.schedule import scheduling
from tests.making import make_guest, make_host, make_lab, make_member, make_role, make_steward

pytestmark = pytest.mark.django_db
PAGES = ("lab_hosts", "lab_change", "lab_move", "lab_guests_csv")
PRESSES = ("lab_announce", "lab_guest_add")


@pytest.fixture
def lab():
    return make_lab(seats=2)


@pytest.fixture
def host(lab):
    return make_host(lab.gathering.circle)


def path(name, lab, *more):
    return reverse(name, args=[lab.gathering.circle.slug, lab.gathering.number, *more])


def test_a_stranger_finds_nothing_and_a_member_may_not(client, lab):
    make_guest(lab, "Maria Unseen", words="Unseen.")
    paths = [path(name, lab) for name in PAGES] + [path("grow_circle", lab)]
    presses = [path(name, lab) for name in PRESSES] + [path("lab_guest_withdraw", lab, lab.guests.get().pk)]

    for person, status in ((make_steward().person, 404), (make_member(lab.gathering.circle).person, 403)):
        client.force_login(person)
        assert {client.get(each).status_code for each in paths} == {status}
        assert {client.post(each, {"do": "unpublish", "name": "x"}).status_code for each in presses} == {
            status
        }
    assert LabGuest.objects.get().state == GuestState.COMING
    assert Lab.objects.get().published_at


def test_a_member_reads_the_list_and_the_gathering_and_no_guest(client, lab):
    make_guest(lab, "Maria Unseen")
    make_role(lab.gathering.circle, "Timekeeper")
    client.force_login(make_member(lab.gathering.circle).person)

    listed = client.get(reverse("circle_labs", args=[lab.gathering.circle.slug])).text
    gathering = client.get(lab.gathering.get_absolute_url()).text

    assert lab.get_absolute_url() in listed
    assert lab.get_absolute_url() in gathering
    assert "each day" in gathering
    assert "Timekeeper" not in gathering
    assert "Maria Unseen" not in listed + gathering
    assert client.get(reverse("lab_add", args=[lab.gathering.circle.slug])).status_code == 403


def test_a_host_plans_one_and_publishes_it(client):
    host = make_host()
    client.force_login(host.person)
    day = now().date() + timedelta(days=30)
    said = {"title": "Two days", "invitation": "Come.", "first_day": day, "last_day": day + timedelta(days=1)}

    again = client.post(
        reverse("lab_add", args=[host.circle.slug]), said | {"starts": "09:00", "daily_ends": "08:00"}
    )
    assert "Each day would be over before it begins." in again.text
    client.post(
        reverse("lab_add", args=[host.circle.slug]), said | {"starts": "09:00", "daily_ends": "17:00"}
    )
    lab = Lab.objects.get()
    assert lab.published_at is None
    client.post(path("lab_announce", lab), {"do": "publish"})

    lab.refresh_from_db()
    assert lab.published_at is not None
    page = client.get(path("lab_hosts", lab)).text
    assert "We’d love to have you join us for Two days." in page
    assert lab.get_absolute_url() in page


def test_each_button_of_its_page(client, lab, host):
    client.force_login(host.person)
    for do, field, is_set in (
        ("close", "signup_closed_at", True),
        ("open", "signup_closed_at", False),
        ("unpublish", "published_at", False),
        ("nonsense", "published_at", False),
    ):
        client.post(path("lab_announce", lab), {"do": do})
        lab.refresh_from_db()
        assert (getattr(lab, field) is not None) is is_set


def test_hosts_read_who_comes_and_what_they_wrote(client, lab, host):
    make_guest(lab, "Maria", words="Curious.", email="maria@x.example", stays_in_touch=True)
    make_guest(lab, "Luc")
    make_guest(lab, "Ana", GuestState.WAITING)
    client.force_login(host.person)

    page = client.get(path("lab_hosts", lab)).text

    for words in ("“Curious.”", "maria@x.example", "Two guests are coming, of two seats; one waits."):
        assert words in page


def test_a_lab_nobody_has_signed_up_for_says_so_and_what_to_do_next(client, lab, host):
    client.force_login(host.person)
    Lab.objects.update(seats=1, published_at=None)

    page = client.get(path("lab_hosts", lab)).text
    assert "Nobody is coming yet." in page
    assert "Publish its page and pass it on." in page

    page = client.post(path("lab_announce", lab), {"do": "publish"}, follow=True).text
    assert "Published. Pass its page on." in page
    assert "Nobody has signed up yet. Pass its page on." in page
    assert "Publish its page" not in page
    make_guest(lab)
    assert "One guest is coming, of one seat." in client.get(path("lab_hosts", lab)).text


@pytest.mark.parametrize("done", ["over", "off"])
def test_of_a_lab_that_is_done_nobody_is_still_coming(client, host, done):
    days = -30 if done == "over" else 30
    lab = make_lab(host.circle, day=(now() + timedelta(days=days)).date(), seats=1)
    if done == "off":
        scheduling.call_off(lab.gathering, reason="x", by=host, now=now())
    client.force_login(host.person)
    page = client.get(path("lab_hosts", lab)).text
    assert "No guest had a seat." in page
    assert "Nobody signed up." in page

    make_guest(lab, "Maria", email="")
    make_guest(lab, "Ana", GuestState.WAITING, email="")

    page = client.get(path("lab_hosts", lab)).text
    assert "<span>had a seat</span>" in page
    assert "<span>was on the waiting list</span>" in page
    assert "<span>coming</span>" not in page


def test_no_page_of_a_closed_circle_leads_to_a_lab_that_is_gone(client, lab, host):
    Circle.objects.update(closed_on=now().date())
    for person in (host.person, make_member(lab.gathering.circle).person):
        client.force_login(person)
        page = client.get(reverse("circle_labs", args=[lab.gathering.circle.slug])).text
        assert lab.get_absolute_url() not in page
        assert "Plan a learning lab" not in page
        assert lab.get_absolute_url() not in client.get(lab.gathering.get_absolute_url()).text
    assert lab.gathering.get_absolute_url() in page
    client.force_login(host.person)
    page = client.get(path("lab_hosts", lab)).text
    assert lab.get_absolute_url() not in page
    assert path("lab_announce", lab) not in page


def test_writing_down_and_off(client, lab, host):
    client.force_login(host.person)

    client.post(path("lab_guest_add", lab), {"name": "Luc"})
    wrong = client.post(path("lab_guest_add", lab), {"name": "Ana", "email": "ana at x"})
    guest = LabGuest.objects.get()
    client.post(path("lab_guest_withdraw", lab, guest.pk))

    assert "ana at x" in wrong.text
    assert LabGuest.objects.get().state == GuestState.WITHDRAWN
    other = make_guest(make_lab())
    assert client.post(path("lab_guest_withdraw", lab, other.pk)).status_code == 404


def test_moving_goes_by_days_wherever_one_begins(client, lab, host):
    client.force_login(host.person)
    generic = path("gathering_move", lab)
    to = {"first_day": lab.last_day, "last_day": lab.last_day, "starts": "10:00", "daily_ends": "16:00"}

    assert client.get(generic).url == client.post(generic, {"day": "2027-01-01"}).url == path("lab_move", lab)
    client.post(path("lab_move", lab), to | {"reason": "Shorter."})

    moved = Lab.objects.get()
    assert (moved.gathering.day, moved.gathering.lasts) == (lab.last_day, timedelta(hours=6))


def test_the_list_of_guests_holds_words_and_no_formulas(client, lab, host):
    make_guest(lab, "=1+1", words="@SUM(A1)", email="+x@x.example")
    client.force_login(host.person)

    answer = client.get(path("lab_guests_csv", lab))

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[1] == ["'=1+1", "'+x@x.example", "coming", "'@SUM(A1)", ""]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_cell_is_a_formula_whatever_it_begins_with(cell):
    assert as_text(cell) == f"'{cell}"
    assert as_text("Anna = Luc") == "Anna = Luc"


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many(client, count, lab, host, django_assert_num_queries):
    for _ in range(count):
        make_guest(lab)
        make_lab(lab.gathering.circle)
    client.force_login(host.person)

    # session, person, membership, then
    with django_assert_num_queries(3 + 2):  # the lab, guests counted; its guests
        client.get(path("lab_hosts", lab))
    with django_assert_num_queries(3 + 1):  # labs with guests counted
        client.get(reverse("circle_labs", args=[host.circle.slug]))
