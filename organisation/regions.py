"""What an identity number says in words: the province it was first issued in, the day of birth, the sex."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.identity import Identity

PROVINCES: Final[dict[str, Any]] = {
    "11": gettext_lazy("Beijing"),
    "12": gettext_lazy("Tianjin"),
    "13": gettext_lazy("Hebei"),
    "14": gettext_lazy("Shanxi"),
    "15": gettext_lazy("Inner Mongolia"),
    "21": gettext_lazy("Liaoning"),
    "22": gettext_lazy("Jilin"),
    "23": gettext_lazy("Heilongjiang"),
    "31": gettext_lazy("Shanghai"),
    "32": gettext_lazy("Jiangsu"),
    "33": gettext_lazy("Zhejiang"),
    "34": gettext_lazy("Anhui"),
    "35": gettext_lazy("Fujian"),
    "36": gettext_lazy("Jiangxi"),
    "37": gettext_lazy("Shandong"),
    "41": gettext_lazy("Henan"),
    "42": gettext_lazy("Hubei"),
    "43": gettext_lazy("Hunan"),
    "44": gettext_lazy("Guangdong"),
    "45": gettext_lazy("Guangxi"),
    "46": gettext_lazy("Hainan"),
    "50": gettext_lazy("Chongqing"),
    "51": gettext_lazy("Sichuan"),
    "52": gettext_lazy("Guizhou"),
    "53": gettext_lazy("Yunnan"),
    "54": gettext_lazy("Tibet"),
    "61": gettext_lazy("Shaanxi"),
    "62": gettext_lazy("Gansu"),
    "63": gettext_lazy("Qinghai"),
    "64": gettext_lazy("Ningxia"),
    "65": gettext_lazy("Xinjiang"),
    "71": gettext_lazy("Taiwan"),
    "81": gettext_lazy("Hong Kong"),
    "82": gettext_lazy("Macao"),
    "83": gettext_lazy("Taiwan"),
}


def in_words(identity: Identity, day: date) -> str:
    """One line for whoever typed the number: born when, how old, which sex, from where."""
    born = identity.born_on
    about = {
        "born": date_format(born, "DATE_FORMAT"),
        "years": day.year - born.year - ((day.month, day.day) < (born.month, born.day)),
        "region": str(PROVINCES.get(identity.region[:2], "")) or identity.region,
    }
    if identity.sex == "M":
        return _("Male, born on %(born)s (%(years)d years), first issued in %(region)s") % about
    return _("Female, born on %(born)s (%(years)d years), first issued in %(region)s") % about
