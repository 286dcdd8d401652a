"""What tells program and page source, data, logs and shells from prose: marks it never has, hints it seldom has."""

from __future__ import annotations

import re

COMMON = frozenset("a al con de del el en la las los no para por que se sin su un una y".split())
"""What sentences of prose have one of."""

PROSE = COMMON - frozenset("a no se un y".split())
"""Those that are no names in programs."""

MARKS = (
    # calls, blocks, operators, comments of any language
    r"[a-z_]{2}\w*\(\)",
    r"\b\w+\(['\"$]",
    r"\b[a-z]\w+\.\w+\(",
    r"\b[a-z_]{2}\w+\((?!e?s\)|a?s?\))[^()]*\);",
    r"\w+\(this\)",
    r"\)\s*\{|\}\s*[;)]|^\s*[{}]|\{\s*$|\(\{|\}\}|\{\{",
    r"=>|->\w+[(;]|\$\w+->|\w ?::\w|\w :: \w|^!f2py",
    r"&&|\|\| ?(?:[\[{!'\"]|[a-z]+[.(])|[!=]==?|[a-z]\+\+[;)]|\+=|:=|\w <- \w|\b\w+\[['\"]",
    r"^\w[\w.]*(?:\[\w*\])? ?= ?(?:[\"'\[$/]|[a-z_]\w*[._(])",
    r"^[a-z]\w*(?:[._-]\w+)+ ?= ?\S",
    r"(?<![\w./@-])[a-z]+_[a-z_]+\b(?![\w.]*@)|(?<!\w)_[a-z]\w+|__[A-Z]+__|\b[A-Z]{2,}(?:_[A-Z]+)+\b",
    r"(?<![:\w])//\s|/\*|\*/|^\s*# \w+ ?[=:]|^#!",
    r"\breturn\b[^.]*;|\bself\.\w|\w\._\w|\blambda \w+ ?:|^@[A-Z]\w+",
    r"\b(?:if|while|switch|catch|for|foreach)\s?\([^()]*[=<>!$;&][^()]*\)|\b(?:if|while|switch|catch)\s?\(.*[){]",
    r"\b(?:var|let|const)\s+\w+\s*[=;]|\bfunction\s*\w*\s*\(|\bnew [A-Z]\w*\(",
    r"\$[a-z_]\w*|\$[({]|\$[A-Z]{3,}\b|%[{(]\w|(?<![\d\s])%[sd]\b|^%[sd]\b|\b[A-Z]{2,4}-\d{5}\b|^\w+: \[\d+\.\d{3,}\]",
    r"^(?:import|package|using|include|require|use) [\w.*]+;?$|^from [\w.]+ import\b|^#\w+ *[<\"]|\bimport \{",
    r"^(?:break;|default:|case [\w']+:|begin$|end\.?;?$|endif;?$|else:?$|try:?$|fi$|done$|pass$)",
    r"^(?:def|class|fn|func) \w+\(|^(?:if|while|for|elif) \S.*:$|^(?:public|private|protected|static) \w+",
    # pages, styles, markup
    r"</?[a-z]\w*(?:\s+[\w-]+=[^<>]*)?\s?/?>|<!--|-->|<[?%!]|\?>|\{[{%]|[}%]\}|\[\[|\]\]|\[CDATA\[|\bxmlns\b",
    r"&(?:#\d+|[a-z]{2,6});|\w+=\"|!important|@(?:media|import|font-face|keyframes|charset)\b",
    r"\[/\w+\]|\[\w+ \w+=|\[(?:b|i|u|url|img|quote|size|color)[=\]]",
    r"[\w.#-]+\s*\{\s*[\w-]+\s*:|url\([^)]*\)|\b\d+px\b|#[0-9a-fA-F]{6}\b",
    r"\b(?:color|width|height|margin|padding|display|float|clear|position|font|background|border|overflow|line-height"
    r"|text-align|opacity|z-index|cursor|content|list-style|max-width|min-width|filter|-webkit-[\w-]+)(?:-\w+)*"
    r"\s*:\s*[^;]{1,60};",
    r"^(?:font|text|background|border|margin|padding|list|line|max|min|box|flex|grid|align|justify)-[a-z-]+ ?: \S",
    r"^={2,} ?[^=]+ ?={2,}$|^\| ?\w+ ?= |'''",
    # data, queries, requests, logs
    r"\"[\w-]+\"\s*:|\{\"|'\w+'\s*=>|\[object \w+\]|\bNaN\b",
    r"\b(?:INSERT INTO|DELETE FROM|ALTER TABLE|CREATE TABLE|DROP TABLE|PRIMARY KEY|ORDER BY|GROUP BY|LEFT JOIN)\b",
    r"\bSELECT\b.+\bFROM\b|\bUPDATE \w+ SET\b|\bVALUES ?\(|\bWHERE \w+ ?[=<>]",
    r"(?:^|\")(?:GET|POST|HEAD|PUT) /|HTTP/\d\.\d|Mozilla/\d",
    r"^(?:Content|User|Accept|Cache|Set|MIME|Access)-[A-Z][\w-]+: ",
    r"^Host: \S+$|\btext/(?:html|css|plain)\b|\bapplication/\w+|\bdata:\w+/\w+;|\bcharset=|\butf-?8\b",
    r"\[\d\d/\w{3}/\d{4}:|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|^\[?(?:\w{3} )?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d",
    r"\b\w+\[\d+\]:|\[(?:error|warn|info|debug|notice|main)\]|^(?:WARN|INFO|DEBUG|ERROR|FATAL|TRACE)\b:? ",
    r"^[\w-]+\.\w{2,4} +\d\d/\d\d/\d{4} |[d-](?:[r-][w-][x-]){3}\b",
    r"^[0-9a-f]{6,8}:? +(?:[0-9a-f]{2,} ?){3,}|\b0x[0-9a-fA-F]{2,}|\b[0-9a-f]{32,}\b|-----(?:BEGIN|END) ",
    r"\b\d{10} \d{5} [nf]\b|\bendobj\b|\b\d+ 0 (?:obj|R)\b|^(?:xref|trailer|startxref|(?:end)?stream)$|^%PDF|\bBT /F\d",
    r"(?=[\w+/]{0,40}\d)(?=[\w+/]{0,40}[A-Z])(?=[\w+/]{0,40}[a-z])(?<![\w+/.-])[A-Za-z0-9+/]{32,}={0,2}(?![\w.-])",
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?)|^=[A-Z]{2,}\(",
    # failures
    r"Traceback \(|File \"[^\"]+\", line \d+|[a-z]+(?:Exception|Error)\b:?|\bat [\w$]+(?:\.[\w$<>]+)+\(?|Stack trace",
    r"#\d+ \{main\}|\bthrown in\b|\.\.\. \d+ more$|^total \d+$|undefined function",
    r"\bon line \d+|\bline \d+, in\b|Caused by:",
    r"(?:Fatal|Parse|Syntax|Runtime) error|(?:Warning|Notice|Uncaught): \w+|^Uncaught |\bSQL syntax\b|errno|\bORA-\d+",
    r"core dumped|\bexit code \d|^npm ERR|\bERR_\w+|Error \d+ \(|\bgoroutine \d|^make: ",
    # typesetting
    r"\\[a-zA-Z]{3,}|\\\\|\\[ntux]\w|\$\$|\{\\|\\\W|`\w+`|##|%%",
    # files and shells
    r"(?<![\w./@-])[\w-]+\.(?:js|css|php|aspx?|jsp|cs|py|java|dll|exe|swf|eot|woff2?|sql|tgz|json|html?|conf|sh)\b",
    r"(?<!\S)/(?:usr|bin|var|etc|home|tmp|opt|htdocs|wp-\w+|index)\b|(?<![\w.])/[a-z]\w+/[\w.-]+/|/wp-\w+/|\b[A-Z]:\\",
    r"\b127\.0\.0\.1\b|\blocalhost\b|^\s*(?:listen \d+|server_name \S+);|(?<!\S)--[a-z]{2}[\w-]*|^\S+@\S+:\S*[$#]",
    r"^(?:\$|>>>|>) [a-z]\w+ |\b(?:apt-get|chmod|chown|mkdir|pip install|npm install|git (?:commit|push|clone))\b",
    r"\[(?:[A-Z]{1,3}(?:=\w+)?,)+[A-Z]{1,3}(?:=\w+)?\]",
)
"""Each of them is of no prose."""

