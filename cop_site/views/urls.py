"""The addresses of the pages that show everything at once, and of the site's own health."""

from django.urls import path

from cop_site.views import (
    found,
    growing,
    health,
    mailbox,
    my_data,
    overviews,
    people,
    sign_in_as,
    taking_home,
    visiting,
)

urlpatterns = [
    path("", overviews.landing, name="landing"),
    path("home/", overviews.home, name="home"),
    path("circles/", visiting.circles, name="circles"),
    path("circles/new/", found.found_circle, name="found_circle"),
    path("c/<slug:slug>/", overviews.circle_front, name="circle"),
    path("c/<slug:slug>/labs/<int:number>/grow/", growing.grow_circle, name="grow_circle"),
    path("c/<slug:slug>/members/<int:pk>/", people.member, name="member"),
    path("c/<slug:slug>/take-home/", taking_home.take_home, name="take_home"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/take-home/", my_data.take_my_data, name="take_my_data"),
    path("me/data/erase/", my_data.erase_me, name="erase_me"),
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="mailbox_letter"),
    path("mailbox/<str:name>/html/", mailbox.letter_html, name="mailbox_letter_html"),
    path("as/<str:token>/", sign_in_as.sign_in_as, name="sign_in_as"),
]
