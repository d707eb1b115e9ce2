/** Axes as English names them. */
export function axes(numbers: readonly number[]): string {
  return numbers.length === 1
    ? `axis ${numbers[0]}`
    : `axes ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
