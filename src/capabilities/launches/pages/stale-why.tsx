import "./market.css";

/** Why something is stale, in sentences. */
export function StaleWhy({ why }: { why: readonly string[] }) {
  if (why.length === 0) return null;
  return (
    <div className="stale-why" role="status">
      {[...new Set(why)].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
