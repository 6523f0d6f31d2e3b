"""Which static files of our dependencies are served."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFiles(StaticFilesConfig):
    """Without htmx's extensions, which are not used: their comments hold imports that do not
    resolve when module imports are rewritten to hashed names."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "htmax-4*"]
