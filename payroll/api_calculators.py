"""API: the calculators, for everybody who signed in. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import HouseAPI
from core.perms import Perms
from payroll.calculating.telling import as_dict
from payroll.calculating.topics.given import Field
from payroll.calculating.topics.registry import COMMON, Question, calculate, topics
from payroll.calculator_words import TITLES
from regulations.api import CitationOut


class InputOut(serializers.Serializer[Any]):
    """An input: its name and kind, what it is, whether it is needed, whether a list is taken."""

    name = serializers.CharField()
    kind = serializers.CharField(help_text="money, rate, number, whole, day, month, yes_no, text, choice, rows, place")
    about = serializers.CharField()
    needed = serializers.BooleanField()
    many = serializers.BooleanField()
    also = serializers.ListField(child=serializers.CharField(), help_text="Other names that are taken.")
    choices = serializers.ListField(child=serializers.CharField())
    inputs = serializers.ListField(child=serializers.DictField(), help_text="Inputs of each object of a list of rows.")


class QuestionOut(serializers.Serializer[Any]):
    """A question of a topic; of several, the first whose needed inputs are all given is answered."""

    name = serializers.CharField()
    title = serializers.CharField()
    inputs = InputOut(many=True)
    answers = serializers.DictField(child=serializers.CharField(), help_text="Key of the answer and what it is.")


class TopicOut(serializers.Serializer[Any]):
    """A topic with its questions."""

    topic = serializers.CharField()
    title = serializers.CharField()
    questions = QuestionOut(many=True)


class TopicsOut(serializers.Serializer[Any]):
    """Every topic: they fit on one page."""

    results = TopicOut(many=True)


class CalculateIn(serializers.Serializer[Any]):
    """What is asked. Money as text in yuan, rates as `8%` or `0.08`, days as 2026-11-22."""

    inputs = serializers.DictField(help_text="Names and values, as the topic documents them.")


class StepOut(serializers.Serializer[Any]):
    """One step of the way; numbers as text, so that no digit is lost."""

    words = serializers.DictField(child=serializers.CharField(), help_text="The sentence in `en` and `zh-hans`.")
    quantity = serializers.JSONField(allow_null=True)
    rate = serializers.JSONField(allow_null=True)
    amount = serializers.JSONField(allow_null=True)
    article = serializers.CharField(allow_blank=True)


class AnswerOut(serializers.Serializer[Any]):
    """The answer: value by key, steps, articles, notes, and how sure the law behind it is."""

    topic = serializers.CharField()
    value = serializers.DictField()
    steps = StepOut(many=True)
    cites = CitationOut(many=True)
    notes = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    confidence = serializers.ChoiceField(["high", "medium", "low"])


class Calculators(HouseAPI):
    """Every calculator."""

    serializer_class = TopicsOut
    one_page = True
    rights = {"GET": (Perms.VIEW_LAW,)}

    @extend_schema(operation_id="calculators_list", responses=TopicsOut)
    def get(self, request: Request) -> Response:
        """Every topic with its questions, their inputs and answers."""
        return Response({"results": [_topic(name) for name in topics()]})


class Calculator(HouseAPI):
    """One calculator."""

    serializer_class = TopicOut
    rights = {"GET": (Perms.VIEW_LAW,), "POST": (Perms.VIEW_LAW,)}

    @extend_schema(responses=TopicOut)
    def get(self, request: Request, topic: str) -> Response:
        """The questions of a topic, their inputs and answers."""
        return Response(_topic(_known(topic)))

    @extend_schema(request=CalculateIn, responses=AnswerOut)
    def post(self, request: Request, topic: str) -> Response:
        """Calculate. The same functions as the pay run and the contracts; nothing is kept."""
        asked = self.typed(CalculateIn) if topic in topics() else {}
        answer = calculate(_known(topic), asked["inputs"], today=clock.today())
        return Response({"topic": topic, **as_dict(answer)})


def _known(topic: str) -> str:
    if topic not in topics():
        raise Http404
    return topic


def _topic(name: str) -> Mapping[str, Any]:
    questions = [_question(one) for one in topics()[name]]
    return {"topic": name, "title": str(TITLES.get(name, name)), "questions": questions}


def _question(one: Question) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "title": str(one.title),
        "inputs": [_input(field) for field in one.fields + COMMON],
        "answers": {key: str(words) for key, words in one.answers.items()},
    }


def _input(field: Field) -> Mapping[str, Any]:
    return {
        "name": field.name, "kind": field.kind, "about": str(field.about), "needed": field.needed, "many": field.many,
        "also": list(field.also), "choices": [str(choice) for choice in field.choices],
        "inputs": [_input(inner) for inner in field.fields],
    }  # fmt: skip
