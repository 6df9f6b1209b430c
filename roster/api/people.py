"""API: auxiliaries, their postings, their papers."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from core.uploads.inspection import CONTENT_TYPES
from organisation.selectors import unit_named
from roster import services
from roster.api.common import IF_MATCH, LISTS, answered, asked, if_match, referred, told
from roster.api.contracts import terms_from
from roster.api.serializers import (
    AuxiliaryOut,
    DocumentIn,
    DocumentOut,
    FileChanges,
    HireIn,
    PostingIn,
    PostingOut,
)
from roster.models import Auxiliary, Category, Document, Post, Posting
from roster.selectors import files, lists

VIEW, EDIT = (Perms.VIEW_AUXILIARIES,), (Perms.EDIT_AUXILIARIES,)


def auxiliaries_in_sight(user: Any, permission: str = Perms.EDIT_AUXILIARIES) -> Any:
    return Auxiliary.objects.visible_to(user, permission).select_related("person", "unit", "post")


def post_in_sight(user: Any, pk: int | None) -> Post | None:
    found: Post | None = referred(Post.objects.visible_to(user, Perms.EDIT_AUXILIARIES), pk, "post")
    return found


class Auxiliaries(HouseAPI):
    """Auxiliaries."""

    serializer_class = AuxiliaryOut
    rights = {"GET": VIEW, "POST": EDIT}
    filters = {
        "category": tuple(Category.values), "status": (*Auxiliary.Status.values, "all"), "post": "number", "ends": "number",
        "gap": lists.GAPS,
    }  # fmt: skip

    @extend_schema(parameters=LISTS)
    def get(self, request: Request) -> Response:
        """Auxiliaries in sight, newest entries first; the filters of the page."""
        rows = lists.filtered(Auxiliary.objects.visible_to(request.user), request.user, asked(request), clock.today())
        return self.page(rows.select_related("person", "unit", "post"))

    @extend_schema(request=HireIn, responses={201: AuxiliaryOut})
    def post(self, request: Request) -> Response:
        """Hire: person, posting and contract in one act. 409 when law, quota or post have no room."""
        typed = self.typed(HireIn)
        who, place, terms = hiring(request.user, typed)

        def make() -> tuple[int, Any]:
            hired = services.hire(who=who, place=place, terms=terms, by=request.user, on=clock.today())
            return 201, told(AuxiliaryOut, hired, request)

        return once(request, "auxiliaries", make)


def hiring(user: Any, typed: dict[str, Any]) -> tuple[services.Newcomer, services.Place, services.Terms | None]:
    """What was sent as the three parts of an act of hiring; references are looked up within the scope."""
    contract = typed.pop("contract", None)
    terms = terms_from(user, contract) if contract else None
    place = services.Place(
        unit=unit_named(user, typed.pop("unit"), Perms.EDIT_AUXILIARIES),
        post=post_in_sight(user, typed.pop("post", None)),
        **{name: typed.pop(name) for name in ("category", "starts_on", "kind_of_work") if name in typed},
    )
    own = {name: typed.pop(name) for name in ("name", "identity_number", "phone", "email") if name in typed}
    return services.Newcomer(**own, file=typed), place, terms


class AuxiliaryOne(HouseAPI):
    """One auxiliary."""

    serializer_class = AuxiliaryOut
    rights = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: int) -> Response:
        """A file; opening another person's is recorded once a day."""
        auxiliary = files.auxiliary(request.user, pk)
        services.note_viewed(auxiliary=auxiliary, by=request.user, on=clock.today())
        return answered(told(AuxiliaryOut, auxiliary, request), auxiliary.version)

    @extend_schema(request=FileChanges, responses=AuxiliaryOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Change the file; 409 when somebody changed it since the version in If-Match."""
        auxiliary = files.auxiliary(request.user, pk, Perms.EDIT_AUXILIARIES)
        typed, version = self.typed(FileChanges, partial=True), if_match(request)
        changed = services.change_file(auxiliary=auxiliary, by=request.user, on=clock.today(), version=version, **typed)
        return answered(told(AuxiliaryOut, changed, request), changed.version)


class Postings(HouseAPI):
    """Postings."""

    serializer_class = PostingOut
    rights = {"GET": VIEW, "POST": EDIT}
    filters = {"auxiliary": "number"}

    @extend_schema(parameters=LISTS)
    def get(self, request: Request) -> Response:
        """Postings of auxiliaries in sight, newest entries first."""
        return self.page(of_files(Posting.objects.visible_to(request.user), request).select_related("unit"))

    @extend_schema(request=PostingIn, responses={201: PostingOut})
    def post(self, request: Request) -> Response:
        """Move an auxiliary to another unit or post."""
        typed = self.typed(PostingIn)
        auxiliary = referred(auxiliaries_in_sight(request.user), typed.pop("auxiliary"), "auxiliary")
        unit = unit_named(request.user, typed.pop("unit"), Perms.EDIT_AUXILIARIES)
        post = post_in_sight(request.user, typed.pop("post", None))

        def make() -> tuple[int, Any]:
            place = {"unit": unit, "post": post, **typed}
            moved = services.move(auxiliary=auxiliary, by=request.user, on=clock.today(), **place)
            return 201, PostingOut(moved).data

        return once(request, "postings", make)


def of_files(rows: Any, request: Request) -> Any:
    """`?unit=`, `?search=` and `?auxiliary=` for what belongs to auxiliaries."""
    wanted = asked(request)
    rows = rows.filter(lists.subtree_of_file(request.user, wanted.get("unit", "")))
    if wanted["q"]:
        found = Auxiliary.objects.search(wanted["q"][:60])  # rule: unscoped, rows are in sight
        rows = rows.filter(auxiliary__in=found)
    if wanted.get("auxiliary", "").isdecimal():
        rows = rows.filter(auxiliary_id=int(wanted["auxiliary"][:15]))
    return rows


class Documents(HouseAPI):
    """Papers."""

    serializer_class = DocumentOut
    filters = {"auxiliary": "number"}
    parser_classes = (MultiPartParser,)
    rights = {"GET": VIEW, "POST": EDIT}

    @extend_schema(parameters=LISTS)
    def get(self, request: Request) -> Response:
        """Papers of files in sight, newest first; without their bytes."""
        return self.page(of_files(Document.objects.visible_to(request.user).filter(withdrawn_on=None), request))

    @extend_schema(request={"multipart/form-data": DocumentIn}, responses={201: DocumentOut})
    def post(self, request: Request) -> Response:
        """Put a paper into a file; refused when the content is not what the name says."""
        typed = self.typed(DocumentIn)
        auxiliary = referred(auxiliaries_in_sight(request.user), typed.pop("auxiliary"), "auxiliary")

        def make() -> tuple[int, Any]:
            document = services.add_document(auxiliary=auxiliary, by=request.user, **typed)
            return 201, DocumentOut(document).data

        return once(request, "documents", make)


class DocumentOne(HouseAPI):
    """One paper."""

    serializer_class = DocumentOut
    rights = {"GET": VIEW}

    def get(self, request: Request, pk: int) -> Response:
        """What is known of a paper."""
        return Response(DocumentOut(paper(request.user, pk)).data)


class DocumentContent(HouseAPI):
    """The bytes of a paper."""

    serializer_class = DocumentOut
    rights = {"GET": VIEW}

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES})
    def get(self, request: Request, pk: int) -> FileResponse:
        """The paper itself; reading it is recorded."""
        document = paper(request.user, pk)
        services.note_download(document=document, by=request.user)
        name = f"document-{document.pk}{document.extension}"
        return FileResponse(
            document.file.open("rb"), as_attachment=True, filename=name, content_type=document.content_type
        )


def paper(user: Any, pk: int) -> Document:
    rows: Any = Document.objects.visible_to(user).filter(withdrawn_on=None).select_related("auxiliary__unit")
    found: Document = get_object_or_404(rows, pk=pk)
    return found
