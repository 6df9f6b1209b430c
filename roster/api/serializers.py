"""What goes out and comes in. Identity, bank and phone numbers go out masked only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.perms import Perms
from roster.api.common import Narrowed
from roster.forms.contracts import GROUNDS
from roster.models import Auxiliary, Category, Contract, Document, Post, Posting, Quota
from roster.rules.kinds import KindOfWork


def code(**more: Any) -> serializers.CharField:
    return serializers.CharField(max_length=30, help_text="Code of the unit.", **more)


def optional_day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True)


def words(length: int = 60) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, allow_blank=True)


class QuotaOut(serializers.ModelSerializer[Quota]):
    """An approved number of auxiliaries for a unit and all below."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Quota
        fields = (
            "id",
            "unit",
            "year",
            "category",
            "number",
            "approval_document",
            "approved_on",
            "approved_by",
            "version",
        )


class QuotaChanges(serializers.Serializer[Any]):
    """Number and approval."""

    number = serializers.IntegerField(min_value=0, max_value=1_000_000)
    approval_document = words(120)
    approved_on = optional_day()
    approved_by = words(120)


class QuotaIn(QuotaChanges):
    """A quota of a year."""

    unit = code()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    category = serializers.ChoiceField(Quota.Category.choices)


class PostOut(serializers.ModelSerializer[Post]):
    """A post with its places."""

    unit = serializers.CharField(source="unit.code")
    used = serializers.IntegerField(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Post
        fields = ("id", "unit", "title", "category", "funding_source", "headcount", "used", "duty_codes", "starts_on",
                  "ends_on", "version")  # fmt: skip


class PostChanges(serializers.Serializer[Any]):
    """What may be changed on a post."""

    title = serializers.CharField(max_length=60)
    funding_source = serializers.ChoiceField(Post.Funding.choices)
    headcount = serializers.IntegerField(min_value=0, max_value=100_000)
    duty_codes = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=200)
    ends_on = optional_day()


class PostIn(serializers.Serializer[Any]):
    """A new post."""

    unit = code()
    title = serializers.CharField(max_length=60)
    category = serializers.ChoiceField(Category.choices)
    funding_source = serializers.ChoiceField(Post.Funding.choices)
    headcount = serializers.IntegerField(min_value=0, max_value=100_000)
    duty_codes = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=200)
    starts_on = serializers.DateField()


class AuxiliaryOut(Narrowed):
    """An auxiliary on file; numbers of the person are masked."""

    opened_by = {"political_status": Perms.VIEW_PERSONAL}

    name = serializers.CharField(source="person.name")
    identity_number = serializers.CharField(source="person.identity_masked")
    born_on = serializers.DateField(source="person.born_on")
    sex = serializers.CharField(source="person.sex")
    unit = serializers.CharField(source="unit.code")
    post_title = serializers.CharField(source="post.title", default=None)

    class Meta:
        model = Auxiliary
        fields = ("id", "name", "identity_number", "born_on", "sex", "badge_number", "category", "status", "unit", "post",
                  "post_title", "grade", "education", "political_status", "veteran", "specialities", "hired_on", "left_on",
                  "medical_on", "version")  # fmt: skip
        extra_kwargs = {"political_status": {"allow_null": True}}


class FileChanges(serializers.Serializer[Any]):
    """What may be changed on a file; unit, post, contract and status have addresses of their own."""

    name = serializers.CharField(max_length=60)
    phone = words(20)
    email = serializers.EmailField(required=False, allow_blank=True)
    badge_number = words(20)
    education = serializers.ChoiceField(Auxiliary.Education.choices, required=False, allow_blank=True)
    political_status = serializers.ChoiceField(Auxiliary.Political.choices, required=False, allow_blank=True)
    veteran = serializers.BooleanField(required=False)
    specialities = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)
    address = words(200)
    emergency_name = words()
    emergency_phone = words(20)
    bank_card = words(30)
    first_worked_on = optional_day()
    medical_on = optional_day()


class TermsIn(serializers.Serializer[Any]):
    """The terms of a contract."""

    employer = serializers.IntegerField()
    agreement = serializers.IntegerField(required=False, allow_null=True)
    kind = serializers.ChoiceField(Contract.Kind.choices)
    starts_on = serializers.DateField()
    ends_on = optional_day()
    probation_until = optional_day()
    signed_on = optional_day()
    monthly_wage = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0)
    number = words()
    asked_for_fixed = serializers.BooleanField(required=False)


class HireIn(FileChanges):
    """Somebody new: person, posting and contract in one act."""

    identity_number = serializers.CharField(max_length=20)
    unit = code()
    category = serializers.ChoiceField(Category.choices)
    post = serializers.IntegerField(required=False, allow_null=True)
    starts_on = serializers.DateField()
    kind_of_work = serializers.ChoiceField(KindOfWork.choices, required=False)
    grade = words(40)
    contract = TermsIn(required=False, allow_null=True)


class PostingOut(serializers.ModelSerializer[Posting]):
    """Where an auxiliary served, from when to when."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Posting
        fields = ("id", "auxiliary", "unit", "post", "starts_on", "ends_on", "reason")


class PostingIn(serializers.Serializer[Any]):
    """A move."""

    auxiliary = serializers.IntegerField()
    unit = code()
    post = serializers.IntegerField(required=False, allow_null=True)
    starts_on = serializers.DateField()
    reason = words(200)


class ContractOut(Narrowed):
    """A labour contract."""

    opened_by = {
        "monthly_wage": Perms.VIEW_PERSONAL,
        "end_ground": Perms.VIEW_CONDUCT,
        "end_reason": Perms.VIEW_CONDUCT,
    }

    unit = serializers.CharField(source="unit.code")
    employer_name = serializers.CharField(source="employer.name")

    class Meta:
        model = Contract
        fields = ("id", "auxiliary", "number", "employer", "employer_name", "unit", "agreement", "kind", "starts_on",
                  "ends_on", "probation_until", "signed_on", "monthly_wage", "previous", "sequence",
                  "statutory_extension_until", "extension_ground", "ended_on", "end_ground", "end_reason", "last_day",
                  "version")  # fmt: skip
        extra_kwargs = {name: {"allow_null": True} for name in ("monthly_wage", "end_ground", "end_reason")}


class ContractIn(TermsIn):
    """A new contract; `renews` names the one it follows."""

    auxiliary = serializers.IntegerField()
    renews = serializers.IntegerField(required=False, allow_null=True)


class SignatureIn(serializers.Serializer[Any]):
    """The day of the signature."""

    signed_on = serializers.DateField()


class ExtensionIn(serializers.Serializer[Any]):
    """Running on by statute."""

    ground = serializers.ChoiceField(Contract.Extension.choices)
    until = serializers.DateField()


class EndIn(serializers.Serializer[Any]):
    """The end of a contract, on a ground of the statute."""

    ended_on = serializers.DateField()
    ground = serializers.ChoiceField(GROUNDS)
    reason = words(200)


class DocumentOut(serializers.ModelSerializer[Document]):
    """A paper of the file; its bytes are at `{id}/content/`."""

    class Meta:
        model = Document
        fields = ("id", "auxiliary", "kind", "title", "content_type", "size", "sha256", "uploaded_at", "expires_on")


class DocumentIn(serializers.Serializer[Any]):
    """A paper, sent as multipart/form-data."""

    auxiliary = serializers.IntegerField()
    kind = serializers.ChoiceField(Document.Kind.choices)
    title = serializers.CharField(max_length=120)
    file = serializers.FileField()
    expires_on = optional_day()
