from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Register this floor's chapter, and what our letters say."""
        # Models can be imported only now.
        from circles import chapters
        from circles.arriving import arriving_letters
        from circles.chapter import CirclesChapter
        from circles.post import renderers
        from circles.promises import agreement_letters
        from circles.signing_in import sessions

        chapters.register("circles", CirclesChapter())
        renderers.register()
        sessions.watch()
        arriving_letters.register()
        agreement_letters.register()
