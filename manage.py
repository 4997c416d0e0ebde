#!/usr/bin/env python3
"""Django's command line for the portal; uses the development settings unless told otherwise."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    if sys.argv[1:2] in (["migrate"], ["grant_portal_role"]) and os.environ.get("DATABASE_OWNER_URL"):
        # Only the owner of the tables may change them; the portal itself runs under a role that cannot.
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:
        sys.exit(str(missing))
