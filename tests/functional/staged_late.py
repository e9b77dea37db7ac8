"""The same small site, where the return never came, and the task of that alert."""

from tests.functional.staged import stage


def main() -> None:
    stage(until=None)

    from django.utils import timezone

    from zhence_web.packbook.alerts import alert_rules
    from zhence_web.records.tasks.raising import look_round

    look_round(rules=alert_rules(), at=timezone.now())


if __name__ == "__main__":
    main()
