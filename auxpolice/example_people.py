"""Fictional people for the example sheets. No name or number is anybody's."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from auxpolice import demo_world as world
from auxpolice.demo_world import PostSpec
from organisation.identity import check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
MEN = "伟 强 磊 军 勇 杰 涛 明 超 刚 平 辉 鹏 飞 建国 志强 海涛 文斌 俊杰 浩然 子轩 振华 学文 国栋 立新 永康 晓东 天佑 家豪"
WOMEN = "芳 娜 敏 静 丽 艳 娟 霞 秀英 玉兰 雪梅 欣怡 思琪 雅婷 佳慧 晓燕 丽华 春梅 海燕 文静 梦洁 若兰 婉清 慧敏"
STREETS = "人民路 建设街 解放路 和平巷 滨河路 学府街 工业大道 新华路 朝阳街 育才路"
SKILLS = ("", "", "", "驾驶", "急救", "计算机", "摄影、剪辑", "方言")
EDUCATION = ("初中", "高中", "中专", "大专", "大专", "大专", "本科")
PARTIES = ("群众", "群众", "群众", "共青团员", "中共党员", "预备党员")


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def identity_number(born_on: dt.date, sequence: int) -> str:
    first = f"{world.REGION}{born_on:%Y%m%d}{sequence:03d}"
    return first + check_digit(first)


def bank_card(number: int) -> str:
    """Nineteen digits under a prefix no bank uses, with a right check digit."""
    first = f"629999{number:012d}"
    total = sum(int(d) * 2 // 10 + int(d) * 2 % 10 if n % 2 == 0 else int(d) for n, d in enumerate(reversed(first)))
    return first + str(-total % 10)


@dataclass
class Maker:
    """Makes one row after the other; the same chance, day and mark give the same rows."""

    chance: random.Random
    day: dt.date
    mark: str
    block: int
    sequences: tuple[int, int]
    newly: bool = False
    made: int = 0
    used: set[str] = field(default_factory=set)

    def person(self, post: PostSpec, ages: tuple[int, int]) -> dict[str, Any]:
        """One row: who, where, contract, papers."""
        self.made += 1
        man = self.chance.random() < (0.86 if post.category == "service" else 0.38)
        born_on = self._born_on(ages)
        hired_on = self._hired_on(born_on)
        row = self._who(man, born_on) | {
            "category": "勤务" if post.category == "service" else "文职",
            "unit": post.unit,
            "post": post.title,
            "grade": self.chance.choice(("一级", "二级", "三级", "四级")),
            "hired_on": hired_on,
            "funding": {"special_fund": "政府专项资金", "foundation": "治安联防基金", "own_budget": "单位自筹"}[
                post.funding
            ],
        }
        return row | self._contract(post, hired_on) | self._papers(post, hired_on)

    def _who(self, man: bool, born_on: dt.date) -> dict[str, Any]:
        chance = self.chance
        given = chance.choice((MEN if man else WOMEN).split())
        return {
            "name": chance.choice(SURNAMES) + given,
            "identity_number": self._number(man, born_on),
            "sex": "男" if man else "女",
            "badge_number": f"{self.mark}{self.made:04d}",
            "education": chance.choice(EDUCATION),
            "political_status": chance.choice(PARTIES),
            "veteran": "是" if man and chance.random() < 0.15 else "否",
            "specialities": chance.choice(SKILLS),
            "phone": f"1990{self.block}{self.made:06d}",
            "email": f"{self.mark.lower()}{self.made:04d}@example.cn",
            "address": f"云江市{chance.choice(STREETS.split())}{chance.randint(1, 199)}号",
            "emergency_name": chance.choice(SURNAMES) + chance.choice((*MEN.split(), *WOMEN.split())),
            "emergency_phone": f"1991{self.block}{self.made:06d}",
            "bank_card": bank_card(self.block * 1_000_000 + self.made),
        }

    def _number(self, man: bool, born_on: dt.date) -> str:
        """Odd sequence numbers are men's. Never the same number twice."""
        first, last = self.sequences
        while True:
            sequence = self.chance.randint(first, last - 1)
            sequence += (sequence % 2 == 0) if man else (sequence % 2 == 1)
            number = identity_number(born_on, sequence)
            if number not in self.used:
                self.used.add(number)
                return number

    def _born_on(self, ages: tuple[int, int]) -> dt.date:
        """So that the age lies in the span on the day, and whoever is newly hired was grown up then."""
        youngest = max(ages[0], 20)
        age = self.chance.randint(youngest, ages[1])
        return years_before(self.day, age) - dt.timedelta(days=self.chance.randint(1, 360))

    def _hired_on(self, born_on: dt.date) -> dt.date:
        if self.newly:
            return self.day - dt.timedelta(days=self.chance.randint(20, 300))
        grown_up = years_before(born_on, -18)
        longest = max(min((self.day - grown_up).days - 30, 3_650), 60)
        return self.day - dt.timedelta(days=self.chance.randint(45, longest))

    def _contract(self, post: PostSpec, hired_on: dt.date) -> dict[str, Any]:
        """The contract that runs on the day: terms of three years in a row from the day of hiring."""
        starts = hired_on
        while years_before(starts, -3) <= self.day:
            starts = years_before(starts, -3)
        ends = years_before(starts, -3) - dt.timedelta(days=1)
        soon = dt.timedelta(days=100)
        if ends < self.day + soon:  # only the rows the examples speak of end soon
            ends = self.day + soon + dt.timedelta(days=self.chance.randint(0, 300))
        return {
            "employer": "本局" if post.employer in _ORGANS else post.employer,
            "agreement": world.agreement_of(post.employer),
            "contract_number": f"{self.mark}-HT-{self.made:04d}",
            "contract_kind": "固定期限",
            "contract_from": starts,
            "contract_to": ends,
            "probation_until": starts + dt.timedelta(days=58) if starts == hired_on else None,
            "signed_on": starts + dt.timedelta(days=self.chance.randint(0, 12)) if starts == hired_on else starts,
            "monthly_wage": self.chance.randrange(post.wage[0], post.wage[1] + 1, 50),
        }

    def _papers(self, post: PostSpec, hired_on: dt.date) -> dict[str, Any]:
        day, chance = self.day, self.chance
        pre_post = hired_on + dt.timedelta(days=chance.randint(3, 15))
        annual = max(day - dt.timedelta(days=chance.randint(20, 230)), pre_post)
        card_from = max(pre_post, day - dt.timedelta(days=chance.randint(30, 700)))
        row: dict[str, Any] = {
            "card_number": f"{self.mark}-GZ-{self.made:04d}",
            "card_from": card_from,
            "card_until": years_before(card_from, -3),
            "pre_post_on": pre_post,
            "annual_on": annual,
            "training_until": years_before(annual, -1),
            "medical_on": day - dt.timedelta(days=chance.randint(30, 300)),
        }
        if "drive-police-vehicle" in post.duty_codes:
            row |= {
                "driving_licence": "B1",
                "licence_from": years_before(day, 6),
                "licence_until": years_before(day, -4),
            }
        return row


_ORGANS = frozenset(employer.name for employer in world.EMPLOYERS if employer.kind == "organ")
