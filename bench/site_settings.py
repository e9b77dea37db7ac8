"""The site's own settings, but that nobody is told to ask less often."""

from zhence_web.project.settings import *  # noqa: F403  # all of them

API_A_MINUTE = 10**9
