"""A shared poem in the browsers of readers: without scripts, in a frame of somebody else's page, copied."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from checkins.models import Harvest, Response
from tests.browser.steps import PHONE, fill, follow, press, reads
from tests.checkins.sharing import share
from tests.making import make_circle, make_gathering_now, make_host, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@contextmanager
def blog(body: str) -> Iterator[str]:
    """Serve one page from another address of this machine, as a blog of somebody's would; yield where."""

    class Blog(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode() if self.path == "/" else b"")

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Blog) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def poem(live_server, settings):
    settings.SITE_URL = live_server.url
    cache.clear()
    circle = make_circle("The Hosting Circle")
    noor, ines = make_host(circle, "Noor"), make_member(circle, "Ines")
    return share(
        make_gathering_now(circle),
        noor,
        "the kettle, patient",
        "# half of me",
        speaker=ines,
        takes_responses=True,
    )


def test_a_reader_without_scripts_reads_responds_and_is_read_after_a_hosts_yes(new_context, page_of, poem):
    reader = new_context(java_script_enabled=False, **PHONE)
    page = reader.new_page()
    page.goto(reverse("shared_poem", args=[poem.public_slug]))
    reads(page, "Snow")
    assert reader.cookies() == []
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_text("As Markdown", exact=True).click()
    markdown = page.get_by_role("textbox", name="As Markdown").input_value()
    assert markdown.startswith("# Snow\n\nthe kettle, patient\\\n\\# half of me\n\n*Caught in")

    follow(page, "Respond to this poem")
    fill(page, words="So moved.\nhttps://ourcircle.example/", name="Ada")
    press(page, "Send it to the circle")
    reads(page, "Thank you")
    follow(page, "Back to the poem")
    expect(page.locator("main")).not_to_contain_text("So moved.")

    noor = poem.gathering.circle.memberships.get(name="Noor")
    table = page_of(noor.person, java_script_enabled=False)
    table.goto("/home/")
    follow(table, "Read it")
    press(table, "Yes, let it stand there")
    expect(table.locator("main")).to_contain_text("Nothing waits for you.")

    page.reload()
    expect(page.get_by_role("link", name="https://ourcircle.example/")).to_have_attribute(
        "rel", "nofollow ugc noopener noreferrer"
    )
    assert Response.objects.get().welcomed_by == noor


def test_a_poem_stands_in_a_page_of_somebody_else_and_no_other_page_of_ours_does(
    browser, client, live_server, poem
):
    asked = client.get(
        reverse("oembed"), {"url": f"{live_server.url}{reverse('shared_poem', args=[poem.public_slug])}"}
    )
    frame = json.loads(asked.content)["html"]
    refused = frame.replace("/embed/", "/poems/")
    context = browser.new_context(color_scheme="dark")
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))

    with blog(f"<!doctype html>{frame}{refused}") as address:
        page.goto(address)
        inside = page.frame_locator("iframe").nth(0)

        expect(inside.get_by_role("heading", name="Snow")).to_be_visible()
        expect(inside.locator("article")).to_contain_text("# half of me")
        expect(inside.locator("body")).to_have_css(
            "background-color", "rgb(27, 24, 21)"
        )  # its own sheet, at night
        expect(page.frame_locator("iframe").nth(1).locator("article")).to_have_count(0)
    assert [each for each in said if "embed" in each] == []
    assert any("frame-ancestors" in each for each in said)
    assert context.cookies() == []


def test_the_words_are_copied_as_they_stand(new_context, poem):
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(reverse("shared_poem", args=[poem.public_slug]))

    page.get_by_text("As text", exact=True).click()
    page.get_by_role("button", name="Copy · As text").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "Snow\n\nthe kettle, patient\n# half of me\n\nCaught in the check-in of The Hosting Circle"
    )
    assert Harvest.objects.get().shared_at