HINTS = (
    r"\b[a-z]{2,}[A-Z][a-z]{2,}\w*|\b[A-Z][a-z]{2,}[A-Z][a-z]{2,}\w*",
    r"^['\"][^'\"]*['\"],?$|^\((?:[a-z]+-)*[a-z]+ |^;;|^'\(|^[A-Z][A-Z ]{4,};$",
    r"(?<![\w@.])[a-z]\w*(?:\.[a-z]\w+)+\b(?!@)",
    r"[{(\[]$|\);$|^[)\]}]|\w=[^\s\d]|(?<!\S)\+[A-Z][a-z]+[A-Z]|^[A-Za-z_]\w+ [+*-]?= \S",
    r"[`\[\]{}\\$#](?!\d)|<[a-z/]|[=(]['\"]|['\"][,)\]:;]|[a-z_]{3,}\((?![IVX]+\))",
    r"^[a-z][\w-]*:(?: [\w-]+)?$|^[^\s,;]+(?:[,;][^\s,;]+){2,}$|^\.[a-z][\w-]+[: ]|^\.\.\.$",
    r"\b(?:int|void|char|float|double|bool|boolean|string|String|const|static|public|private|protected|struct|class|def"
    r"|func|let|var|import|from|include|namespace|package|elsif|elif|then|begin|end|while|for|foreach|return|print|printf"
    r"|echo|null|NULL|None|True|False|true|false|undefined|self|this|async|await|except|finally|throw|raise|extends"
    r"|implements|typedef|enum|switch|case|break|goto|exit|function|if|else|select|where|install|update|make|sudo|On|Off"
    r"|Sub|Dim|Integer|String)\b",
)
"""Two of them, one in three words, are of no prose either, where no word is of Spanish."""
WORDS_PER_HINT = 3

