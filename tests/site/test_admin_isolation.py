"""Another circle does not exist at the hosts' table (R47, R48, R51–R55, R57)."""

import re
from itertools import chain

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import now

from circles.admin.operating import OperatorAdmin
from circles.admin.scoped import ScopedAdmin
from circles.belonging import memberships
from circles.models import Standing
from cop_site.admin_site import hosts_table
from tests.making import give_second_factor, make_host, make_person
from tests.proving import prove
from tests.site.hosts_table import url
from tests.two_circles import (
    CANARY,
    HOUSE,
    hide_canaries,
    host_of,
    make_full_circle,
    models_of_the_house,
    words_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]
SHOWN = hosts_table._registry
SCOPED = {model: shown for model, shown in SHOWN.items() if isinstance(shown, ScopedAdmin)}
MISSING = 987_654


@pytest.fixture
def theirs():
    """Circle B, full of canaries."""
    circle = make_full_circle("B")
    hide_canaries()
    circle.refresh_from_db()
    return circle


@pytest.fixture
def mine(theirs):
    """Circle A, with the same rows and no canary."""
    return make_full_circle("A")


def host_of_mine(mine, theirs):
    return host_of(mine).person


def steward_of_mine(mine, theirs):
    return mine.memberships.get(standing=Standing.STEWARD).person


def host_of_mine_who_left_theirs(mine, theirs):
    here = host_of(mine)
    there = make_host(theirs, "Canary-less", person=here.person)
    memberships.leave(there, now=now())
    return here.person


def former_host_of_theirs(mine, theirs):
    person = theirs.memberships.get(left_at__isnull=False).person
    person.name = "Somebody Gone"  # what is their own they may see
    person.save()
    return person


def member_of_mine(mine, theirs):
    return mine.memberships.get(standing=Standing.MEMBER).person


def operator(mine, theirs):
    return make_person("Operator", is_operator=True)


AT_THE_TABLE = [steward_of_mine, host_of_mine_who_left_theirs, operator]
NOT_AT_THE_TABLE = [former_host_of_theirs, member_of_mine]


@pytest.fixture
def visit(client, mine, theirs):
    """Return a function that signs somebody in and asks for an address as them."""

    def sign_in(actor):
        person = actor(mine, theirs)
        client.force_login(person)
        if person.is_operator:
            give_second_factor(person)
            prove(client)
        return client

    return sign_in


def foreign(model, circle):
    """Return the keys of the rows of a model that are not circle A's."""
    return list(model._base_manager.exclude(**{_path(model): circle.pk}).values_list("pk", flat=True))


def _path(model):
    return SCOPED[model].circle_path or "pk"


def list_addresses(model, theirs):
    """Return the addresses of a list: as it is, searched, ordered, filtered by every column with every lookup."""
    here = url(model, "changelist")
    yield from (here, f"{here}?q=canar", f"{here}?all=1", f"{here}?p=2", f"{here}?e=1", f"{here}?o=-1.2.3")
    for field in model._meta.concrete_fields:
        yield f"{here}?{field.name}{'__id__exact' if field.is_relation else ''}={theirs.pk}"
    for way in (
        "circle__name",
        "circle__join_token",
        "membership__name",
        "gathering__circle__name",
        "person__email",
    ):
        yield f"{here}?{way}__startswith=c"
    yield f"{here}?gathering={theirs.gatherings.get().pk}"


def page_addresses(model, pks):
    """Return the addresses of the pages of rows by their keys."""
    for pk in pks:
        for name in ("change", "delete", "history"):
            yield url(model, name, pk)
        yield f"{url(model, 'changelist')}{pk}/"


def add_addresses(model, pks):
    """Return the addresses of the form for a new row, filled in by the address with every key in every field."""
    yield url(model, "add")
    yield url(model, "add") + "?_popup=1&_to_field=id"
    for pk in pks:
        yield (
            url(model, "add") + "?" + "&".join(f"{field.name}={pk}" for field in model._meta.concrete_fields)
        )


def other_addresses(theirs):
    """Return the addresses that belong to no model."""
    yield from (reverse("admin:index"), reverse("admin:jsi18n"), "/admin/nowhere/")
    yield from (reverse("admin:app_list", args=[app]) for app in {m._meta.app_label for m in SHOWN})
    for kind in ContentType.objects.filter(app_label__in=HOUSE):
        yield f"/admin/r/{kind.pk}/{theirs.pk}/"
    for ahead in ("", "?ahead=12", "?ahead=x"):
        yield reverse("admin:gatherings_rota", args=[theirs.slug]) + ahead
    yield "/admin/autocomplete/?app_label=gatherings&model_name=rsvp&field_name=membership&term=canar"


def everything(mine, theirs):
    for model in SCOPED:
        pks = [*foreign(model, mine), MISSING]
        yield from chain(list_addresses(model, theirs), page_addresses(model, pks))
        if any(field.is_relation for field in model._meta.concrete_fields):
            yield from add_addresses(model, _every_key(mine))
    yield from other_addresses(theirs)


def _every_key(mine):
    """Return every number that is a key of something foreign, so that a pre-filled label would show."""
    return sorted({pk for model in SCOPED for pk in foreign(model, mine)})


