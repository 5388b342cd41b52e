/**
 * A half circle that opens downwards, cut into arcs of one length with equal gaps between them, left to right.
 *
 * @param count  how many arcs, at least 1
 * @param gap    the space between two, measured along the circle, in the unit of the radius
 * @returns the `d` of one SVG path each
 * @throws RangeError unless `count` is whole and at least 1
 */
export function halfCircleArcs(count: number, { x, y, radius, gap }: { x: number; y: number; radius: number; gap: number }): string[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError("A half circle is cut into one arc or more.");
  const at = (angle: number) => `${(x - Math.cos(angle) * radius).toFixed(2)} ${(y - Math.sin(angle) * radius).toFixed(2)}`;
  const space = count > 1 ? gap / radius : 0;
  const length = (Math.PI - space * (count - 1)) / count;
  return Array.from({ length: count }, (_, index) => {
    const from = index * (length + space);
    return `M${at(from)}A${radius} ${radius} 0 0 1 ${at(from + length)}`;
  });
}
