"""What is wrong with a page of HTML, found in a few milliseconds: nesting, ids, labels, names, headings.

Stricter than HTML where our own hand writes it (every element that may be closed is closed); the Nu checker of the long
form knows the rest of the standard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PHRASING_ONLY = {"p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "label", "button", "strong", "em", "code", "summary",
                 "legend", "dt", "small", "time", "kbd", "abbr"}  # fmt: skip
FLOW = {"address", "article", "aside", "blockquote", "details", "dialog", "dl", "fieldset", "figure", "footer", "form",
        "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul", "div", "h1", "h2", "h3", "h4", "h5",
        "h6"}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HEADINGS_ALLOWED_IN = {"summary", "legend"}
INTERACTIVE = {"a", "button", "select", "textarea", "input", "label", "details"}
CHILDREN = {  # what may stand directly in these
    "ul": {"li", "template"}, "ol": {"li", "template"}, "menu": {"li"}, "dl": {"dt", "dd", "div", "template"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"}, "tbody": {"tr", "template"}, "tfoot": {"tr"}, "tr": {"td", "th", "template"}, "colgroup": {"col"},
    "select": {"option", "optgroup", "hr"}, "optgroup": {"option"}, "datalist": {"option"},
}  # fmt: skip
PARENTS = {  # and where these may stand
    "li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot", "table"},
    "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
    "option": {"select", "datalist", "optgroup"}, "legend": {"fieldset"}, "summary": {"details"},
    "figcaption": {"figure"},
}  # fmt: skip
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-errormessage",
              "aria-owns", "aria-activedescendant", "list", "form", "popovertarget", "commandfor", "headers")  # fmt: skip
LABELLED = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
FOREIGN = {"svg", "math"}


@dataclass
class Element:
    """One start tag with what was found inside of it."""

    tag: str
    attributes: dict[str, str]
    line: int
    parent: Element | None = None
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def above(self) -> Iterator[Element]:
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def named(self) -> bool:
        """Does a reader of screens hear a name? By its text, its label, its picture."""
        if any(self.attributes.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title")):
            return True
        if self.text.strip() or self.attributes.get("alt", "").strip() or self.attributes.get("value", "").strip():
            return True
        return any(one.named() for one in self.inside if one.tag not in {"script", "style"})

    def __str__(self) -> str:
        shown = "".join(f' {name}="{self.attributes[name]}"' for name in ("id", "name", "class") if name in self)
        return f"<{self.tag}{shown}> in line {self.line}"


class Reader(HTMLParser):
    """Reads a page into elements and notes every tag that does not fit."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 0)
        self.at = self.root
        self.elements: list[Element] = []
        self.wrongs: list[str] = []
        self.doctype = False

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], self.at)
        twice = [name for name, times in Counter(name for name, _value in attrs).items() if times > 1]
        self.wrongs += [f"{one}: {name} is said twice" for name in twice]
        self.wrongs += misplaced(one)
        self.elements.append(one)
        self.at.inside.append(one)
        if tag not in VOID:
            self.at = one

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self.at.tag != tag:
            self.wrongs.append(f"</{tag}> in line {self.getpos()[0]} closes {self.at if self.at.tag else 'nothing'}")
            if all(one.tag != tag for one in (self.at, *self.at.above())):
                return
            while self.at.tag != tag:
                self.at = self.at.parent or self.root
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.text += data
        if data.strip() and self.at.tag in CHILDREN and self.at.tag != "select":
            self.wrongs.append(f"text {data.strip()[:30]!r} directly in {self.at}")


