"""Addresses of the round and the poem."""

from django.urls import path

from checkins import live
from checkins.models import PrintKind
from checkins.views import (
    aloud,
    beyond,
    catching,
    centre,
    giving,
    my_line,
    poems,
    prints,
    reading_back,
    responses,
    rounds,
    shared,
    stitching_table,
    tonight,
    words,
)

_gathering = "c/<slug:slug>/gatherings/<int:number>"

urlpatterns = [
    path("centre/", centre.pair, name="centre_pair"),
    path("centre/<str:token>/", centre.centre, name="centre"),
    path("centre/<str:token>/move/", centre.move, name="centre_move"),
    path("centre/<str:token>/seat/", centre.seat, name="centre_seat"),
    path("centre/<str:token>/bell/", centre.ring_bell, name="centre_bell"),
    path("live/<str:token>.json", live.live, name="live"),
    path(f"{_gathering}/centre/", tonight.tonight, name="tonight"),
    path(f"{_gathering}/bell/", tonight.ring_bell, name="ring_bell"),
    path(f"{_gathering}/check-in/flame/", tonight.flame, name="flame"),
    path(f"{_gathering}/check-in/ring/", tonight.tonight_ring, name="tonight_ring"),
    path(f"{_gathering}/check-in/", rounds.check_in, name="check_in"),
    path(f"{_gathering}/check-in/open/", rounds.open_round, name="open_round"),
    path(f"{_gathering}/check-in/<int:pk>/correct/", rounds.correct, name="words_correct"),
    path(f"{_gathering}/check-in/<int:pk>/take-back/", rounds.take_back, name="words_take_back"),
    path(f"{_gathering}/catch/", catching.catch, name="catch"),
    path(f"{_gathering}/catch/take/", catching.take, name="catch_take"),
    path(f"{_gathering}/catch/<int:pk>/undo/", catching.undo, name="phrase_undo"),
    path(f"{_gathering}/stitching/", stitching_table.table, name="stitching"),
    path(f"{_gathering}/poem/", poems.poem, name="poem"),
    path(f"{_gathering}/poem/read-back/", reading_back.read_back, name="read_back"),
    path(f"{_gathering}/poem/print/", prints.poem_print, name="poem_print"),
    path(f"{_gathering}/poem/print/file/", prints.poem_file, name="poem_file"),
    path(f"{_gathering}/poem/aloud/", aloud.said_aloud, name="aloud"),
    path(f"{_gathering}/poem/lines/<int:pk>/change/", my_line.change_line, name="line_change"),
    path(f"{_gathering}/poem/give/", giving.give_poem, name="give_poem"),
    path(f"{_gathering}/poem/my-words/", words.my_words, name="my_words"),
    path(f"{_gathering}/poem/share/", words.share_poem, name="share_poem"),
    path(f"{_gathering}/poem/mend/", words.mend_poem, name="mend_poem"),
    path(f"{_gathering}/poem/poem.<str:form>", shared.poem_copy, name="poem_copy"),
    path(f"{_gathering}/poem/below/", beyond.say_below, name="poem_below"),
    path(f"{_gathering}/poem/respond/", responses.poem_respond, name="poem_respond"),
    path(f"{_gathering}/poem/readers-respond/", responses.switch, name="poem_takes_responses"),
    path("c/<slug:slug>/responses/", responses.waiting, name="responses_waiting"),
    path("c/<slug:slug>/responses/<int:pk>/welcome/", responses.welcome, name="response_welcome"),
    path("c/<slug:slug>/responses/<int:pk>/take-away/", responses.take_away, name="response_take_away"),
    path("poems/<slug:public_slug>/", shared.shared_poem, name="shared_poem"),
    path("poems/<slug:public_slug>/poem.<str:form>", shared.shared_copy, name="shared_copy"),
    path("poems/<slug:public_slug>/respond/", responses.respond, name="respond"),
    path("poems/<slug:public_slug>/respond/thanks/", responses.responded, name="responded"),
    path("poems/of/<uuid:uid>/feed.atom", shared.shared_feed, name="shared_feed"),
    path("embed/<slug:public_slug>/", shared.embed, name="embed"),
    path("oembed", shared.frame_for, name="oembed"),
    path(
        "poems/<slug:public_slug>/card.png", prints.shared_sheet, {"kind": PrintKind.CARD}, name="shared_card"
    ),
    path(
        "poems/<slug:public_slug>/broadside.pdf",
        prints.shared_sheet,
        {"kind": PrintKind.PDF},
        name="shared_pdf",
    ),
    path(
        "poems/<slug:public_slug>/broadside.svg",
        prints.shared_sheet,
        {"kind": PrintKind.SVG},
        name="shared_svg",
    ),
    path(
        "poems/<slug:public_slug>/broadside.png",
        prints.shared_sheet,
        {"kind": PrintKind.PNG},
        name="shared_png",
    ),
    path("c/<slug:slug>/poems/", poems.poems, name="poems"),
    path("c/<slug:slug>/poems/<int:year>/", prints.book, name="book"),
    path("c/<slug:slug>/poems/<int:year>/book.pdf", prints.book_file, name="book_file"),
]
