"""Markdown to HTML that is safe for everybody, in two layers: no raw HTML in, only known tags out."""

import html
import math
import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

WORDS_PER_MINUTE = 220
HIGHLIGHT_MAX_CHARACTERS = 20_000
TEXTS_PER_PROCESS = 20
TOC_LEVELS = ("h2", "h3")

TAGS = {
    *("a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li"),
    *("ol", "p", "pre", "s", "section", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr"),
    "ul",
}
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "section": {"class"},
    "span": {"class"},
    "sup": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
ATTRIBUTE_VALUES = {
    "div": {"class": {"table-wrap"}, "tabindex": {"0"}},
    "hr": {"class": {"footnotes-sep"}},
    "img": {"loading": {"lazy"}},
    "pre": {"class": {"highlight"}, "tabindex": {"0"}},
    **{tag: {"class": {"align-left", "align-center", "align-right"}} for tag in ("td", "th")},
}


@dataclass(frozen=True)
class Rendered:
    """The page of a text: its HTML, its headings (level, id, title), reading minutes, plain text."""

    html: str
    toc: list[dict[str, Any]] = field(default_factory=list)
    minutes: int = 1
    text: str = ""


def render(text: str, *, rich: bool = True) -> Rendered:
    """Render a text; without `rich` (for comments) it has no headings, pictures and footnotes."""
    parser = _parser(rich)
    environment: dict[str, Any] = {}
    tokens = parser.parse(text, environment)
    unsafe = parser.renderer.render(tokens, parser.options, environment)
    clean = nh3.clean(
        unsafe,
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=ATTRIBUTE_VALUES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    plain = _plain(clean)
    return Rendered(clean, list(_toc(tokens)), reading_minutes(plain), plain)


def render_many(texts: Sequence[str]) -> Iterator[Rendered]:
    """Render many texts, in order, on all processors: Markdown is pure Python, so threads do not help."""
    if len(texts) < 2 * TEXTS_PER_PROCESS:
        yield from map(render, texts)
        return
    # "spawn": a forked copy of this process would share its database connections.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(render, texts, chunksize=TEXTS_PER_PROCESS)


def _plain(clean: str) -> str:
    # Without a blank at the end of a block, the last word of one runs into the first of the next.
    spaced = re.sub(r"</?(?:p|li|h\d|td|th|pre|br)\b", r" \g<0>", clean)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def reading_minutes(plain: str) -> int:
    """Return whole minutes, at least 1; Chinese and Japanese characters count as half a word."""
    ideographs = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", plain))
    words = len(re.findall(r"[^\W\u3040-\u30ff\u3400-\u9fff]+", plain))
    return max(1, math.ceil((words + ideographs / 2) / WORDS_PER_MINUTE))


@lru_cache(maxsize=2)
def _parser(rich: bool) -> MarkdownIt:
    # The preset escapes raw HTML and refuses javascript:, vbscript:, file: and most data: addresses.
    parser = MarkdownIt("js-default", {"highlight": _highlight, "typographer": False})
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.core.ruler.push("align", _align_by_class)
    if not rich:
        return parser.disable(["heading", "lheading", "image"])
    parser.core.ruler.push("order_headings", _order_headings)
    anchors_plugin(parser, min_level=2, max_level=6, slug_func=_slug)
    footnote_plugin(parser)
    parser.add_render_rule("image", _image)
    return parser


def _order_headings(state: StateCore) -> None:
    """Make the highest headings h2 and skip no level, whatever signs the author took.

    The title of the page is its only h1, and readers who hear a page rely on the order (WCAG 1.3.1).
    """
    above: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"


def _align_by_class(state: StateCore) -> None:
    """Replace the style attribute of table cells, which our content security policy forbids."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def _slug(title: str) -> str:
    # The prefix keeps `# location` from taking the place of a name that scripts or the page use.
    words = re.sub(r"[^\w]+", "-", title.lower()).strip("-")
    return f"section-{words}" if words else "section"


def _toc(tokens: Iterable[Token]) -> Iterator[dict[str, Any]]:
    iterator = iter(tokens)
    for token in iterator:
        if token.type == "heading_open" and token.tag in TOC_LEVELS:
            children = next(iterator).children or []
            title = "".join(child.content for child in children if child.type in ("text", "code_inline"))
            yield {"level": int(token.tag[1]), "id": str(token.attrGet("id")), "title": title.strip()}


def _highlight(code: str, language: str, _attributes: str) -> str:
    if not language or len(code) > HIGHLIGHT_MAX_CHARACTERS:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, HtmlFormatter(nowrap=True))


def _fence(_renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, _env: Any) -> str:
    token = tokens[index]
    language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
    code = options.highlight(token.content, language, "") or html.escape(token.content)
    name = f' class="language-{html.escape(language)}"' if language else ""
    # A block that scrolls sideways must be reachable by keyboard.
    return f'<pre class="highlight" tabindex="0"><code{name}>{code}</code></pre>\n'


def _table_open(*_arguments: Any) -> str:
    return '<div class="table-wrap" tabindex="0"><table>\n'


def _table_close(*_arguments: Any) -> str:
    return "</table></div>\n"


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    tokens[index].attrSet("loading", "lazy")
    return renderer.image(tokens, index, options, env)
