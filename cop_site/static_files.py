"""Static files as they are served: named for what is in them, and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts that import one another do so by these names too: none meets an older version of another."""

    support_js_module_import_aggregation = True
