"""Pages of duties: the checker, requests, queues, what was refused, the sheet of the day."""

from django.urls import path

from duties.views import acting, approving, checking, lists, refused, requesting, ruling, sheet

app_name = "duties"

urlpatterns = [
    path("check/", checking.check, name="check"),
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/new/", requesting.new, name="new"),
    path("assignments/preview/", requesting.preview, name="preview"),
    path("assignments/<int:pk>/", lists.assignment, name="assignment"),
    path("assignments/<int:pk>/edit/", requesting.edit, name="edit"),
    path("assignments/<int:pk>/submit/", acting.submit, name="submit"),
    path("assignments/<int:pk>/withdraw/", acting.withdraw, name="withdraw"),
    path("assignments/<int:pk>/approve/", approving.approve, name="approve"),
    path("assignments/<int:pk>/return/", acting.return_, name="return"),
    path("assignments/<int:pk>/reject/", acting.reject, name="reject"),
    path("assignments/<int:pk>/stop/", acting.stop, name="stop"),
    path("assignments/<int:pk>/begin/", acting.begin, name="begin"),
    path("assignments/<int:pk>/complete/", acting.complete, name="complete"),
    path("assignments/<int:pk>/rule/", ruling.rule, name="rule"),
    path("approvals/", approving.queue, name="approvals"),
    path("approvals/chosen/", approving.chosen, name="chosen"),
    path("rulings/", ruling.queue, name="rulings"),
    path("refused/", refused.attempts, name="refused"),
    path("refused/<int:pk>/", refused.attempt, name="attempt"),
    path("sheet/", sheet.page, name="sheet"),
    path("sheet.pdf", sheet.pdf, name="sheet-pdf"),
]
