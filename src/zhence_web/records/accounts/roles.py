"""The roles that a person may hold, and the tiers of the tree they hold them in."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from zhence.evidence import Text


class Tier(models.TextChoices):
    """The levels of the tree, the highest first."""

    PROVINCE = "province", "省"
    CITY = "city", "设区市"
    COUNTY = "county", "县（市、区）"
    SITE = "site", "小镇（园区）"


class Role(models.TextChoices):
    """What somebody may be appointed as.

    Operator, security officer and auditor are the three separate administrators:
    nobody holds two of them.
    """

    REPORTER = "reporter", "填报员"
    COUNTY_VERIFIER = "county_verifier", "县级审核员"
    CITY_OFFICE = "city_office", "市级联席会议办公室"
    PROVINCIAL_OFFICE = "provincial_office", "省级联席会议办公室"
    POLICY_OFFICER = "policy_officer", "政策管理员"
    EXPERT = "expert", "评审专家"
    LEADER = "leader", "领导"
    INVESTMENT_OFFICER = "investment_officer", "招商专员"
    ENTERPRISE = "enterprise", "企业"
    OPERATOR = "operator", "系统管理员"
    SECURITY_OFFICER = "security_officer", "安全管理员"
    AUDITOR = "auditor", "审计管理员"

    @property
    def words(self) -> Text:
        """Return what the role is called, in both languages."""
        return Text(str(self.label), _ENGLISH[self.value])


_ENGLISH: Mapping[str, str] = {
    "reporter": "reporter",
    "county_verifier": "county verifier",
    "city_office": "city office",
    "provincial_office": "provincial office",
    "policy_officer": "policy officer",
    "expert": "expert",
    "leader": "leader",
    "investment_officer": "investment officer",
    "enterprise": "enterprise",
    "operator": "operator",
    "security_officer": "security officer",
    "auditor": "auditor",
}

APART = frozenset({Role.OPERATOR, Role.SECURITY_OFFICER, Role.AUDITOR})
"""Of these a person may hold one."""

SEATS: Mapping[Role, frozenset[Tier]] = {
    Role.REPORTER: frozenset({Tier.SITE}),
    Role.COUNTY_VERIFIER: frozenset({Tier.COUNTY}),
    Role.CITY_OFFICE: frozenset({Tier.CITY}),
    Role.PROVINCIAL_OFFICE: frozenset({Tier.PROVINCE}),
    Role.ENTERPRISE: frozenset({Tier.SITE}),
}
"""At which tier a role is held; one that is not named is held at any."""