LOOK = 1000
"""Characters of a sentence in which code is looked for: some marks take time with the square of the length."""

_MARK = re.compile("|".join(MARKS))
_HINT = re.compile("|".join(HINTS))
_SIGN = re.compile(
    r"[{}$|\\_`]|\[[^\W\d]|\[\[|\]\]|[^\s\d=]=[^\s\d]|[!=+:]=|= ?[\"'a-z\[]|<[/!?%a-z-]|[-=]>|>>>|&[&#\w]|#\w|\"\s?[:,]"
    r"|['\"][)\]]|[=(]['\"$]|(?<!\w)/[a-z*]|//|\*/|\(\)|\);|\)\{|[a-z]\.[a-z]|\w\+\+|--[a-z]|%[sd]|\d:\d\d:\d|[0-9a-f]{6}|[\w+/]{32}"
)
"""Nearly all code has one of these; what has none and no word of prose either is looked at as well."""


_JOINING = re.compile(r"[=\"'{}\[\]_;*\\$&|]|\w\(")


def is_no_prose(sentence: str) -> bool:
    """Whether a sentence is ASCII without small words of Spanish."""
    return sentence.isascii() and PROSE.isdisjoint(sentence.split())


def may_join_code(sentence: str) -> bool:
    """Whether a line beside code is code: no prose, and no heading either, but with a sign of programs or in small."""
    return is_no_prose(sentence) and (not sentence[0].isupper() or _JOINING.search(sentence) is not None)


def code_hints(sentence: str) -> int:
    """Hints of code in a sentence that is no prose; 0 for any other."""
    return len(_HINT.findall(sentence[:LOOK])) if is_no_prose(sentence) else 0


def code_marks(sentence: str) -> int:
    """Marks of code; where there is none, hints of it if they are as many as a third of the words."""
    sentence = sentence[:LOOK]
    if not _SIGN.search(sentence) and not is_no_prose(sentence):
        return 0
    if marks := len(_MARK.findall(sentence)):
        return marks
    hints = code_hints(sentence)
    return hints if hints > 1 and WORDS_PER_HINT * hints >= len(sentence.split()) else 0
