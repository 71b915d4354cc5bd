from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "gatherings"
    verbose_name = _("Gatherings")

    def ready(self) -> None:
        """Register this floor's chapter, and what its letters say."""
        # Models can be imported only now.
        from circles.chapters import register
        from gatherings import mail
        from gatherings.chapter import GatheringsChapter

        register("gatherings", GatheringsChapter())
        mail.register()
