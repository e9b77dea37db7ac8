"""What the server calls; it answers only when packs and registry are loaded."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from zhence_web.packbook import packbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")

application = get_wsgi_application()
# Before the first request, so that a pack with a fault stops the start and not a page.
packbook()
