"""What web crawls tell of a page besides its text: its address, and whether it is a page at all."""

from __future__ import annotations

import re

HTTP_OK = 200

# Not urlsplit: it raises for addresses such as `http://[a`, and crawls hold anything.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ROBOTS = re.compile(r"/robots\.txt(?:[?#]|$)")
_ERROR_TITLE = re.compile(
    r"^\W*error\s+[45]\d\d\b"
    r"|^\W*(?:40[0-9]|410|50[0-4])\W*(?:$|not found|error|p[aá]gina|no encontrad|forbidden|bad request|that’s an error)"
    r"|p[aá]gina no encontrada|page not found|no se (?:ha )?encontr\w+ la p[aá]gina|acceso denegado\W*$"
    r"|was not found on this server|you do(?:n't| not) have permission to access|the requested file could not be found",
    re.IGNORECASE,
)
"""The last three are the predecessor's (`error_msgs` of its WARC parser). Its filter of headings is not followed: it
drops every page with `error` or `found` in one, such as `Errores innatos del metabolismo` and `Foundation`."""


def address(stated: object) -> str | None:
    """The page's address; None for what has no scheme (BSC's crawler wrote `: /`)."""
    uri = stated.strip().strip("<>") if isinstance(stated, str) else ""
    return uri if _SCHEME.match(uri) else None


def is_robots(url: str | None) -> bool:
    """Whether the page is a site's rules for crawlers."""
    return bool(url and _ROBOTS.search(url))


def is_error(title: str) -> bool:
    """Whether a title or heading is one of an error page (`404 Not Found`; not `500 casos de neumonía`)."""
    return bool(_ERROR_TITLE.search(title))
