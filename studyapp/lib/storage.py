"""Static files with hashed names, in our JavaScript modules' imports too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """Rewrites `import … from "./x.js"` to the hashed name, so that modules are kept for ever."""

    support_js_module_import_aggregation = True
