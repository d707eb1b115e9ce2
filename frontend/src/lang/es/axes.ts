/** "del eje 0", "de los ejes 0 y 1". */
export function ofAxes(numbers: readonly number[]): string {
  if (numbers.length === 1) return `del eje ${numbers[0]}`;
  return `de los ejes ${numbers.slice(0, -1).join(", ")} y ${numbers.at(-1)}`;
}
