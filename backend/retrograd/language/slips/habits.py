"""Habits from other languages, from notebooks and from paper: what tells them, and how it is written here."""

from __future__ import annotations

import re

from retrograd.language import names
from retrograd.language.slips.line import rule

_WORD = r"[^\W\d]\w*+"
_OPERAND = rf"(?<!\w)(?:{_WORD}(?:\([^()]*\)|\[[^\[\]]*\])?|\d++(?:\.\d*+)?|\([^()]*\))"
_FUNCTIONS = "|".join(sorted({*names.FUNCTIONS, *names.PYTHONS_OWN}, key=lambda name: (-len(name), name)))
_CALLED = rf"(?P<name>{_FUNCTIONS})"
_KEYWORDS = "(?:if|else|for|and|or|in|is|not)"
_DECLARED = "let|const|var|int|float|double|auto|local"
_MAGICS = (
    "matplotlib|load_ext|reload_ext|autoreload|time|timeit|pip|conda|config|run|cd|ls|env|pylab|tensorflow_version"
)


def python(code: str) -> str:
    """Return a piece of code of another language with the operators and the line's end that Python has."""
    for pattern, better in (
        (r"\s*;?\s*}?\s*;?\s*$", ""),
        (r"\.?\^", "**"),
        (r"\.([*/])", r"\1"),
        (r"\bMath\.", ""),
        (r"===", "=="),
        (r"!==", "!="),
        (r"\s*&&\s*", " and "),
        (r"\s*\|\|\s*", " or "),
        (r"\s*\*\*\s*", " ** "),
    ):
        code = re.sub(pattern, better, code)
    return code.strip()


def _rows(match: re.Match[str]) -> str:
    """Return the list of rows that MATLAB's brackets mean, or the vector if there is one row."""
    rows = [", ".join(re.split(r"[\s,]+", row.strip())) for row in match["cells"].split(";") if row.strip()]
    return f"[{rows[0]}]" if len(rows) == 1 else f"[{', '.join(f'[{row}]' for row in rows)}]"


def _counted(match: re.Match[str]) -> str:
    start, stop = match["start"], match["stop"]
    end = str(int(stop) + 1) if stop.isdigit() else f"{stop} + 1"
    return f"for {match['name']} in range({start}, {end}):"


def _from_to(match: re.Match[str]) -> str:
    start, stop = match["start"], match["stop"]
    end = stop if match["sign"] == "<" else str(int(stop) + 1) if stop.isdigit() else f"{stop} + 1"
    return f"for {match['name']} in range({end if start == '0' else f'{start}, {end}'}):"


def _condition(match: re.Match[str]) -> str:
    return f"{match['word']} {python(_bare(match['condition']))}:"


def _bare(condition: str) -> str:
    condition = condition.strip()
    whole = re.fullmatch(r"\(([^()]*)\)", condition)
    return whole[1] if whole else condition


def _defined(match: re.Match[str]) -> str:
    return f"def {match['name']}({match['parameters'].strip()}): return {python(match['body'])}"


def _lambda(match: re.Match[str]) -> str:
    body = re.sub(r"^{\s*(?:return\b)?", "", match["body"].strip())
    return f"lambda {_bare(match['parameters'])}: {python(body)}"


def _power(match: re.Match[str]) -> str:
    return f"{match['left']} ** {match['right']}"


