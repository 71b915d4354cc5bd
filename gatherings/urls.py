"""The addresses of gatherings. Feeds are answered before all others, by `feeds.FeedMiddleware`."""

from django.urls import path

from gatherings import feeds
from gatherings.views import (
    answering,
    asking,
    bringing,
    calendars,
    flow,
    gathering,
    hosts,
    labs,
    mine,
    open_labs,
    people,
    practising,
    resting,
    rhythm,
    rota,
    schedule,
)

urlpatterns = [
    path("answer/<str:token>/", answering.answer_from_letter, name="answer_from_letter"),
    path("asked/<str:token>/", asking.asked_from_letter, name="asked_from_letter"),
    path("c/<slug:slug>/gatherings/<int:number>/roles/<int:role_pk>/ask/", asking.role_ask, name="role_ask"),
    path("c/<slug:slug>/gatherings/<int:number>/requests/<int:pk>/", asking.asked, name="asked"),
    path(
        "c/<slug:slug>/gatherings/<int:number>/requests/<int:pk>/take-back/",
        asking.request_take_back,
        name="request_take_back",
    ),
    path("c/<slug:slug>/gatherings/", schedule.gatherings, name="gatherings"),
    path("c/<slug:slug>/gatherings/add/", schedule.gathering_add, name="gathering_add"),
    path("c/<slug:slug>/gatherings/<int:number>/", gathering.gathering, name="gathering"),
    path("c/<slug:slug>/gatherings/<int:number>/answer/", gathering.answer, name="answer"),
    path("c/<slug:slug>/gatherings/<int:number>/hosts/", hosts.gathering_hosts, name="gathering_hosts"),
    path("c/<slug:slug>/gatherings/<int:number>/hosts/told/", hosts.gathering_told, name="gathering_told"),
    path("c/<slug:slug>/gatherings/<int:number>/hosts/seats/", hosts.gathering_seats, name="gathering_seats"),
    path("c/<slug:slug>/gatherings/<int:number>/guest/", bringing.gathering_guest, name="gathering_guest"),
    path(
        "c/<slug:slug>/gatherings/<int:number>/guests/<int:pk>/nod/",
        bringing.gathering_guest_nod,
        name="gathering_guest_nod",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/guests/<int:pk>/off/",
        bringing.gathering_guest_off,
        name="gathering_guest_off",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/roles/<int:role_pk>/take/",
        gathering.take_turn,
        name="take_turn",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/turns/<int:pk>/give-back/",
        gathering.give_back_turn,
        name="give_back_turn",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/prepare/", schedule.gathering_prepare, name="gathering_prepare"
    ),
    path("c/<slug:slug>/gatherings/<int:number>/flow/", flow.flow, name="flow"),
    path("c/<slug:slug>/gatherings/<int:number>/flow/begin/", flow.flow_begin, name="flow_begin"),
    path("c/<slug:slug>/gatherings/<int:number>/move/", schedule.gathering_move, name="gathering_move"),
    path(
        "c/<slug:slug>/gatherings/<int:number>/call-off/",
        schedule.gathering_call_off,
        name="gathering_call_off",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/restore/", schedule.gathering_restore, name="gathering_restore"
    ),
    path("labs/", open_labs.labs, name="labs"),
    path("labs/<slug:slug>/", open_labs.lab, name="lab"),
    path("labs/<slug:slug>/asked/", open_labs.lab_asked, name="lab_asked"),
    path("my-seat/<str:token>/", open_labs.lab_seat, name="lab_seat"),
    path("my-seat/<str:token>/lab.ics", open_labs.lab_ics, name="lab_ics"),
    path("c/<slug:slug>/labs/", labs.circle_labs, name="circle_labs"),
    path("c/<slug:slug>/labs/add/", labs.lab_add, name="lab_add"),
    path("c/<slug:slug>/labs/<int:number>/", labs.lab_hosts, name="lab_hosts"),
    path("c/<slug:slug>/labs/<int:number>/change/", labs.lab_change, name="lab_change"),
    path("c/<slug:slug>/labs/<int:number>/move/", labs.lab_move, name="lab_move"),
    path("c/<slug:slug>/labs/<int:number>/announce/", labs.lab_announce, name="lab_announce"),
    path("c/<slug:slug>/labs/<int:number>/guests/add/", labs.lab_guest_add, name="lab_guest_add"),
    path("c/<slug:slug>/labs/<int:number>/guests.csv", labs.lab_guests_csv, name="lab_guests_csv"),
    path(
        "c/<slug:slug>/labs/<int:number>/guests/<int:pk>/withdraw/",
        labs.lab_guest_withdraw,
        name="lab_guest_withdraw",
    ),
    path("c/<slug:slug>/gatherings/<int:number>/practice/", practising.practice, name="practice"),
    path(
        "c/<slug:slug>/gatherings/<int:number>/practice/remove/",
        practising.practice_take_back,
        name="practice_take_back",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/practice/tell/", practising.practice_tell, name="practice_tell"
    ),
    path("c/<slug:slug>/members/", people.members, name="members"),
    path("c/<slug:slug>/members/<int:pk>/away/", people.member_away, name="member_away"),
    path(
        "c/<slug:slug>/members/<int:pk>/away/<int:away_pk>/remove/",
        people.member_away_remove,
        name="member_away_remove",
    ),
    path("c/<slug:slug>/my-roles/", people.my_roles, name="my_roles"),
    path("c/<slug:slug>/rest/", resting.circle_rest, name="circle_rest"),
    path("c/<slug:slug>/close/", resting.circle_close, name="circle_close"),
    path("c/<slug:slug>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("c/<slug:slug>/who-holds-what/", rota.rota, name="rota"),
    path("c/<slug:slug>/away/", mine.away, name="away"),
    path("c/<slug:slug>/away/<int:pk>/remove/", mine.away_remove, name="away_remove"),
    path("c/<slug:slug>/calendar/", calendars.my_calendar, name="my_calendar"),
    path("me/calendar/", calendars.my_whole_calendar, name="my_whole_calendar"),
    path("me/calendar/<int:pk>/renew/", calendars.feed_link_renew, name="feed_link_renew"),
    path("me/calendar/<int:pk>/end/", calendars.feed_link_revoke, name="feed_link_revoke"),
    path("me/calendar/<int:pk>/no/", calendars.feed_link_leave_out, name="feed_link_leave_out"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    path("c/<slug:slug>/dates.ics", feeds.open_dates, name="open_dates"),
]
