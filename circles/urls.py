"""The addresses of people and what they promise each other."""

from django.urls import path

from circles.views import agreements, invitations, joining, letters, members, proof, settings

urlpatterns = [
    path("me/", settings.me, name="me"),
    path("me/letters/", letters.my_letters, name="my_letters"),
    path("letters/stop/<str:token>/", letters.unsubscribe, name="unsubscribe"),
    path("prove/", proof.prove, name="prove"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("join/<str:token>/", joining.join, name="join"),
    path("c/<slug:slug>/settings/", settings.circle_settings, name="circle_settings"),
    path("c/<slug:slug>/members/", members.members, name="members"),
    path("c/<slug:slug>/members/<int:pk>/standing/", members.standing, name="member_standing"),
    path("c/<slug:slug>/members/<int:pk>/remove/", members.remove, name="member_remove"),
    path("c/<slug:slug>/my-name/", members.my_name, name="my_name"),
    path("c/<slug:slug>/leave/", members.leave, name="leave_circle"),
    path("c/<slug:slug>/invite/", invitations.invite, name="invite"),
    path("c/<slug:slug>/invitations/<int:pk>/again/", invitations.send_again, name="invitation_resend"),
    path("c/<slug:slug>/invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("c/<slug:slug>/join-link/", invitations.join_link, name="join_link"),
    path("c/<slug:slug>/agreements/", agreements.agreements, name="agreements"),
    path("c/<slug:slug>/agreements/add/", agreements.add, name="agreement_add"),
    path("c/<slug:slug>/agreements/<int:pk>/reword/", agreements.reword, name="agreement_reword"),
    path("c/<slug:slug>/agreements/<int:pk>/retire/", agreements.retire, name="agreement_retire"),
    path("c/<slug:slug>/agreements/<int:pk>/affirm/", agreements.affirm, name="agreement_affirm"),
]
