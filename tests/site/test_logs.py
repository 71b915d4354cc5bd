"""What is written down covers the secrets that addresses carry (R70)."""

import pytest

from cop_site.logs import masked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GET /feeds/abc-DEF_1.ics 200", "GET /feeds/… 200"),
        ("/invitation/WzEsMV0:1xV3:abc/ and more", "/invitation/…/ and more"),
        ('"/join/k9huKN06"', '"/join/…"'),
        ("/claim/WzEsMV0:1xV3:abc/ and more", "/claim/…/ and more"),
        ('"POST /g/abc-DEF_1/12/confirm/ HTTP/1.1" 200', '"POST /g/…/12/confirm/ HTTP/1.1" 200'),
        ("/accounts/login/?next=%2Fg%2Fabc-DEF_1%2F", "/accounts/login/?next=%2Fg%2F…"),
        ("/as/secret?x=1", "/as/…?x=1"),
        (
            "/accounts/signup/?next=%2Finvitation%2FWzEsMV0%3A1xV3%3Aabc%2F&email=anna%40circle.example",
            "/accounts/signup/?next=%2Finvitation%2F…&email=anna%40circle.example",
        ),
        ("/accounts/login/?next=/join/k9huKN06/", "/accounts/login/?next=/join/…/"),
        ("/c/the-circle/invitations/3/again/", "/c/the-circle/invitations/3/again/"),
        ("/c/the-circle/join-link/", "/c/the-circle/join-link/"),
    ],
)
def test_secrets_in_addresses_are_covered_and_nothing_else(written, kept):
    assert masked(written) == kept
