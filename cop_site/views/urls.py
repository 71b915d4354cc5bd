"""The addresses of the pages that show everything at once, and of the site's own health."""

from django.urls import path

from cop_site.views import found, health, mailbox, overviews, sign_in_as

urlpatterns = [
    path("", overviews.landing, name="landing"),
    path("home/", overviews.home, name="home"),
    path("circles/new/", found.found_circle, name="found_circle"),
    path("c/<slug:slug>/", overviews.circle_front, name="circle"),
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="mailbox_letter"),
    path("mailbox/<str:name>/html/", mailbox.letter_html, name="mailbox_letter_html"),
    path("as/<str:token>/", sign_in_as.sign_in_as, name="sign_in_as"),
]
