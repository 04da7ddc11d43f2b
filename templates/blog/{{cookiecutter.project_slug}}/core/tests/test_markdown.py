import re
from html.parser import HTMLParser

from django.test import SimpleTestCase

from core import markdown
from core.markdown import reading_minutes, render, render_many

# Each must come out without a tag, an attribute or an address that runs something.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<math href='javascript:alert(1)'>click</math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<form action=/accounts/logout/><button>win</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0'>cover</div>",
    "<a id=location name=location>clobber</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<?xml version='1.0'?><a href='javascript:alert(1)'>x</a>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](javascript&#58;alert(1))",
    "[click](javascript&colon;alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](\x01javascript:alert(1))",
    "[click](vbscript:msgbox(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[click](file:///etc/passwd)",
    "[click][ref]\n\n[ref]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![x](data:image/png;base64,iVBORw0KGgo=)",
    '![x" onerror="alert(1)](/a.png)',
    '![x](/a.png "t\\" onerror=\\"alert(1)")',
    '[x](/a "t\\" onmouseover=\\"alert(1)")',
    '```"onmouseover="alert(1)\ncode\n```',
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "# <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=alert(1)>x</b> |",
    "text[^1]\n\n[^1]: <script>alert(1)</script>",
    "text[^<script>]\n\n[^<script>]: note",
]
ACTIVE_TAGS = {
    *(
        "script",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "form",
        "input",
        "button",
        "style",
        "link",
        "meta",
    ),
    *("base", "body", "details", "noscript", "animate"),
}


class Inspector(HTMLParser):
    """Collects what could run, as a browser would see it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.dangers, self.ids = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ACTIVE_TAGS:
            self.dangers.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "name", "srcdoc", "formaction"):
                self.dangers.append(name)
            if name in ("href", "src") and re.match(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", address):
                self.dangers.append(address)
            if name == "id":
                self.ids.append(value)


class AttackTests(SimpleTestCase):
    def test_payloads_are_inert(self):
        self.assertGreater(len(PAYLOADS), 30)
        for rich in (True, False):
            for payload in PAYLOADS:
                with self.subTest(rich=rich, payload=payload):
                    self.assertEqual(Inspector(render(payload, rich=rich).html).dangers, [])

    def test_second_layer_holds_when_the_first_fails(self):
        parser = markdown._parser(True)
        parser.options["html"] = True
        try:
            for payload in PAYLOADS:
                with self.subTest(payload=payload):
                    self.assertEqual(Inspector(render(payload).html).dangers, [])
        finally:
            parser.options["html"] = False

    def test_headings_do_not_take_names_of_the_page(self):
        ids = Inspector(render("# location\n\n## main\n\n[^a]\n\n[^a]: note").html).ids

        self.assertEqual(ids, ["section-location", "section-main", "fnref1", "fn1"])

    def test_links_tell_search_engines_that_readers_wrote_them(self):
        html = render("[x](https://example.com)").html

        self.assertEqual(html, '<p><a href="https://example.com" rel="nofollow ugc noopener">x</a></p>\n')


class RenderTests(SimpleTestCase):
    def test_marks_become_tags(self):
        table = [
            ("**b** *i* ~~s~~", "<p><strong>b</strong> <em>i</em> <s>s</s></p>\n"),
            ("# Title", '<h2 id="section-title">Title</h2>\n'),
            ("###### Deep", '<h2 id="section-deep">Deep</h2>\n'),
            ("## A\n#### B", '<h2 id="section-a">A</h2>\n<h3 id="section-b">B</h3>\n'),
            ("### A\n# B", '<h2 id="section-a">A</h2>\n<h2 id="section-b">B</h2>\n'),
            ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>\n"),
            ("1. one", "<ol>\n<li>one</li>\n</ol>\n"),
            ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
            ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
            ("***", "<hr>\n"),
            ("![Alt](/media/a.webp)", '<p><img src="/media/a.webp" alt="Alt" loading="lazy"></p>\n'),
            ("line  \nbreak", "<p>line<br>\nbreak</p>\n"),
            ("", ""),
        ]
        for text, expected in table:
            with self.subTest(text=text):
                self.assertEqual(render(text).html, expected)

    def test_table_scrolls_and_aligns_without_a_style(self):
        html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |").html

        self.assertIn('<div class="table-wrap" tabindex="0"><table>', html)
        self.assertIn('<th class="align-center">a</th>', html)
        self.assertIn('<td class="align-right">2</td>', html)
        self.assertNotIn("style", html)

    def test_code_is_highlighted_by_class(self):
        html = render("```python\nprint(1)\n```").html

        self.assertIn('<pre class="highlight" tabindex="0"><code class="language-python">', html)
        self.assertIn('<span class="nb">print</span>', html)

    def test_unknown_or_long_code_stays_plain(self):
        for code in ("```nonsense\na < b\n```", "```\na < b\n```", "    a < b"):
            with self.subTest(code=code):
                html = render(code).html

                self.assertIn("a &lt; b", html)
                self.assertNotIn("<span", html)
        self.assertNotIn("<span", render("```python\n" + "print(1)\n" * 5000 + "```").html)

    def test_contents_list_two_levels(self):
        toc = render("# One\n\n## Two `x`\n\n### Three\n\n# One").toc

        expected = [(2, "section-one", "One"), (3, "section-two-x", "Two x"), (2, "section-one-1", "One")]
        self.assertEqual([(entry["level"], entry["id"], entry["title"]) for entry in toc], expected)

    def test_heading_of_signs_only_has_a_name(self):
        self.assertEqual([entry["id"] for entry in render("# ???\n\n# !!!").toc], ["section", "section-1"])

    def test_plain_text_separates_blocks(self):
        rendered = render("# Title\n\nA *word* & <b>\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |")

        self.assertEqual(rendered.text, "Title A word & <b> one two a b c d")

    def test_plain_text_keeps_words_whole(self):
        self.assertEqual(render("un**believ**able").text, "unbelievable")

    def test_comment_has_no_headings_pictures_or_footnotes(self):
        html = render("# Loud\n\n![x](/a.png)\n\nnote[^1]\n\n[^1]: x", rich=False).html

        for tag in ("<h2", "<img", "footnote"):
            self.assertNotIn(tag, html)
        self.assertEqual(render("**b**", rich=False).html, "<p><strong>b</strong></p>\n")

    def test_deep_nesting_ends(self):
        self.assertLess(render("> " * 5000 + "deep").html.count("<blockquote>"), 101)


class MinutesTests(SimpleTestCase):
    def test_reading_takes_whole_minutes(self):
        table = [("", 1), ("word " * 220, 1), ("word " * 221, 2), ("字" * 440, 1), ("字" * 441, 2)]
        for text, expected in table:
            with self.subTest(length=len(text)):
                self.assertEqual(reading_minutes(text), expected)


class RenderManyTests(SimpleTestCase):
    def test_processes_give_the_same_pages_in_order(self):
        texts = [f"# Number {number}" for number in range(2 * markdown.TEXTS_PER_PROCESS)]

        self.assertEqual(list(render_many(texts)), [render(text) for text in texts])

    def test_few_texts_need_no_processes(self):
        self.assertEqual(list(render_many(["a", "b"])), [render("a"), render("b")])
