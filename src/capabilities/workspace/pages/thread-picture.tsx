/** Where the cards of each column stand, in the picture's own units. */
const COLUMNS = [
  {
    kind: "evidence",
    x: 0,
    width: 132,
    cards: [
      { y: 8, height: 74 },
      { y: 94, height: 60 },
      { y: 166, height: 74 },
      { y: 252, height: 60 },
    ],
  },
  {
    kind: "need",
    x: 188,
    width: 124,
    cards: [
      { y: 44, height: 78 },
      { y: 190, height: 74 },
    ],
  },
  {
    kind: "feature",
    x: 368,
    width: 124,
    cards: [
      { y: 22, height: 62 },
      { y: 108, height: 62 },
      { y: 222, height: 62 },
    ],
  },
  {
    kind: "kpi",
    x: 548,
    width: 112,
    cards: [
      { y: 52, height: 88 },
      { y: 204, height: 88 },
    ],
  },
] as const;

/** From which card to which: column, row, row in the next column; the strong ones, drawn over the others, are the thread. */
const WIRES = [
  { from: [0, 2], to: [1, 1], strong: false },
  { from: [0, 3], to: [1, 1], strong: false },
  { from: [1, 1], to: [2, 2], strong: false },
  { from: [2, 2], to: [3, 1], strong: false },
  { from: [0, 0], to: [1, 0], strong: true },
  { from: [0, 1], to: [1, 0], strong: true },
  { from: [0, 2], to: [1, 0], strong: true },
  { from: [1, 0], to: [2, 0], strong: true },
  { from: [1, 0], to: [2, 1], strong: true },
  { from: [2, 0], to: [3, 0], strong: true },
  { from: [2, 1], to: [3, 0], strong: true },
] as const;

/** How long the grey words in a card are. */
const WORDS = [0.86, 0.62, 0.74];

/** How the two metrics went, as heights from the card's lower edge. */
const READINGS = [
  [34, 31, 33, 28, 26, 20, 22, 15, 12],
  [12, 15, 14, 18, 17, 22, 21, 26, 30],
];

/** The throughline as a picture without words: evidence, needs, features and metrics, and what connects them. */
export function ThreadPicture() {
  return (
    <svg className="thread-picture" viewBox="-2 0 664 320" aria-hidden="true">
      {WIRES.map(({ from: [column, row], to: [nextColumn, nextRow], strong }) => {
        const start = COLUMNS[column];
        const end = COLUMNS[nextColumn];
        const a = start.cards[row];
        const b = end.cards[nextRow];
        if (!a || !b) return null;
        const [x1, x2] = [start.x + start.width, end.x];
        const [y1, y2] = [a.y + a.height / 2 + (strong ? 0 : 9), b.y + b.height / 2 + (row - 1) * 6];
        const bend = (x2 - x1) / 2;
        return (
          <path
            key={`${column} ${row} ${nextRow}`}
            className="thread-wire"
            data-kind={start.kind}
            data-strong={strong || undefined}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
          />
        );
      })}
      {COLUMNS.map(({ kind, x, width, cards }) =>
        cards.map(({ y, height }, index) => (
          <g key={`${kind} ${y}`} className="thread-card-shape" data-kind={kind} data-first={index === 0 || undefined}>
            <rect x={x} y={y} width={width} height={height} rx={9} className="thread-card-ground" />
            <rect x={x + 12} y={y + 13} width={34} height={5} rx={2.5} className="thread-card-kind" />
            {WORDS.slice(0, kind === "kpi" ? 1 : height > 70 ? 3 : 2).map((share, line) => (
              <rect
                key={share}
                x={x + 12}
                y={y + 28 + line * 12}
                width={(width - 24) * share}
                height={5}
                rx={2.5}
                className="thread-card-word"
              />
            ))}
            {kind === "kpi" && (
              <polyline
                className="thread-card-readings"
                points={(READINGS[index] ?? []).map((reading, at) => `${x + 12 + at * 11},${y + height - 8 - reading}`).join(" ")}
              />
            )}
          </g>
        )),
      )}
    </svg>
  );
}
