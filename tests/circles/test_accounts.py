"""What allauth writes is a letter of ours, and who needs a second factor (R44)."""

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import translation

from circles.models import Letter, LetterState
from circles.post import mail
from circles.post.renderers import NOTICES
from circles.signing_in.accounts import AccountAdapter, has_second_factor, needs_second_factor
from tests.making import make_host, make_member, make_person, make_steward
from tests.postbox import code_in, deliver_all, html_of

pytestmark = pytest.mark.django_db

ALLAUTHS = Path(allauth.__file__).parent / "templates"
PREFIXES = sorted(
    str(path.relative_to(ALLAUTHS)).removesuffix("_subject.txt")
    for path in ALLAUTHS.glob("*/email/*_subject.txt")
)
BY_LINK = "account/email/password_reset_key"  # we reset by code


def test_allauth_uses_our_adapter():
    assert isinstance(get_adapter(), AccountAdapter)
    assert len(PREFIXES) > 15


@pytest.mark.parametrize("prefix", [prefix for prefix in PREFIXES if prefix != BY_LINK])
def test_everything_allauth_writes_goes_out_in_our_words(prefix, mailoutbox):
    AccountAdapter().send_mail(prefix, "anna@circle.example", {"code": "482913"})
    assert mailoutbox == []

    [letter] = deliver_all()
    [sent] = mailoutbox
    assert letter.state == LetterState.SENT
    assert sent.to == ["anna@circle.example"]
    if letter.kind == "account_notice":
        assert str(NOTICES[letter.params["notice"]]) in sent.body


def test_a_code_is_in_both_parts_and_in_no_subject(mailoutbox):
    AccountAdapter().send_mail("account/email/login_code", "anna@circle.example", {"code": "482913"})
    deliver_all()

    [sent] = mailoutbox
    assert code_in(sent) == "482913"
    assert ">482913<" in html_of(sent)
    assert "482913" not in sent.subject


def test_a_letter_to_somebody_unknown_speaks_the_language_of_their_browser(mailoutbox):
    with translation.override("fr"):
        AccountAdapter().send_mail("account/email/unknown_account", "new@circle.example", {})
    [letter] = Letter.objects.all()

    assert letter.params == {"language": "fr"}
    assert mail.receiver_of(letter).language == "fr"


def test_a_letter_to_somebody_known_speaks_theirs():
    make_person("Anna", email="anna@circle.example", language="fr")
    AccountAdapter().send_mail("account/email/login_code", "anna@circle.example", {"code": "482913"})

    assert mail.receiver_of(Letter.objects.get()).language == "fr"


def test_asking_twice_writes_two_letters_for_each_code_is_another():
    for code in ("482913", "112233"):
        AccountAdapter().send_mail("account/email/login_code", "anna@circle.example", {"code": code})

    assert Letter.objects.filter(kind="sign_in_code").count() == 2


def test_a_second_factor_is_required_of_operators_and_of_hosts_where_the_site_says_so(settings):
    operator = make_person(is_operator=True)
    steward, host, member, former = (
        make_steward().person,
        make_host().person,
        make_member().person,
        make_host(left_at="2026-01-28T12:00Z").person,
    )
    everybody = [operator, steward, host, member, former, make_person()]

    settings.HOSTS_NEED_SECOND_FACTOR = False
    assert [needs_second_factor(person) for person in everybody] == [True, False, False, False, False, False]
    settings.HOSTS_NEED_SECOND_FACTOR = True
    assert [needs_second_factor(person) for person in everybody] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (Authenticator.Type.TOTP, True),
        (Authenticator.Type.WEBAUTHN, True),
        (Authenticator.Type.RECOVERY_CODES, False),
    ],
)
def test_an_authenticator_app_or_a_passkey_is_a_second_factor_and_recovery_codes_alone_are_none(kind, counts):
    person, other = make_person(), make_person()
    Authenticator.objects.create(user=person, type=kind, data={})

    assert (has_second_factor(person), has_second_factor(other)) == (counts, False)
