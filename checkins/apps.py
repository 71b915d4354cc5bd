from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckinsConfig(AppConfig):
    name = "checkins"
    verbose_name = _("Check-ins")

    def ready(self) -> None:
        """Register this app's chapter, and what its letters say."""
        from checkins import mail
        from checkins.chapter import CheckinsChapter
        from circles.chapters import register

        register("checkins", CheckinsChapter())
        mail.register()
