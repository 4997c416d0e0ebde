"""Settings for one machine: SQLite, a broker of files, mail into files; the demo may be loaded."""

from typing import Any

from portal.settings.base import *  # noqa: F403
from portal.settings.base import TEMPLATES, VAR, env

DEBUG = env.bool("PORTAL_DEBUG", default=False)
"""Off unless asked for: the pages that people see when something fails are part of the portal."""
SECRET_KEY = "development-only-never-used-in-production"
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
PAGES_LOOKED_AT = env.bool("PAGES_LOOKED_AT", default=False)
"""The pages of a demonstration's accounts are nobody's: they are looked at only when somebody asks."""
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
"""Nothing is collected here: static files are served from where they are."""

if env.bool("PORTAL_RELOAD", default=False):
    # Without the cached loader a changed template is read again with the next page.
    _loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    _engine: dict[str, Any] = TEMPLATES[0]
    _engine["APP_DIRS"] = False
    _engine["OPTIONS"]["loaders"] = _loaders
    WHITENOISE_AUTOREFRESH = True
