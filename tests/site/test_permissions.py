"""The permission matrix: every address of the site, by everybody who may knock, as docs/permissions.md has it."""

import re

import pytest

from tests.permissions import METHODS, ROLES, World, addresses, read_table, write_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]
# What Django's admin leads on itself: …/<number>/ to the row's page, and an address without its last slash.
_UNNAMED_IN_ADMIN = re.compile(r"^admin/(\w+/\w+/<path:object_id>/|\(\?P<url>\.\*\)\$)$")
# allauth's second names for pages that have one already.
_UNNAMED_OF_ALLAUTH = {
    f"accounts/social/{page}/" for page in ("login/cancelled", "login/error", "signup", "connections")
}


def rows_to_add(missing: set[tuple[str, str]]) -> str:
    """Return lines for the table as the site answers now, to be looked at before they are added."""
    world = World()
    words = {methods[0]: word for word, methods in METHODS.items() if len(methods) == 1}
    return "\n".join(
        write_row(name, words[method], False, {role: world.ask(role, method, name) for role in ROLES})
        for name, method in sorted(missing)
    )


def test_the_table_names_every_address_of_the_site_and_none_that_is_gone():
    known = {(name, method) for name, _route in addresses() if name for method in ("get", "post")}
    told = [(row.name, method) for row in read_table() for method in row.methods]

    assert not known - set(told), f"to be added to docs/permissions.md:\n{rows_to_add(known - set(told))}"
    assert set(told) - known == set()
    assert len(told) == len(set(told))


def test_no_address_without_a_name_slips_by():
    for name, route in addresses():
        assert name or _UNNAMED_IN_ADMIN.match(route) or route in _UNNAMED_OF_ALLAUTH, route


@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(role):
    world = World()
    wrong = []
    for row in read_table():
        for method in row.methods:
            answer = world.ask(role, method, row.name)
            if answer != row.answers[role]:
                wrong.append(f"{method} {row.name}: {answer}, not {row.answers[role]}")

    assert wrong == []


@pytest.mark.thorough
def test_a_fresh_proof_is_asked_for_where_the_table_says_and_nowhere_else():
    world = World()
    world.let_proofs_age()
    wrong = []
    for row in read_table():
        asked = {world.ask("steward", method, row.name) == "prove" for method in row.methods}
        if asked != {row.proof or row.answers["steward"] == "prove"}:
            wrong.append(row.name)

    assert wrong == []
