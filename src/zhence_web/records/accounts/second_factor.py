"""Who has to have a second factor, and has none."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import APART


def lacks_second_factor(hand: Hand) -> bool:
    """Say whether *hand* has to turn on a second factor before it may act.

    Those who keep the system, its people and its audit have to, where the
    installation requires it, and so does whoever stands in for them: what they can do
    is undone by nobody.
    """
    if not settings.REQUIRE_SECOND_FACTOR or hand.role not in APART:
        return False
    totp = Authenticator.objects.filter(
        user=hand.user, type=Authenticator.Type.TOTP.value
    )
    return not totp.exists()
