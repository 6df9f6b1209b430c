"""Addresses of cases and appeals, and of the auxiliary's own ones."""

from django.urls import path

from discipline.views.cases import acting, on_paper, own, papers, reading, withdrawing

urlpatterns = [
    path("cases/", reading.cases, name="cases"),
    path("cases/new/", acting.new, name="case-new"),
    path("cases/<int:pk>/", reading.case, name="case"),
    path("cases/<int:pk>/examine/", acting.examine, name="case-examine"),
    path("cases/<int:pk>/drop/", acting.drop, name="case-drop"),
    path("cases/<int:pk>/open/", acting.open_case, name="case-open"),
    path("cases/<int:pk>/name/", acting.name, name="case-name"),
    path("cases/<int:pk>/conclude/", acting.conclude, name="case-conclude"),
    path("cases/<int:pk>/tell/", acting.tell, name="case-tell"),
    path("cases/<int:pk>/hear/", acting.hear, name="case-hear"),
    path("cases/<int:pk>/decide/", acting.decide, name="case-decide"),
    path("cases/<int:pk>/look-again/", acting.look_again, name="case-look-again"),
    path("cases/<int:pk>/serve/", acting.serve, name="case-serve"),
    path("cases/<int:pk>/close/", acting.close, name="case-close"),
    path("cases/<int:pk>/suspend/", acting.suspend, name="case-suspend"),
    path("cases/<int:pk>/matter/", acting.matter, name="case-matter"),
    path("cases/<int:pk>/notice/", papers.notice, name="case-notice"),
    path("cases/<int:pk>/letter/", papers.letter, name="case-letter"),
    path("suspensions/<int:pk>/lift/", acting.lift, name="suspension-lift"),
    path("investigators/<int:pk>/relieve/", acting.relieve, name="investigator-relieve"),
    path("withdrawals/<int:pk>/", withdrawing.answer, name="withdrawal"),
    path("matters/<int:pk>/end/", acting.end_matter, name="matter-end"),
    path("appeals/", reading.appeals, name="appeals"),
    path("appeals/new/", on_paper.new, name="appeal-new"),
    path("appeals/<int:pk>/answer/", acting.answer, name="appeal-answer"),
    path("appeals/<int:pk>/receipt/", on_paper.receipt, name="appeal-receipt"),
    path("appeals/<int:pk>/letter/", on_paper.answer, name="appeal-letter"),
]
own_patterns = [
    path("", own.cases, name="cases"),
    path("<int:pk>/", own.case, name="case"),
    path("<int:pk>/statement/", own.statement, name="statement"),
    path("<int:pk>/appeal/", own.appeal, name="appeal"),
    path("<int:pk>/withdraw/", withdrawing.ask, name="withdraw"),
]
