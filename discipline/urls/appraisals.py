"""Addresses of appraisals."""

from django.urls import path

from discipline.views.appraisals import own, people, rounds

urlpatterns = [
    path("appraisals/", rounds.listed, name="appraisals"),
    path("appraisals/new/", rounds.new, name="appraisal-new"),
    path("appraisals/objections/", people.contested, name="appraisals-contested"),
    path("appraisals/rounds/<int:pk>/", rounds.one, name="appraisal-round"),
    path("appraisals/rounds/<int:pk>/missing/", rounds.missing, name="appraisal-missing"),
    path("appraisals/rounds/<int:pk>/reckon/", rounds.reckon, name="appraisal-reckon"),
    path("appraisals/rounds/<int:pk>/adopt/", rounds.adopt, name="appraisal-adopt"),
    path("appraisals/rounds/<int:pk>/tell/", rounds.tell, name="appraisal-tell"),
    path("appraisals/<int:pk>/", people.one, name="appraisal"),
    path("appraisals/<int:pk>/mark/", people.mark, name="appraisal-mark"),
    path("appraisals/<int:pk>/result/", people.calibrate, name="appraisal-calibrate"),
    path("appraisals/<int:pk>/leave-out/", people.leave_out, name="appraisal-leave-out"),
    path("appraisals/<int:pk>/contest/", people.contest, name="appraisal-contest"),
    path("appraisals/<int:pk>/settle/", people.settle, name="appraisal-settle"),
    path("appraisals/<int:pk>/paper/", people.paper, name="appraisal-paper"),
]
own_patterns = [
    path("appraisals/", own.listed, name="appraisals"),
    path("appraisals/<int:pk>/", own.one, name="appraisal"),
    path("appraisals/<int:pk>/report/", own.report, name="appraisal-report"),
    path("appraisals/<int:pk>/accept/", own.accept, name="appraisal-accept"),
    path("appraisals/<int:pk>/contest/", own.contest, name="appraisal-contest"),
    path("appraisals/<int:pk>/mark/", own.mark, name="appraisal-mark"),
    path("appraisals/<int:pk>/paper/", own.paper, name="appraisal-paper"),
]