def misplaced(one: Element) -> Iterator[str]:
    """Against the content model, seen from the new element."""
    above = one.parent.tag if one.parent else ""
    if any(upper.tag in FOREIGN for upper in one.above()):
        return
    if above in CHILDREN and one.tag not in CHILDREN[above] | {"script"}:
        yield f"{one} may not stand in <{above}>"
    if above and one.tag in PARENTS and above not in PARENTS[one.tag]:
        yield f"{one} may not stand in <{above}>"
    if one.tag in FLOW:
        for upper in one.above():
            heading = one.tag in HEADINGS and upper.tag in HEADINGS_ALLOWED_IN
            if upper.tag in PHRASING_ONLY and not heading:
                yield f"{one} may not stand inside {upper}"
                break
    if one.tag in INTERACTIVE and one.attributes.get("type") != "hidden":
        for upper in one.above():
            fits = upper.tag == "label" and one.tag not in {"label", "a"} or upper.tag == "details"
            if upper.tag in INTERACTIVE and not fits:
                yield f"{one} may not stand inside {upper}"
                break
    if one.tag == "form" and any(upper.tag == "form" for upper in one.above()):
        yield f"{one} stands inside another form"


def faults(html: str, *, whole: bool = True) -> list[str]:
    """In sentences, what is wrong with a page; `whole=False` for a part that is put into a page later."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.wrongs)
    if reader.at.tag:
        found.append(f"{reader.at} is never closed")
    ids = Counter(one.attributes["id"] for one in reader.elements if "id" in one)
    found += [f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1 or not name.strip()]
    found += [
        wrong for one in reader.elements for wrong in (*unnamed(one, reader), *(dangling(one, ids) if whole else ()))
    ]
    if whole:
        found += list(page_faults(reader))
    return found


def dangling(one: Element, ids: Counter[str]) -> Iterator[str]:
    """References to what is not on the page."""
    for name in REFERENCES:
        for wanted in one.attributes.get(name, "").split():
            if wanted not in ids:
                yield f"{one}: {name} names {wanted!r}, which is not there"
    target = one.attributes.get("href", "") if one.tag == "a" else ""
    if target.startswith("#") and len(target) > 1 and target[1:] not in ids:
        yield f"{one}: leads to {target!r}, which is not there"


def unnamed(one: Element, reader: Reader) -> Iterator[str]:
    """What a reader of screens would call nothing at all."""
    if one.tag in {"a", "button", "th", "summary", "legend", "caption", *HEADINGS} and not one.named():
        spare = one.tag == "a" and "href" not in one
        unseen = any(upper.tag == "template" or "hidden" in upper for upper in (one, *one.above()))
        if not spare and not unseen:
            yield f"{one} has no words"
    if one.tag in LABELLED and one.attributes.get("type") not in UNLABELLED and not labelled(one, reader):
        yield f"{one} has no label"
    if one.tag == "img" and "alt" not in one:
        yield f"{one} has no alt"
    if one.tag == "label" and "for" not in one and not any(inner.tag in LABELLED for inner in descendants(one)):
        yield f"{one} is a label of nothing"


def labelled(one: Element, reader: Reader) -> bool:
    if one.attributes.get("aria-label", "").strip() or "aria-labelledby" in one:
        return True
    if any(upper.tag == "label" for upper in one.above()):
        return True
    name = one.attributes.get("id")
    return bool(name) and any(other.attributes.get("for") == name for other in reader.elements if other.tag == "label")


def descendants(one: Element) -> Iterator[Element]:
    for inner in one.inside:
        yield inner
        yield from descendants(inner)


def page_faults(reader: Reader) -> Iterator[str]:
    """What holds for a page as a whole."""
    ours = [one for one in reader.elements if all(upper.tag not in FOREIGN for upper in one.above())]
    tags = Counter(one.tag for one in ours)
    if not reader.doctype:
        yield "no doctype"
    for tag in ("html", "head", "body", "title", "h1", "main"):
        if tags[tag] != 1:
            yield f"{tags[tag]} times <{tag}>"
    title = next((one for one in reader.elements if one.tag == "title"), None)
    if title and not title.text.strip(" ·\n"):
        yield "an empty title"
    before = 0
    for one in reader.elements:
        if one.tag in HEADINGS:
            level = int(one.tag[1])
            if level > before + 1 and before:
                yield f"{one} follows a heading of level {before}"
            before = level
