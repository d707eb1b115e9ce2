"""Expressions of a given shape, written so that this language and NumPy's own execution mean the same by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod

from .choices import Choices

Shape = tuple[int, ...]
SHAPES: tuple[Shape, ...] = ((), (3,), (2,), (2, 3), (3, 2), (1, 3), (3, 1), (2, 2), (2, 2, 3))
SMOOTH = ("tanh({})", "sin({})", "cos({})", "arctan({})", "exp(tanh({}))", "log(2 + sin({}))", "sqrt(2 + cos({}))")
BENT = ("abs({})", "relu({})", "clip({}, -1.5, 1.5)", "maximum({}, 0.25)", "minimum({}, 0.75)")
OPERATORS = ("+", "*", "-")


@dataclass(frozen=True)
class Function:
    """A function of the program: the shapes that it takes, and the one that it gives."""

    takes: tuple[Shape, ...]
    gives: Shape
    counts: bool = False  # whether it takes a plain number last


@dataclass
class Names:
    """What can be used at a place of the program."""

    tensors: dict[str, Shape] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # and how large they can be
    lists: dict[str, tuple[int, Shape]] = field(default_factory=dict)  # how long at least, and of what
    functions: dict[str, Function] = field(default_factory=dict)
    borrowed: frozenset[str] = frozenset()  # of the program around a function: it may read them

    def within(self) -> Names:
        return Names(dict(self.tensors), dict(self.numbers), dict(self.lists), dict(self.functions), self.borrowed)

    def own(self) -> list[str]:
        """Return the tensors that may be bound again."""
        return [name for name in self.tensors if name not in self.borrowed]


class Expressions:
    """Writes expressions."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.fresh = 0

    def name(self, start: str) -> str:
        self.fresh += 1
        return f"{start}{self.fresh}"

    def number(self) -> str:
        return f"{self.choices.of((1, 0.5, 2, -0.5, 1.25, -1.5, 0.75, 3))}"

    def shape(self) -> Shape:
        return self.choices.of(SHAPES)

    def of(self, shape: Shape, names: Names, depth: int = 3) -> str:
        """Write an expression of `shape`."""
        if depth <= 0 or self.choices.used_up:
            return self._simple(shape, names)
        ways: list[Callable[[Shape, Names, int], str]] = [
            self._leaf,
            self._binary,
            self._binary,
            self._smooth,
            self._bent,
            self._negative,
            self._quotient,
            self._reduced,
            self._reshaped,
            self._row,
            self._chosen,
            self._cells,
            self._called,
            self._called,
            self._of_list,
            self._lambda,
            self._total,
        ]
        if len(shape) == 2:
            ways += [self._product, self._transposed]
        if shape:
            ways += [self._stacked, self._collected, self._sliced, self._joined, self._spread]
        return self.choices.of(ways)(shape, names, depth - 1)

    def condition(self, names: Names, depth: int = 1) -> str:
        """Write a condition on plain numbers."""
        if not names.numbers or self.choices.once_in(5):
            return self.choices.of(("1 < 2", "2 > 3", "True", "not False", "1 == 1.0", "0 < 1 < 2"))
        number = self.choices.of(list(names.numbers))
        if depth and self.choices.once_in(4):
            parts = (self.condition(names, 0), self.condition(names, 0))
            return self.choices.of(("{} and {}", "{} or {}", "not ({} and {})")).format(*parts)
        return self.choices.of(("{} > 0", "{} % 2 == 0", "{} == 1", "{} <= 1", "{} in (0, 2)")).format(number)

    def _simple(self, shape: Shape, names: Names) -> str:
        found = [name for name, has in names.tensors.items() if has == shape]
        if found:
            return self.choices.of(found)
        if shape and names.tensors and self.choices.once_in(2):
            return f"(full({shape}, {self.number()}) * mean({self.choices.of(list(names.tensors))}))"
        return f"full({shape}, {self.number()})" if shape else f"array({self.number()})"

    def _leaf(self, shape: Shape, names: Names, _depth: int) -> str:
        return self._simple(shape, names)

    def _binary(self, shape: Shape, names: Names, depth: int) -> str:
        other = self._narrower(shape)
        left, right = self.of(shape, names, depth), self.of(other, names, depth)
        if self.choices.once_in(3):
            right = self.number()
        elif names.numbers and self.choices.once_in(4):
            right = self.choices.of(list(names.numbers))
        if self.choices.once_in(2):
            left, right = right, left
        text = f"({left} {self.choices.of(OPERATORS)} {right})"
        return f"({text} + {self.of(shape, names, 0)})" if right == left else text

    def _narrower(self, shape: Shape) -> Shape:
        """Return a shape that broadcasts to `shape`."""
        if not shape or not self.choices.once_in(2):
            return shape
        axis = self.choices.below(len(shape))
        return (*shape[:axis], 1, *shape[axis + 1 :]) if self.choices.once_in(2) else shape[axis + 1 :]

    def _smooth(self, shape: Shape, names: Names, depth: int) -> str:
        return self.choices.of(SMOOTH).format(self.of(shape, names, depth))

    def _bent(self, shape: Shape, names: Names, depth: int) -> str:
        return self.choices.of(BENT).format(self.of(shape, names, depth))

    def _negative(self, shape: Shape, names: Names, depth: int) -> str:
        return f"(-{self.of(shape, names, depth)})"

    def _quotient(self, shape: Shape, names: Names, depth: int) -> str:
        return f"({self.of(shape, names, depth)} / (2 + cos({self.of(shape, names, depth)})))"

    def _reduced(self, shape: Shape, names: Names, depth: int) -> str:
        axis = self.choices.below(len(shape) + 1)
        whole = (*shape[:axis], self.choices.of((2, 3)), *shape[axis:])
        if len(whole) > 3:
            return self._simple(shape, names)
        inner = self.of(whole, names, depth)
        if self.choices.once_in(3):
            inner = f"({inner})"
            return f"{inner}.{self.choices.of(('sum', 'mean'))}(axis={axis})"
        return f"{self.choices.of(('sum', 'mean', 'max', 'min', 'prod'))}({inner}, axis={axis - len(whole)})"

    def _reshaped(self, shape: Shape, names: Names, depth: int) -> str:
        same = [shape, *(one for one in SHAPES if prod(one) == prod(shape))]
        inner = self.of(self.choices.of(same), names, depth)
        sizes = [*map(str, shape)]
        if sizes and self.choices.once_in(2):
            sizes[self.choices.below(len(sizes))] = "-1"
        return f"reshape({inner}, ({''.join(f'{size}, ' for size in sizes)}))"

    def _row(self, shape: Shape, names: Names, depth: int) -> str:
        inner = self.of((2, *shape), names, depth) if len(shape) < 3 else self._simple((2, *shape), names)
        return f"{inner}[{self.choices.of(('0', '1', '-1', '-2', '0, ...'))}]"

    def _sliced(self, shape: Shape, names: Names, depth: int) -> str:
        inner = self.of(shape, names, depth)
        backwards = str(list(range(shape[0]))[::-1])
        return f"{inner}[{self.choices.of((':', '::-1', '...', '-9:9', backwards))}]"

    def _chosen(self, shape: Shape, names: Names, depth: int) -> str:
        return f"({self.of(shape, names, depth)} if {self.condition(names)} else {self.of(shape, names, depth)})"

    def _cells(self, shape: Shape, names: Names, depth: int) -> str:
        left, right = self.of(shape, names, depth), self.of(shape, names, depth)
        return f"where({left} {self.choices.of('><')} {self.number()}, {left}, {right})"

    def _called(self, shape: Shape, names: Names, depth: int) -> str:
        fitting = [name for name, function in names.functions.items() if function.gives == shape]
        if not fitting:
            return self._smooth(shape, names, depth)
        name = self.choices.of(fitting)
        function = names.functions[name]
        arguments = [self.of(one, names, depth) for one in function.takes]
        if function.counts:
            arguments.append(self.choices.of(("2", "0", "1", "n=2")))
        elif len(arguments) > 1 and self.choices.once_in(3):
            arguments[-1] = f"w={arguments[-1]}"
        elif len(arguments) > 1 and function.takes[-1] == () and self.choices.once_in(3):
            arguments.pop()
        return f"{name}({', '.join(arguments)})"

    def _of_list(self, shape: Shape, names: Names, depth: int) -> str:
        fitting = [name for name, (_length, has) in names.lists.items() if has == shape]
        if not fitting:
            return self._negative(shape, names, depth)
        name = self.choices.of(fitting)
        return self.choices.of((f"{name}[0]", f"{name}[-1]", f"sum({name})", f"{name}[:2][-1]", f"sum({name}[::-1])"))

    def _lambda(self, shape: Shape, names: Names, depth: int) -> str:
        parameter, takes, inner = self.name("a"), self.shape(), names.within()
        inner.tensors[parameter] = takes
        return f"(lambda {parameter}: {self.of(shape, inner, depth)})({self.of(takes, names, depth)})"

    def _total(self, shape: Shape, names: Names, depth: int) -> str:
        """Python's sum of a generator."""
        variable, inner = self.name("v"), names.within()
        inner.numbers[variable] = 3
        return f"sum({self.of(shape, inner, depth)} for {variable} in range({self.choices.of((1, 2, 3))}))"

    def _product(self, shape: Shape, names: Names, depth: int) -> str:
        inner = self.choices.of((2, 3))
        left, right = self.of((shape[0], inner), names, depth), self.of((inner, shape[1]), names, depth)
        return f"({left} @ {right})"

    def _transposed(self, shape: Shape, names: Names, depth: int) -> str:
        return f"{self._bracketed(self.of(shape[::-1], names, depth))}.T"

    def _stacked(self, shape: Shape, names: Names, depth: int) -> str:
        axis = self.choices.below(len(shape))
        inner = (*shape[:axis], *shape[axis + 1 :])
        parts = [self.of(inner, names, depth) for _ in range(shape[axis])]
        return f"stack([{', '.join(parts)}], axis={axis})"

    def _joined(self, shape: Shape, names: Names, depth: int) -> str:
        if shape[0] < 2:
            return self._stacked(shape, names, depth)
        first, second = (1, *shape[1:]), (shape[0] - 1, *shape[1:])
        return f"concatenate([{self.of(first, names, depth)}, {self.of(second, names, depth)}])"

    def _spread(self, shape: Shape, names: Names, depth: int) -> str:
        return f"broadcast_to({self.of(shape[1:], names, depth)}, {shape})"

    def _collected(self, shape: Shape, names: Names, depth: int) -> str:
        """A comprehension, over a range or the rows of a tensor."""
        variable, inner = self.name("v"), names.within()
        if self.choices.once_in(2):
            inner.tensors[variable] = shape[1:]
            source = self.of(shape, names, depth)
        else:
            inner.numbers[variable] = shape[0]
            source = f"range({shape[0]})"
            if self.choices.once_in(2):
                source = f"range({shape[0] + 2}) if {variable} > 1"
        return f"stack([{self.of(shape[1:], inner, depth)} for {variable} in {source}])"

    @staticmethod
    def _bracketed(text: str) -> str:
        return text if text.isidentifier() else f"({text})"
