from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckinsConfig(AppConfig):
    name = "checkins"
    verbose_name = _("Check-ins")

    def ready(self) -> None:
        """Register this app's chapter."""
        from checkins import first_catch_mail, mail
        from checkins.chapter import CheckinsChapter
        from circles.chapters import register

        register("checkins", CheckinsChapter())
        first_catch_mail.register()
        mail.register()
