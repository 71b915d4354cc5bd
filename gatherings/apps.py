from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "gatherings"
    verbose_name = _("Gatherings")

    def ready(self) -> None:
        """Register this floor's chapter."""
        # Models can be imported only now.
        from circles.chapters import register
        from gatherings import (
            asking_mail,
            change_mail,
            lab_mail,
            mail,
            phone_mail,
            seat_mail,
            turns_told_mail,
        )
        from gatherings.chapter import GatheringsChapter

        register("gatherings", GatheringsChapter())
        asking_mail.register()
        change_mail.register()
        lab_mail.register()
        mail.register()
        phone_mail.register()
        seat_mail.register()
        turns_told_mail.register()
