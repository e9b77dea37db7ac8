"""Django's commands: ``python -m zhence_web.manage``."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command with this site's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
