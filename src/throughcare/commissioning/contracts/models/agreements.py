"""What contracts remember: agreements, each edition of their terms as a text that never changes, signatures, and answers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.signing import AgreementMove, Side

REFERS = {
    "member_id": "access.Membership",
    "unit_id": "access.Unit",
    "buyer_unit": "access.Unit",
    "provider_unit": "access.Unit",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
    "competition_id": "competition.Round",
}
"""What the id columns mean: each has a key to the row it is of."""

# Whoever looks at agreements in a team of one of the two sides, and not whoever reaches it from above: a rival of the provider's
# sees nothing of it, nor does a worker of the provider's own.
_A_SIDE = f"""({holds(Permission.LOOK_AT_AGREEMENTS)}
  AND (SELECT app_unit()) IN (THIS_TABLE.buyer_unit, THIS_TABLE.provider_unit))"""
_SEEN = "EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = THIS_TABLE.agreement_id)"
_MAY_SIGN = (
    "contracts_may_sign(THIS_TABLE.terms_id, THIS_TABLE.side, THIS_TABLE.unit_id, THIS_TABLE.member_id)"
)
_MAY_ANSWER = "contracts_may_answer(THIS_TABLE.terms_id, THIS_TABLE.move, THIS_TABLE.unit_id)"
_MAY_OFFER = "contracts_may_offer(THIS_TABLE.agreement_id, THIS_TABLE.builds_on)"
_EDITION_SEEN = "EXISTS (SELECT 1 FROM contracts_terms t WHERE t.id = THIS_TABLE.terms_id)"


class Agreement(models.Model):
    """One agreement between a buyer's team and a provider's: how it came about, and from which day it may be signed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="buyer_unit", at="at"),
        rules={
            "SELECT": (_A_SIDE, None),
            "INSERT": (None, holds(Permission.DRAW_UP_AGREEMENT)),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    buyer_unit = models.UUIDField()
    provider_unit = models.UUIDField()
    competition_id = models.UUIDField(null=True)
    package = models.CharField(max_length=120, blank=True)
    sign_from = models.DateField(null=True)
    because = models.CharField(max_length=500, blank=True)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_agrees_with_themselves", condition=~models.Q(buyer_unit=models.F("provider_unit"))
            ),
            models.CheckConstraint(
                name="an_agreement_says_how_it_came_about",
                condition=(models.Q(competition_id__isnull=False, sign_from__isnull=False, because="") & ~models.Q(package=""))
                | (models.Q(competition_id=None, sign_from=None, package="") & ~models.Q(because="")),
            ),
            models.UniqueConstraint(fields=["competition_id", "package"], name="a_package_is_agreed_once"),
            models.UniqueConstraint(
                fields=["buyer_unit", "provider_unit", "title"], name="one_agreement_of_a_title"
            ),
        ]  # fmt: skip


class Terms(models.Model):
    """One edition of an agreement's terms: the text, from which day it decides, on which edition it builds, and why.

    ``services`` and ``ends`` are the text's own, told apart so that the database holds that nothing is counted by two; ``kind``
    and ``fees`` (pence over the whole term) so that what is public is read without it, and are not known of what was offered before.
    """

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_SEEN, None),
            "INSERT": (None, f"({holds(Permission.CHANGE_AGREEMENT)} AND {_SEEN} AND {_MAY_OFFER})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    builds_on = models.SmallIntegerField(null=True)
    text = models.TextField()
    services = ArrayField(models.CharField(max_length=120))
    starts = models.DateField()
    ends = models.DateField()
    kind = models.CharField(max_length=30, blank=True)
    fees = models.BigIntegerField(null=True)
    because = models.CharField(max_length=500, blank=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_edition_of_a_number"),
            models.CheckConstraint(
                name="a_change_builds_on_terms_and_says_why",
                condition=models.Q(number=1, builds_on=None)
                | (
                    models.Q(number__gt=1)
                    & (models.Q(builds_on=None) | models.Q(builds_on__lt=models.F("number")))
                    & ~models.Q(because="")
                ),
            ),
        ]


class Signature(models.Model):
    """One person's signature to an edition, for the side that their team is: the first or the second of it."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_EDITION_SEEN, None),
            "INSERT": (None, f"({holds(Permission.SIGN_AGREEMENT)} AND {_MAY_SIGN})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)
    place = models.SmallIntegerField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "side", "place"], name="two_sign_on_each_side"),
            models.UniqueConstraint(fields=["terms", "member_id"], name="nobody_signs_twice"),
            models.CheckConstraint(
                name="a_signature_is_of_a_side",
                condition=models.Q(side__in=[one.value for one in Side], place__in=[1, 2]),
            ),
        ]


class Answer(models.Model):
    """An edition that was turned down, or taken back by the side that offered it, and why; it is signed no more."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_EDITION_SEEN, None),
            "INSERT": (None, f"({holds(Permission.CHANGE_AGREEMENT)} AND {_MAY_ANSWER})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    terms = models.OneToOneField(Terms, models.PROTECT, related_name="+")
    move = models.CharField(max_length=12)
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_answer_is_a_move_with_its_reason",
                condition=models.Q(move__in=[AgreementMove.TURN_DOWN, AgreementMove.TAKE_BACK])
                & ~models.Q(because=""),
            )
        ]


explains(
    a_service_is_counted_once="Another agreement of this provider's team counts one of these services on some of these days: nothing is paid for twice.",
    nobody_agrees_with_themselves="Choose another team: nobody agrees with themselves.",
    a_package_is_agreed_once="That package has its agreement already. Offer other terms on it.",
    one_agreement_of_a_title="There is an agreement of that title between these two already.",
    one_edition_of_a_number="Somebody else proposed terms while you had this open. Look again.",
    two_sign_on_each_side="Two people have signed for this side already.",
    nobody_signs_twice="You have signed these terms already.",
)
