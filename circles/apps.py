from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "circles"
    verbose_name = _("Circles")

    def ready(self) -> None:
        """Register what our letters say."""
        from circles import renderers  # models can be imported only now

        renderers.register()
