"""Sixty texts that run, break out or evaluate where a page forgets to show text as text."""

_CALL = "window.hit=1"
_TAGS = (
    "<script>{}</script>", "<SCRIPT SRC=//x.example></SCRIPT>", "<img src=x onerror={}>", "<svg onload={}>",
    "<svg/onload={}>", "<svg><script>{}</script></svg>", "<body onload={}>", "<iframe src=javascript:{}>",
    "<iframe srcdoc='<script>{}</script>'>", "<object data=javascript:{}>", "<embed src=javascript:{}>",
    "<details open ontoggle={}>x</details>", "<video><source onerror={}></video>", "<audio src=x onerror={}>",
    "<input autofocus onfocus={}>", "<select autofocus onfocus={}></select>", "<textarea autofocus onfocus={}>",
    "<marquee onstart={}>x</marquee>", "<math><mtext><script>{}</script></mtext></math>", "<a href=javascript:{}>x</a>",
    "<form action=javascript:{}><button>x</button></form>", "<button formaction=javascript:{}>x</button>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<base href=//x.example>",
    "<link rel=stylesheet href=//x>",
    "<style>*{{background:url(//x)}}</style>", "<p style=color:red>x</p>", "<template><script>{}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>", "<xss id=x onfocus={} tabindex=1>",
)  # fmt: skip
_BREAKS = (
    '"><script>{}</script>', "'><script>{}</script>", '" onmouseover="{}', "' onmouseover='{}",
    '" autofocus onfocus="{}',
    "</title><script>{}</script>", "</textarea><script>{}</script>", "</option></select><script>{}</script>",
    "</label><img src=x onerror={}>", "</td></tr></table><script>{}</script>", "--><script>{}</script>",
    "<!--<script>{}</script>", "]]><script>{}</script>", "</script><script>{}</script>",
    "</summary><script>{}</script>",
    "\" hx-get='/x' hx-trigger='load", "\" hx-on::load='{}", "javascript:{}", "data:text/html,<script>{}</script>",
)  # fmt: skip
_TEMPLATES = (
    "{{ 7|add:7 }}", "{% debug %}", "{{ request.user }}", "{% load static %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%s%n",
    "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;", "＜script＞{}＜/script＞",
)  # fmt: skip
PAYLOADS = [
    *(text.replace("{}", _CALL).replace("{{", "{").replace("}}", "}") for text in _TAGS),
    *(text.replace("{}", _CALL) for text in (*_BREAKS, *_TEMPLATES)),
]
