"""Charts as SVG, drawn here: no page loads a script for them, or anything from elsewhere.

Vega-Lite draws them, in vl-convert: a description in, an SVG out, with colours as attributes that a strict policy lets
through. It is loaded when the first chart is drawn.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

Scheme = Literal["light", "dark"]
Size = Literal["wide", "small"]
Spec = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]

WIDTHS: Mapping[Size, int] = {"wide": 860, "small": 270}
FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
KEPT = 64
"""Drawn charts that are kept: of the same figures none is drawn twice."""


class Palette:
    """The colours of one scheme. Text is at 4.5 to 1 or more on its ground, and each mark at 3 to 1."""

    def __init__(self, ground: str, text: str, line: str, marks: tuple[str, str, str, str]) -> None:
        self.ground = ground
        self.text = text
        self.line = line
        self.good, self.fair, self.bad, self.other = marks


PALETTES: Mapping[Scheme, Palette] = {
    "light": Palette("#ffffff", "#1d2430", "#d5dbe3", ("#0b6e8f", "#b26a00", "#b3372c", "#6b5bb0")),
    "dark": Palette("#1c222b", "#e8ecf2", "#39424f", ("#58b8d8", "#e2a23b", "#f08a7c", "#a99bee")),
}
OUTCOMES = ("answered", "closest", "not known")
AGES = ("this month", "1–3 months", "4–6 months", "7–12 months", "over a year", "never")
"""How long ago an article was checked."""


def outcomes(rows: Rows, scheme: Scheme, size: Size) -> str:
    """Bars by week, of rows with week, what and times; and a line of the questions that a person was asked."""
    palette = PALETTES[scheme]
    colours = {"domain": [*OUTCOMES, "asked a person"],
               "range": [palette.good, palette.fair, palette.bad, palette.other]}  # fmt: skip
    week = {"field": "week", "type": "ordinal", "title": None, "axis": {"labelAngle": -45, "labelOverlap": True}}
    asked = {"field": "what", "type": "nominal", "title": None, "scale": colours,
             "legend": {"orient": "top", "columns": 2 if size == "small" else 4}}  # fmt: skip
    times = {"field": "times", "type": "quantitative", "title": "questions"}
    order = {"field": "place", "type": "quantitative"}
    bars = {"mark": {"type": "bar"}, "transform": [{"filter": "datum.what != 'asked a person'"}],
            "encoding": {"x": week, "y": times, "color": asked, "order": order}}  # fmt: skip
    line = {"mark": {"type": "line", "point": {"filled": True, "size": 45}, "strokeWidth": 2},
            "transform": [{"filter": "datum.what == 'asked a person'"}],
            "encoding": {"x": week, "y": times, "color": asked}}  # fmt: skip
    return _drawn({"layer": [bars, line], "height": 240}, rows, scheme, size)


def shares(rows: Rows, scheme: Scheme, size: Size) -> str:
    """A bar for each topic, of rows with topic, percent and times: how often what was quoted helped."""
    y = {"field": "topic", "type": "nominal", "sort": "-x", "title": None, "axis": {"labelLimit": 110}}
    x = {"field": "percent", "type": "quantitative", "title": "helped, of 100", "scale": {"domain": [0, 100]}}
    bars = {"mark": {"type": "bar", "color": PALETTES[scheme].good, "height": {"band": 0.7}},
            "encoding": {"y": y, "x": x}}  # fmt: skip
    words = {"mark": {"type": "text", "align": "left", "dx": 4, "color": PALETTES[scheme].text},
             "encoding": {"y": y, "x": x, "text": {"field": "percent"}}}  # fmt: skip
    return _drawn({"layer": [bars, words], "height": {"step": 26}}, rows, scheme, size)


def freshness(rows: Rows, scheme: Scheme, size: Size) -> str:
    """A square for each row and age, of rows with row, age and articles: the older the redder, the more the fuller."""
    palette = PALETTES[scheme]
    ramp = [palette.good, palette.good, palette.fair, palette.fair, palette.bad, palette.bad]
    x = {"field": "age", "type": "ordinal", "sort": list(AGES), "title": None, "scale": {"domain": list(AGES)},
         "axis": {"orient": "top", "labelAngle": -40, "domain": False, "ticks": False}}  # fmt: skip
    labels = {"labelLimit": 90 if size == "small" else 160, "domain": False, "ticks": False}
    most_first = {"op": "sum", "field": "articles", "order": "descending"}
    y = {"field": "row", "type": "nominal", "sort": most_first, "title": None, "axis": labels}
    colour = {"field": "age", "type": "ordinal", "legend": None, "scale": {"domain": list(AGES), "range": ramp}}
    scale = {"type": "sqrt", "range": [0.18, 0.6]}
    full = {"field": "articles", "type": "quantitative", "legend": None, "scale": scale}
    squares = {"mark": {"type": "rect", "cornerRadius": 5, "stroke": palette.ground, "strokeWidth": 3},
               "encoding": {"x": x, "y": y, "color": colour, "opacity": full}}  # fmt: skip
    number = {"mark": {"type": "text", "fontSize": 13, "color": palette.text},
              "encoding": {"x": x, "y": y, "text": {"field": "articles", "type": "quantitative"}}}  # fmt: skip
    return _drawn({"layer": [squares, number], "height": {"step": 34}}, rows, scheme, size)


def _drawn(spec: dict[str, Any], rows: Rows, scheme: Scheme, size: Size) -> str:
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTHS[size], "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(rows)}, "config": _config(PALETTES[scheme]),
    } | spec  # fmt: skip
    return _svg(json.dumps(whole, sort_keys=True))


def _config(palette: Palette) -> Spec:
    words = {"labelColor": palette.text, "titleColor": palette.text, "labelFontSize": 12, "titleFontSize": 12,
             "titleFontWeight": "normal"}  # fmt: skip
    return {
        # The drawer measures words with its own fonts: those of a phone may be a little wider.
        "padding": {"left": 18, "right": 26, "top": 8, "bottom": 6},
        "background": palette.ground, "font": FONT, "view": {"stroke": None},
        "axis": words | {"gridColor": palette.line, "domainColor": palette.line, "tickColor": palette.line},
        "legend": words, "text": {"font": FONT, "fontSize": 12},
    }  # fmt: skip


def warm() -> None:
    """Loads the drawer, which takes half a second, before somebody waits for it."""
    freshness([{"row": "", "age": AGES[0], "articles": 1}], "light", "small")


@lru_cache(maxsize=KEPT)
def _svg(spec: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))
