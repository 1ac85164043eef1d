"""A built page -> the same page with its Content-Security-Policy. Pure.

Everything comes from the site itself. The theme has a few scripts inside its pages: each is allowed by the hash of its exact
text, so that nothing else written into a page can ever run."""

from __future__ import annotations

import base64
import hashlib
import re

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
HEAD = re.compile(r"<head>\s*(?:<meta charset=[^>]*>)?")
RULES = (
    "default-src 'none'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "style-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def apply(page: str) -> str:
    """`page` with the policy as the first thing in its head, behind the character set."""
    hashes = dict.fromkeys(
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in INLINE.findall(page)
    )
    scripts = " ".join(["script-src 'self'", *(f"'sha256-{each}'" for each in hashes)])
    policy = "; ".join((*RULES, scripts))
    tag = f'\n      <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return HEAD.sub(lambda match: match.group() + tag, page, count=1)
