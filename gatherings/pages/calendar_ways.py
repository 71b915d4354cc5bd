"""How a calendar link gets into the common calendars, and how long each of them takes to look again.

Their delays are what people report, for none of them promises anything; said in round numbers, and never too short.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Subscribing:
    """One kind of calendar: the button that brings it the link (none: by hand), what to do, how long it takes."""

    calendar: str
    button: str
    address: str
    steps: str
    delay: str


def ways_to_subscribe(address: str, name: str) -> list[Subscribing]:
    """Return the ways to subscribe to the feed at `address`, for a calendar called `name`, in the language in force."""
    on_the_web = urlencode({"url": address, "name": name})
    calls_its_program = f"webcal:{address.partition(':')[2]}"
    return [
        Subscribing(
            calendar=_("Apple’s calendar, and most programs"),
            button=_("Open it in my calendar program"),
            address=calls_its_program,
            steps=_("Your phone or computer asks whether to subscribe. Say yes."),
            delay=_(
                "A Mac looks again every hour, an iPhone often only once a day; the calendar’s own settings say."
            ),
        ),
        Subscribing(
            calendar="Google",
            button=_("Add it to Google Calendar"),
            address=f"https://calendar.google.com/calendar/r?{urlencode({'cid': calls_its_program})}",
            steps=_("Press “Add” there. On a phone do it in the browser; afterwards the app shows it too."),
            delay=_("Google looks again after 8 to 24 hours, at times later, and nobody can hurry it."),
        ),
        Subscribing(
            calendar="Outlook.com",
            button=_("Add it to Outlook.com"),
            address=f"https://outlook.live.com/calendar/0/addfromweb?{on_the_web}",
            steps=_("For an address of your own at Outlook.com or Hotmail. Press “Import” there."),
            delay=_("It looks again about every three hours, at times after a whole day."),
        ),
        Subscribing(
            calendar="Microsoft 365",
            button=_("Add it to Microsoft 365"),
            address=f"https://outlook.office.com/calendar/0/addfromweb?{on_the_web}",
            steps=_("For the account of your work or school. Press “Import” there."),
            delay=_("It looks again about every three hours, at times after a whole day."),
        ),
        Subscribing(
            calendar=_("Any other calendar"),
            button="",
            address="",
            steps=_(
                "Copy the link, and paste it in your calendar under “subscribe” or “from a web address”."
            ),
            delay=_("Thunderbird looks again every half hour while it is open; others within a day."),
        ),
    ]
