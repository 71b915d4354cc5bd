"""The mailbox of a site being tried out shows what was sent, and nothing on a site in use."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cop_site.mailbox import letters

pytestmark = pytest.mark.django_db
LIST = "/mailbox/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DEBUG = True
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    file_mailer = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {
        "default": {"BACKEND": file_mailer, "OPTIONS": {"file_path": str(settings.MAILBOX_DIR)}}
    }
    return settings.MAILBOX_DIR


def send(
    subject="Grüße aus dem Kreis", date="Wed, 23 Sep 2026 08:00:00 +0000", text="Komm!\n", html="<p>Komm!</p>"
):
    email = EmailMultiAlternatives(
        subject, text, "circles@circle.example", ["anna@circle.example"], headers={"Date": date}
    )
    email.attach_alternative(html, "text/html")
    email.send()


def test_an_empty_mailbox_says_how_to_fill_it(client):
    response = client.get(LIST)

    assert response.status_code == 200
    assert "No letters yet." in response.text
    assert reverse("account_login") in response.text


def test_letters_are_listed_with_the_newest_first(client):
    send("First", "Wed, 23 Sep 2026 08:00:00 +0000")
    send("Third", "Fri, 25 Sep 2026 08:00:00 +0000")
    send("Second", "Thu, 24 Sep 2026 08:00:00 +0000")

    shown = client.get(LIST).text
    assert shown.index("Third") < shown.index("Second") < shown.index("First")
    assert shown.count("anna@circle.example") == 3


def test_several_letters_in_one_file_are_each_a_letter(folder):
    send("One")
    send("Two")
    files = sorted(folder.iterdir())
    files[0].write_bytes(b"".join(file.read_bytes() for file in files))
    for file in files[1:]:
        file.unlink()

    assert {letter.subject for letter in letters(folder)} == {"One", "Two"}


def test_a_letter_is_shown_in_text_with_links_that_open(client, folder):
    send(text="Komm: https://circles.example/join/x/\n\n<b>nicht fett</b>\n")
    [letter] = letters(folder)

    shown = client.get(reverse("mailbox_letter", args=[letter.name])).text
    assert "Grüße aus dem Kreis" in shown
    assert 'href="https://circles.example/join/x/"' in shown
    assert "<b>" not in shown
    assert reverse("mailbox_letter_html", args=[letter.name]) in shown


def test_the_page_of_a_letter_stands_alone_and_runs_nothing(client, folder):
    send(html="<!doctype html><style>p { color: red }</style><p>Komm!</p><script>alert(1)</script>")
    [letter] = letters(folder)

    response = client.get(reverse("mailbox_letter_html", args=[letter.name]))
    policy = response["Content-Security-Policy"]
    assert "<p>Komm!</p>" in response.text
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fsecret_key", "x-0"])
def test_a_letter_that_is_not_there_is_not_found(client, folder, name):
    send()
    (folder.parent / "secret_key").write_text("secret")

    assert client.get(f"/mailbox/{name}/").status_code == 404
    assert client.get(f"/mailbox/{name}/html/").status_code == 404


def test_a_site_in_use_has_no_mailbox(client, folder, settings):
    send()
    [letter] = letters(folder)
    settings.DEBUG = False

    for path in (LIST, f"/mailbox/{letter.name}/", f"/mailbox/{letter.name}/html/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "Komm" not in response.text
