"""The addresses of gatherings. Feeds are answered before all others, by `feeds.FeedMiddleware`."""

from django.urls import path

from gatherings import feeds
from gatherings.views import gathering, mine, rhythm, rota, schedule

urlpatterns = [
    path("c/<slug:slug>/gatherings/", schedule.gatherings, name="gatherings"),
    path("c/<slug:slug>/gatherings/add/", schedule.gathering_add, name="gathering_add"),
    path("c/<slug:slug>/gatherings/<int:number>/", gathering.gathering, name="gathering"),
    path("c/<slug:slug>/gatherings/<int:number>/answer/", gathering.answer, name="answer"),
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
    path("c/<slug:slug>/gatherings/<int:number>/move/", schedule.gathering_move, name="gathering_move"),
    path(
        "c/<slug:slug>/gatherings/<int:number>/call-off/",
        schedule.gathering_call_off,
        name="gathering_call_off",
    ),
    path(
        "c/<slug:slug>/gatherings/<int:number>/restore/", schedule.gathering_restore, name="gathering_restore"
    ),
    path("c/<slug:slug>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("c/<slug:slug>/who-holds-what/", rota.rota, name="rota"),
    path("c/<slug:slug>/away/", mine.away, name="away"),
    path("c/<slug:slug>/away/<int:pk>/remove/", mine.away_remove, name="away_remove"),
    path("c/<slug:slug>/calendar/", mine.my_calendar, name="my_calendar"),
    path("c/<slug:slug>/calendar/<int:pk>/renew/", mine.feed_link_renew, name="feed_link_renew"),
    path("c/<slug:slug>/calendar/<int:pk>/end/", mine.feed_link_revoke, name="feed_link_revoke"),
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
    path("c/<slug:slug>/dates.ics", feeds.open_dates, name="open_dates"),
]
