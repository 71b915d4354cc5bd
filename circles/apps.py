from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Register this floor's chapter, and what our letters say."""
        from circles import (  # models can be imported only now
            agreement_letters,
            arriving_letters,
            chapters,
            renderers,
            sessions,
        )
        from circles.chapter import CirclesChapter

        chapters.register("circles", CirclesChapter())
        renderers.register()
        sessions.watch()
        arriving_letters.register()
        agreement_letters.register()
