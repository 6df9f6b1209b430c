"""Export of exactly the list in sight: the filters come along in the address."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core import clock
from core.access import requires
from core.errors import BadInput
from core.perms import Perms
from roster.exporting.export import export, in_view
from roster.exporting.forms import ExportForm


@require_http_methods(["GET", "POST"])
@requires(Perms.EXPORT_ROSTER)
def page(request: HttpRequest) -> HttpResponse | FileResponse:
    """`?unit=…&q=…` as on the list; POST answers with the file."""
    day, asked = clock.today(), request.GET.dict()
    form = ExportForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            name, content = export(
                by=request.user,
                on=day,
                asked=asked,
                columns=typed["columns"],
                purpose=typed["purpose"],
                kind=typed["format"],
                unmasked=bool(typed.get("unmasked")),
            )
            return FileResponse(content, as_attachment=True, filename=name)
        except BadInput as error:
            form.add_problems(error.errors)
    context = {"form": form, "count": in_view(request.user, asked, day).count(), "query": request.GET.urlencode()}
    return render(request, "roster/export.html", context, status=422 if form.is_bound else 200)
