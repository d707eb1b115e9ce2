"""Whole programs from rows of bytes: every program that this grammar writes is right, and NumPy can run it too."""

from __future__ import annotations

from collections.abc import Callable

from .choices import Choices
from .expressions import Expressions, Function, Names

STATEMENTS = 6
INDENT = "    "


def program(data: bytes) -> str:
    """Return the program that `data` chooses; its last statement gives `y` its value."""
    return _Writer(Choices(data)).program()


class _Writer:
    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.expressions = Expressions(choices)
        self.lines: list[str] = []

    def program(self) -> str:
        names = Names()
        for _ in range(1 + self.choices.below(3)):
            self._leaf(names)
        self._statements(names, 0, 1 + self.choices.below(STATEMENTS), looping=False)
        self._line(0, f"y = {self.expressions.of(self.expressions.shape(), names)}")
        return "\n".join(self.lines) + "\n"

    def _line(self, level: int, text: str) -> None:
        self.lines.append(INDENT * level + text)

    def _leaf(self, names: Names) -> None:
        name, shape = self.expressions.name("x"), self.expressions.shape()
        self._line(0, f"{name} = {self._nested(shape)}" if shape else f"{name} = {self._decimal()}")
        names.tensors[name] = shape

    def _decimal(self) -> str:
        """Write a number that is at no kink."""
        return f"{(self.choices.below(64) - 31) * 0.0625 + 0.0137:.4f}"

    def _nested(self, shape: tuple[int, ...]) -> str:
        if not shape:
            return self._decimal()
        return f"[{', '.join(self._nested(shape[1:]) for _ in range(shape[0]))}]"

    def _statements(self, names: Names, level: int, count: int, *, looping: bool) -> None:
        for _ in range(count):
            kinds: list[Callable[[Names, int], None]] = [
                self._assign,
                self._again,
                self._augment,
                self._unpack,
                self._list,
                self._append,
                self._say,
            ]
            if level < 3:
                kinds += [self._for_range, self._for_rows, self._for_list, self._if, self._define, self._recursion]
            if looping:
                kinds += [self._leave]
            self.choices.of(kinds)(names, level)

    def _block(self, names: Names, level: int, *, looping: bool) -> None:
        """Write the body of a compound statement; what it makes anew is not used after it."""
        before = len(self.lines)
        self._statements(names.within(), level + 1, 1 + self.choices.below(2), looping=looping)
        if len(self.lines) == before:
            self._line(level + 1, "pass")

    def _assign(self, names: Names, level: int) -> None:
        shape = self.expressions.shape()
        text = self.expressions.of(shape, names)
        name = self.expressions.name("t")
        self._line(level, f"{name} = {text}")
        names.tensors[name] = shape

    def _again(self, names: Names, level: int) -> None:
        own = names.own()
        if not own:
            return self._assign(names, level)
        name = self.choices.of(own)
        self._line(level, f"{name} = tanh({self.expressions.of(names.tensors[name], names)})")
        return None

    def _augment(self, names: Names, level: int) -> None:
        own = names.own()
        if not own:
            return self._assign(names, level)
        name = self.choices.of(own)
        right = self.expressions.of(names.tensors[name], names, 2)
        self._line(level, f"{name} {self.choices.of(('+=', '-=', '*='))} tanh({right})")
        return None

    def _unpack(self, names: Names, level: int) -> None:
        shape = self.choices.of(((), (3,), (2, 3)))
        first, second = self.expressions.name("p"), self.expressions.name("q")
        if self.choices.once_in(2):
            source = self.expressions.of((2, *shape), names)
        else:
            source = f"{self.expressions.of(shape, names)}, {self.expressions.of(shape, names)}"
        self._line(level, f"{self.choices.of(('{}, {}', '({}, {})', '[{}, {}]')).format(first, second)} = {source}")
        names.tensors |= {first: shape, second: shape}

    def _list(self, names: Names, level: int) -> None:
        shape, count = self.expressions.shape(), 2 + self.choices.below(2)
        name = self.expressions.name("s")
        parts = [f"tanh({self.expressions.of(shape, names, 2)})" for _ in range(count)]
        self._line(level, f"{name} = [{', '.join(parts)}]")
        names.lists[name] = (count, shape)

    def _append(self, names: Names, level: int) -> None:
        own = [name for name in names.lists if name not in names.borrowed]
        if not own:
            return self._list(names, level)
        name = self.choices.of(own)
        self._line(level, f"{name}.append(tanh({self.expressions.of(names.lists[name][1], names, 2)}))")
        return None

    def _say(self, names: Names, level: int) -> None:
        value = self.expressions.of((), names, 1)
        self._line(
            level,
            self.choices.of(
                (
                    f"print({value})",
                    f"print(f'{{{value}:.3f}} and', 1, sep=', ')",
                    "assert 1 < 2, 'never told'",
                    "pass",
                    "'a docstring'",
                    "# a comment",
                    "#: a caption",
                )
            ),
        )
        if self.lines[-1].lstrip().startswith("#"):
            self._line(level, "pass")

    def _for_range(self, names: Names, level: int) -> None:
        variable, inner = self.expressions.name("i"), names.within()
        source = self.choices.of(
            ("range(2)", "range(1, 3)", "range(3, 0, -1)", "reversed(range(2))", "(0, 2)", "range(0)")
        )
        inner.numbers[variable] = 3
        self._line(level, f"for {variable} in {source}:")
        self._block(inner, level, looping=True)

    def _for_rows(self, names: Names, level: int) -> None:
        shape = self.choices.of(((3,), (2, 3), (2, 2, 3)))
        variable, inner = self.expressions.name("r"), names.within()
        inner.tensors[variable] = shape[1:]
        source = self.expressions.of(shape, names, 2)
        if self.choices.once_in(3):
            number = self.expressions.name("i")
            inner.numbers[number] = 3
            self._line(level, f"for {number}, {variable} in enumerate({source}):")
        elif self.choices.once_in(3):
            other = self.expressions.name("r")
            inner.tensors[other] = shape[1:]
            self._line(level, f"for {variable}, {other} in zip({source}, {self.expressions.of(shape, names, 2)}):")
        else:
            self._line(level, f"for {variable} in {source}:")
        self._block(inner, level, looping=True)

    def _for_list(self, names: Names, level: int) -> None:
        if not names.lists:
            return self._list(names, level)
        name = self.choices.of(list(names.lists))
        variable, inner = self.expressions.name("e"), names.within()
        inner.tensors[variable] = names.lists[name][1]
        inner.borrowed = inner.borrowed | {name}  # a list that grows while it is gone through has no end in Python
        self._line(
            level,
            f"for {variable} in {self.choices.of(('{}', '{}[::-1]', 'tuple({})', 'reversed({})')).format(name)}:",
        )
        self._block(inner, level, looping=True)
        return None

    def _if(self, names: Names, level: int) -> None:
        self._line(level, f"if {self.expressions.condition(names)}:")
        self._block(names, level, looping=False)
        if self.choices.once_in(2):
            self._line(level, f"elif {self.expressions.condition(names)}:")
            self._block(names, level, looping=False)
        if self.choices.once_in(2):
            self._line(level, "else:")
            self._block(names, level, looping=False)

    def _leave(self, names: Names, level: int) -> None:
        self._line(level, f"if {self.expressions.condition(names)}:")
        self._line(level + 1, self.choices.of(("continue", "break")))

    def _define(self, names: Names, level: int) -> None:
        takes = tuple(self.expressions.shape() for _ in range(1 + self.choices.below(2)))
        gives = self.expressions.shape()
        name, first = self.expressions.name("f"), self.expressions.name("a")
        inner = names.within()
        inner.borrowed = frozenset({*inner.tensors, *inner.lists})
        inner.tensors[first] = takes[0]
        inner.borrowed -= {first}
        parameters = first
        if len(takes) > 1:
            default = "=0.5" if takes[1] == () else ""
            inner.tensors["w"] = takes[1]
            inner.borrowed -= {"w"}
            parameters = f"{first}, w{default}"
        self._line(level, f"def {name}({parameters}):")
        self._statements(inner, level + 1, self.choices.below(3), looping=False)
        if self.choices.once_in(3):
            self._line(level + 1, f"if {self.expressions.condition(inner)}:")
            self._line(level + 2, f"return {self.expressions.of(gives, inner)}")
        self._line(level + 1, f"return {self.expressions.of(gives, inner)}")
        names.functions[name] = Function(takes, gives)

    def _recursion(self, names: Names, level: int) -> None:
        shape = self.expressions.shape()
        name, first, inner = self.expressions.name("g"), self.expressions.name("a"), names.within()
        inner.tensors[first] = shape
        inner.numbers["n"] = 3
        step = self.expressions.of(shape, inner, 2)
        self._line(level, f"def {name}({first}, n=1):")
        self._line(level + 1, "if n == 0:")
        self._line(level + 2, f"return {first}")
        self._line(
            level + 1, f"return {self.choices.of(('{}(tanh({}), n - 1)', '{}({}, n=n - 1)')).format(name, step)}"
        )
        names.functions[name] = Function((shape,), shape, counts=True)
