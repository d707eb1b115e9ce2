"""The reports in English of lines that Python cannot read, by the slip that is recognised in them."""

from __future__ import annotations

from collections.abc import Mapping

SLIPS: Mapping[str, tuple[str, str, str]] = {
    # notebooks and consoles
    "prompt": ("{written} is a prompt, and no part of the program.", "Write {code}.", "Leave the prompt out."),
    "command": ("{written} is a command for a notebook or a console.", "", "Leave this line out."),
    # other languages
    "comment": ("A comment does not begin with {written} here.", "Write {code}.", "Begin it with `#`."),
    "function": (
        "Functions begin with `def` here, not with {written}.",
        "Write {code}.",
        "Begin it with `def f(x):`.",
    ),
    "arrow": ("{written} makes no function here.", "Write {code}.", "Write `lambda x: x * 2`."),
    "anonymous": ("{written} makes no function here.", "Write {code}.", "Write `lambda x: x * 2`."),
    "loop": ("A loop is written another way here.", "Write {code}.", "Write `for i in range(3):`."),
    "else_if": ("This is written `elif` here, not {written}.", "Write {code}.", "Write `elif x > 0:`."),
    "then": ("A block begins with a colon, not with {written}.", "Write {code}.", "Write `if x > 0:`."),
    "braces": (
        "Blocks have no braces here: a colon begins them, and their lines are indented.",
        "Write {code} and indent the lines below.",
        "Leave the brace out.",
    ),
    "declared": ("A name gets its value without {written}.", "Write {code}.", "Write `x = 2`."),
    "arrow_assigned": ("A name gets its value with `=`, not with {written}.", "Write {code}.", "Write `x = 2`."),
    "rows": (
        "Here commas separate the numbers, and square brackets the rows.",
        "Write {code}.",
        "Write `[[1, 2], [3, 4]]`.",
    ),
    "transposed": ("A quote does not transpose here.", "Write {code}.", "Write `A.T`."),
    "by_cell": (
        "There is no {written} here: the usual signs work cell by cell.",
        "Write {code}.",
        "Write `x * y` or `x ** 2`.",
    ),
    "divided_left": ("There is no division with {written} here.", "Write {code}.", "Write `solve(A, b)`."),
    "equal_thrice": ("There is no comparison {written} here.", "Write {code}.", "Write `==`, `!=`, `>=` or `<=`."),
    "and": ("“And” is not written {written} here.", "Write {code}.", "Write `and`."),
    "or": ("“Or” is not written {written} here.", "Write {code}.", "Write `or`."),
    "not": ("“Not” is not written {written} here.", "Write {code}.", "Write `not`."),
    "factorial": ("There is no sign for the factorial.", "Write {code}.", "Write `prod(arange(1, n + 1))`."),
    "increment": ("There is no {written} here.", "Write {code}.", "Write `x += 1`."),
    "ternary": (
        "A choice between two values is not written with {written} here.",
        "Write {code}.",
        "Write `1 if x > 0 else 0`.",
    ),
    # paper
    "absolute": ("Bars do not stand for the absolute value here.", "Write {code}.", "Write `abs(x)`."),
    "norm": ("Double bars do not stand for the norm here.", "Write {code}.", "Write `norm(x)`."),
    "bare_call": ("A function takes its argument in round brackets.", "Write {code}.", "Write `sin(x)`."),
    "backslash": ("Names begin without a backslash here.", "Write {code}.", "Write `sin(x)`."),
    "dollar": ("A dollar sign has no meaning here.", "Write {code}.", "Leave it out."),
    "times": ("{written}: a product needs its sign.", "Write {code}.", "Write `2 * x`."),
    "defined": (
        "{written} on the left defines no function here.",
        "Write {code}.",
        "Write `def f(x): return x ** 2`.",
    ),
    "raised": ("The small number in {written} cannot be read here.", "Write {code}.", "Write `x ** 2`."),
    "sign": ("The sign {written} cannot be read here.", "Write {code}.", "Leave it out."),
    "letter": ("The sign {written} cannot be read here.", "", "Write a word for it, such as `alpha` or `x1`."),
    "invisible": (
        "There is a character here that cannot be seen or read.",
        "",
        "Delete it, and type a space instead.",
    ),
    # brackets, texts, lines
    "open": ("{written} is opened here and never closed.", "Add {code} where it ends.", "Close it."),
    "unopened": ("{written} closes a bracket that was never opened.", "", "Delete it, or open a bracket before it."),
    "mismatched": (
        "{written} cannot close the bracket that is open.",
        "Write {code}.",
        "Write the matching bracket.",
    ),
    "text": ("The text that begins here has no end on this line.", "Add {code} at its end.", "Close its quotes."),
    "text_of_lines": ("The text that begins here never ends.", "Add {code} at its end.", "Close its quotes."),
    "indent_missing": (
        "A block begins above, so this line has to be indented.",
        "Put four spaces before each line that belongs to {code}.",
        "Put four spaces before this line.",
    ),
    "indent_unexpected": ("This line is indented, and no block begins above it.", "", "Delete the spaces before it."),
    "indent_uneven": (
        "This line begins at a column where no block does.",
        "",
        "Begin it in the same column as a line above.",
    ),
    "tabs": ("This line is indented with a tab, others with spaces.", "", "Use four spaces everywhere."),
    "colon": ("A colon is missing at the end of this line.", "Write {code}.", "Add `:` at its end."),
    "stray": ("{written} has no `if` above it at the same column.", "", "Put it right below its `if`."),
    # within a line
    "order": ("After an argument with a name, every other needs one too.", "", "Put the arguments with names last."),
    "defaults": ("After a parameter with a default, every other needs one too.", "", "Put the ones with `=` last."),
    "braced": ("The braces in this text cannot be read.", "", "Put a name in each pair: `{x}`, or `{x:.3f}`."),
    "if_else": ("A choice between two values needs an `else`.", "", "Write `1 if x > 0 else 0`."),
    "zeros": ("A whole number does not begin with 0.", "Write {code}.", "Leave the zeros out."),
    "points": ("{written} has two points, and a number has one at most.", "", "Leave one point out."),
    "left_side": (
        "On the left of `=` stands a name, and {written} is none.",
        "The other way round it works: {code}.",
        "Put one name on the left: `y = x + 1`.",
    ),
    "equals": ("`=` gives a name its value; `==` compares.", "Write {code}.", "Write `==` to compare."),
    "word": ("{written} is not a word that begins a line.", "Did you mean {code}?", "Check its spelling."),
    "keyword": (
        "{written} is a word of the language, and cannot be a name.",
        "Take another name, such as {code}.",
        "Take another name.",
    ),
    "block_empty": (
        "This line begins a block, and nothing follows in it.",
        "",
        "Write a line below it, with four spaces before.",
    ),
    "spaced": ("A name has no spaces: {written}.", "Write {code}.", "Write one word."),
    "between": (
        "Something is missing in {written}: an operator, or a comma.",
        "Did you mean {code}?",
        "Write `x * y` or `x, y`.",
    ),
    "operand": (
        "After {written} a value is missing.",
        "Write {code}, for example.",
        "Write a name or a number there.",
    ),
    "operand_before": ("Before {written} a value is missing.", "", "Write a name or a number there."),
    "other": (
        "The line cannot be read from {written} on.",
        "",
        "Look for a missing operator, comma or bracket just before this place.",
    ),
}
"""What is wrong, and one step to take: with the code that was meant, or in general."""