LINES = (
    # notebooks and consoles
    rule("prompt", r"^\s*(?P<at>>>>|\.\.\.(?=\s)|(?:In|Out) ?\[\d*\] ?:)\s*(?P<rest>.*)", r"\g<rest>"),
    rule("command", rf"^\s*(?P<at>%%\w*|%(?:{_MAGICS})\b|![a-z]\w*|\?\w+|pip install|conda install)"),
    # comments
    rule("comment", r"^\s*(?P<at>//+|/\*+|%+|--(?=\s))\s*(?P<text>[^*]*)", r"# \g<text>"),
    rule(
        "comment", rf"(?<=[\w)\];])\s*(?P<at>//|%|/\*)\s*(?P<text>{_WORD}(?:\s+{_WORD})+)[\s*/.]*$", r"# \g<text>"
    ),
    # functions
    rule(
        "function",
        rf"^\s*(?P<at>function)\s+(?:\[?[\w, ]+\]?\s*=\s*)?(?P<name>{_WORD})\s*\((?P<parameters>[^()]*)\)",
        r"def \g<name>(\g<parameters>):",
    ),
    rule(
        "function",
        rf"^\s*(?P<at>func|fn|fun)\s+(?P<name>{_WORD})\s*\((?P<parameters>[^()]*)\)",
        r"def \g<name>(\g<parameters>):",
    ),
    rule("arrow", rf"(?P<parameters>\([\w, ]*\)|{_WORD})\s*(?P<at>=>|->|↦)\s*(?P<body>[^#]+)", _lambda),
    rule("anonymous", r"(?P<at>@\s*\((?P<parameters>[\w, ]*)\))\s*(?P<body>[^#]+)", _lambda),
    # loops and conditions
    rule(
        "loop",
        rf"^\s*(?P<at>for)\s*\(?\s*(?P<name>{_WORD})\s*=\s*(?P<start>\w+)\s*:\s*(?P<stop>\w+)",
        _counted,
    ),
    rule(
        "loop",
        rf"^\s*(?P<at>for)\s*\(\s*(?:let|var|int|const)?\s*(?P<name>{_WORD})\s*=\s*(?P<start>\w+)\s*;"
        rf"\s*\w+\s*(?P<sign><=?)\s*(?P<stop>\w+)\s*;",
        _from_to,
    ),
    rule(
        "loop",
        rf"^\s*(?P<at>for)\s*\(\s*(?:(?:let|const|var)\s+)?(?P<name>{_WORD})\s+(?:of|in)\s+(?P<all>{_WORD})\)",
        r"for \g<name> in \g<all>:",
    ),
    rule("else_if", r"^\s*}?\s*(?P<at>else\s+if|elseif|elsif)\b(?P<word>)(?P<condition>[^:{#]*)",
         lambda match: f"elif {python(_bare(match['condition']))}:"),
    rule("then", r"^\s*(?P<word>if|elif|while)\s+(?P<condition>[^:#]+?)\s+(?P<at>then)\b\s*:?\s*$", _condition),
    rule("then", r"^\s*(?P<word>for|while)\s+(?P<condition>[^:#]+?)\s+(?P<at>do)\b\s*:?\s*$", _condition),
    rule("braces", r"^\s*}?\s*(?P<word>if|while)\b(?P<condition>[^:{}#]+)(?P<at>{)\s*", _condition),
    rule("braces", r"^\s*}?\s*else\s*(?P<at>{)", "else:"),
    rule("braces", r"^\s*(?P<at>})\s*;?\s*$"),
    rule("braces", r"^\s*(?P<word>def|for)\b(?P<condition>[^:{}#]+)(?P<at>{)\s*", r"\g<word>\g<condition>:"),
    # declarations
    rule(
        "declared",
        rf"^\s*(?P<at>{_DECLARED}|set|my)\s+(?P<rest>{_WORD}\s*=[^=].*)",
        lambda match: python(match["rest"]),
    ),
    rule("declared", rf"^\s*(?P<at>{_DECLARED})\s+(?P<name>{_WORD})\s*;?$", r"\g<name> = 0"),
    rule("arrow_assigned", rf"^\s*(?P<name>{_WORD})\s*(?P<at><-|←|:=)\s*(?P<rest>.+)",
         lambda match: f"{match['name']} = {python(match['rest'])}"),
    # matrices
    rule("rows", r"(?P<at>\[(?P<cells>[^\[\]]*;[^\[\]]*)\])", _rows),
    rule("rows", r"(?P<at>\[(?P<cells>\s*[-+]?[\d.]+(?:\s+[-+]?[\d.]+)+\s*)\])", _rows),
    rule(
        "transposed",
        rf"(?P<at>(?P<matrix>(?!(?:[rbfuRBFU]{{1,2}})'){_WORD}|\([^()]*\))\.?')(?!\w+')",
        r"\g<matrix>.T",
    ),
    rule("by_cell", rf"(?P<left>{_OPERAND})\s*(?P<at>\.\^)\s*(?P<right>{_OPERAND})", _power),
    rule(
        "by_cell",
        rf"(?P<left>[^\W\d]\w*|\d+(?=\s)|\([^()]*\)|\])\s*(?P<at>\.(?P<sign>[*/]))\s*(?P<right>{_OPERAND})",
        r"\g<left> \g<sign> \g<right>",
    ),
    rule("divided_left", rf"(?P<left>{_WORD})\s*(?P<at>\\)\s*(?P<right>{_WORD})", r"solve(\g<left>, \g<right>)"),
    # operators
    rule("equal_thrice", rf"(?P<left>{_OPERAND})\s*(?P<at>===)\s*(?P<right>{_OPERAND})", r"\g<left> == \g<right>"),
    rule(
        "equal_thrice",
        rf"(?P<left>{_OPERAND})\s*(?P<at>!==|~=|<>|=/=)\s*(?P<right>{_OPERAND})",
        r"\g<left> != \g<right>",
    ),
    rule("equal_thrice", rf"(?P<left>{_OPERAND})\s*(?P<at>=>)\s*(?P<right>{_OPERAND})", r"\g<left> >= \g<right>"),
    rule("equal_thrice", rf"(?P<left>{_OPERAND})\s*(?P<at>=<)\s*(?P<right>{_OPERAND})", r"\g<left> <= \g<right>"),
    rule("norm", r"(?P<at>(?:\|\||‖)(?P<inner>[^|‖]+)(?:\|\||‖))(?!\s*[\w(])", r"norm(\g<inner>)"),
    rule("and", r"(?P<left>[^=&|(]+|\([^()]*\))(?P<at>&&)(?P<right>[^&|):{]+)",
         lambda match: f"{match['left'].strip()} and {match['right'].strip()}"),
    rule("or", r"(?P<left>[^=&|(]+|\([^()]*\))(?P<at>\|\|)(?P<right>[^&|):{]+)",
         lambda match: f"{match['left'].strip()} or {match['right'].strip()}"),
    rule("absolute", r"(?P<at>\|(?P<inner>[^|]+)\|)", r"abs(\g<inner>)"),
    rule("not", rf"(?P<at>!)\s*(?P<operand>{_OPERAND})", r"not \g<operand>"),
    rule("factorial", rf"(?P<operand>{_OPERAND})(?P<at>!)(?!=)", r"prod(arange(1, \g<operand> + 1))"),
    rule("increment", rf"(?P<name>{_WORD})\s*(?P<at>(?P<sign>\+|-)(?P=sign))\s*;?\s*$", r"\g<name> \g<sign>= 1"),
    rule(
        "ternary",
        r"(?:^(?!.*[^=<>!]=[^=])|(?<![=<>!])=(?!=)|\breturn\b|\()(?P<test>[^?:]+)(?P<at>\?)(?P<yes>[^?:]+):(?P<no>[^?:);]+)",
        lambda match: f"{match['yes'].strip()} if {_bare(match['test'])} else {match['no'].strip()}",
    ),
    # paper
    rule("bare_call", rf"(?<![\w.])(?P<at>{_CALLED}\s+(?P<operand>[\w.]+))(?!\s*\()", r"\g<name>(\g<operand>)"),
    rule("bare_call", rf"(?<![\w.])(?P<at>{_CALLED}\s*{{(?P<operand>[^{{}}]*)}})", r"\g<name>(\g<operand>)"),
    rule("backslash", rf"(?P<at>\\(?P<name>{_WORD}))(?P<call>(?:\([^()]*\))?)", r"\g<name>\g<call>"),
    rule("dollar", r"(?P<at>\$)(?P<rest>[^$]*)\$?", r"\g<rest>"),
    rule(
        "times",
        rf"(?<![\w.])(?P<at>(?P<number>\d++(?:\.\d*+)?)\s*(?P<name>(?!{_KEYWORDS}\b){_WORD}))(?P<call>\([^()]*\))?",
        lambda match: f"{match['number']} * {match['name']}{match['call'] or ''}",
    ),
    rule(
        "defined",
        rf"^\s*(?P<at>(?P<name>{_WORD})\((?P<parameters>\s*{_WORD}(?:\s*,\s*{_WORD})*\s*)\))"
        r"\s*=\s*(?P<body>[^=#].*)",
        _defined,
    ),
)  # fmt: skip
"""In this order: the first that fits the line is taken. None of them fits what Python can read."""