def without_tokens(page):
    """Return a page without what differs each time."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.text)


def test_every_model_of_ours_has_rows_and_words_in_the_other_circle(theirs):
    silent = [
        f"{model.__name__}.{field.name}"
        for model in models_of_the_house()
        for field in words_of(model)
        if not any(
            CANARY in str(said).lower() for said in model._base_manager.values_list(field.name, flat=True)
        )
    ]
    assert [model for model in models_of_the_house() if not model._base_manager.exists()] == []
    assert silent == []


@pytest.mark.thorough
@pytest.mark.parametrize("actor", AT_THE_TABLE)
def test_nobody_of_another_circle_sees_a_word_of_it_anywhere_in_the_admin(visit, mine, theirs, actor):
    client = visit(actor)
    seen = []
    for address in everything(mine, theirs):
        pages = [client.get(address), *([] if "=" in address else [client.post(address)])]
        seen += [address for page in pages if CANARY in page.text.lower() or page.status_code >= 500]
    assert seen == []


def test_the_crawl_would_have_seen_the_canaries(client, mine, theirs):
    client.force_login(theirs.memberships.get(standing=Standing.STEWARD).person)
    for model in SCOPED:
        assert CANARY in client.get(url(model, "changelist")).text.lower()


@pytest.mark.parametrize("name", ["change", "delete", "history"])
@pytest.mark.parametrize("model", SCOPED)
def test_a_foreign_row_is_answered_as_one_that_never_was(visit, mine, theirs, model, name):
    client = visit(steward_of_mine)
    for method in (client.get, client.post):
        missing = method(url(model, name, MISSING))
        assert missing.status_code in {403, 404}
        for pk in foreign(model, mine):
            page = method(url(model, name, pk))
            assert page.status_code == missing.status_code
            assert without_tokens(page) == without_tokens(missing)


@pytest.mark.thorough
@pytest.mark.parametrize("actor", NOT_AT_THE_TABLE)
def test_who_hosts_nothing_finds_nothing_there(visit, mine, theirs, actor):
    client = visit(actor)
    pages = [client.get(address) for address in everything(mine, theirs)]
    assert {page.status_code for page in pages} == {404}
    assert not [page for page in pages if CANARY in page.text.lower()]


def test_a_visitor_is_led_to_the_sign_in_whatever_they_ask_for(client, mine, theirs):
    for address in everything(mine, theirs):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.partition("?")[0] in {reverse("admin:login"), reverse("account_login")}


def test_an_operator_who_belongs_to_no_circle_sees_no_circle(visit, mine, theirs):
    client = visit(operator)
    front = client.get(reverse("admin:index"))
    assert "my-circle" not in front.text
    for model, shown in SHOWN.items():
        status = client.get(url(model, "changelist")).status_code
        assert status == (200 if isinstance(shown, OperatorAdmin) else 403)


@pytest.mark.parametrize(
    "model", [model for model, shown in SHOWN.items() if isinstance(shown, OperatorAdmin)]
)
def test_what_is_the_operators_is_not_the_hosts(visit, model):
    client = visit(steward_of_mine)
    assert client.get(url(model, "changelist")).status_code == 403
    assert client.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("model", SCOPED)
def test_choices_and_filters_offer_ones_own_circles_alone(visit, mine, theirs, model):
    client = visit(steward_of_mine)
    pages = [client.get(url(model, "change", pk)) for pk in _own(model, mine)]
    if SCOPED[model].has_add_permission(pages[0].wsgi_request):
        pages.append(client.get(url(model, "add")))
    for page in pages:
        assert page.status_code == 200
        for field in page.context["adminform"].form.fields.values():
            if queryset := getattr(field, "queryset", None):
                assert {_circle(row) for row in queryset} == {mine}
    assert client.get(url(model, "changelist")).context["cl"].result_count == len(_own(model, mine))


def _own(model, mine):
    return list(model._base_manager.filter(**{_path(model): mine.pk}).values_list("pk", flat=True))


def _circle(row):
    for step in filter(None, SCOPED[type(row)].circle_path.split("__")):
        row = getattr(row, step)
    return row


@pytest.mark.parametrize("model", SCOPED)
def test_a_column_cannot_be_guessed_letter_by_letter(visit, mine, model):
    client = visit(steward_of_mine)
    for field in model._meta.concrete_fields:
        page = client.get(f"{url(model, 'changelist')}?{field.name}__startswith=x")
        assert page.status_code == 400


def test_removing_what_is_mine_shows_and_touches_nothing_of_theirs(visit, mine, theirs):
    """Somebody belongs to both circles and is away in both."""
    client = visit(host_of_mine)
    both = make_host(theirs, "CANARY-both", person=mine.memberships.get(standing=Standing.MEMBER).person)
    both.aways.create(first="2026-12-24", last="2026-12-26")
    away = mine.memberships.get(standing=Standing.MEMBER).aways.get()
    model = type(away)

    page = client.get(url(model, "delete", away.pk))
    done = client.post(url(model, "delete", away.pk), {"post": "yes"})

    assert page.status_code == 200
    assert CANARY not in page.text.lower()
    assert done.status_code == 302
    assert not model._base_manager.filter(pk=away.pk).exists()
    assert both.aways.count() == 1
