"""``python -m zhence``."""

from zhence.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
