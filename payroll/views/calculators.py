"""Calculators: for everybody who signed in. Nothing is kept, and nothing that was typed stands in an address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from payroll.calculating.topics.registry import Question
from payroll.calculating.topics.registry import topics as known_topics
from payroll.calculator_answers import shown
from payroll.calculator_forms import CalculatorForm, questions_of
from payroll.calculator_words import GROUPS, TITLES
from regulations.selectors import home_pack


@require_safe
@requires(Perms.VIEW_LAW)
def index(request: HttpRequest) -> HttpResponse:
    """Every calculator under its heading."""
    known = known_topics()
    groups = [(heading, [(topic, title) for topic, title in entries if topic in known]) for heading, entries in GROUPS]
    return render(request, "payroll/calculators.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.VIEW_LAW)
def calculator(request: HttpRequest, topic: str) -> HttpResponse:
    """One calculator: its questions, the form of the chosen one, the answer with its steps and articles."""
    if topic not in TITLES or topic not in known_topics():
        raise Http404
    questions = questions_of(topic)
    asked = _asked(questions, request.GET.get("question", ""))
    today = clock.today()
    typed = request.POST if request.method == "POST" else None
    form = CalculatorForm(asked, typed, place=home_pack(request.user, today))
    answer = form.answer(today=today) if form.is_bound else None
    context = {
        "title": TITLES[topic], "topic": topic, "questions": questions, "asked": asked, "form": form,
        "answer": shown(asked, answer) if answer else None, "today": today,
    }  # fmt: skip
    return render(request, "payroll/calculator.html", context, status=422 if form.is_bound and answer is None else 200)


def _asked(questions: tuple[Question, ...], name: str) -> Question:
    """The question that was chosen, or the first."""
    for one in questions:
        if one.name == name:
            return one
    if name:
        raise Http404
    return questions[0]
