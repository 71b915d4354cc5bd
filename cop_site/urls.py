"""Every address of the site, floor by floor."""

from django.urls import include, path

from cop_site.admin_site import hosts_table

urlpatterns = [
    path("", include("cop_site.views.urls")),
    path("", include("circles.urls")),
    path("", include("gatherings.urls")),
    path("", include("checkins.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", hosts_table.urls),
]

handler400 = "cop_site.views.errors.bad_request"
handler403 = "cop_site.views.errors.forbidden"
handler404 = "cop_site.views.errors.not_found"
handler429 = "cop_site.views.errors.too_many"
handler500 = "cop_site.views.errors.server_error"
