import { formatRange } from "../../../kernels/estimate.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { FEATURE_STATE_WORDS } from "../../features/pages/feature-words.ts";
import { today } from "../../measurement/pages/metric-words.ts";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { barOf, conflictsOf, endOf, type Lane, lanesOf } from "../rules.ts";
import type { Roadmap } from "../schema.ts";
import { dayWords, type Item, LANE_WORDS } from "./timeline-words.ts";

const sum = (parts: readonly { low: number; high: number }[]) =>
  parts.length === 0
    ? "–"
    : formatRange({ low: parts.reduce((all, { low }) => all + low, 0), high: parts.reduce((all, { high }) => all + high, 0) }, "effort");

/** The timeline in words: for screen readers, for paper, and for phones, where nothing is dragged. */
export function TimelineTable({ roadmap, lane, choose }: { roadmap: Roadmap; lane: Lane; choose?: (item: Item) => void }) {
  const stateName = useStateName("feature");
  const move = (item: Item, key: string) =>
    choose && (
      <button type="button" className="plain record-add" onClick={() => choose(item)}>
        Move<span className="sr"> {key}</span>
      </button>
    );
  return (
    <div className="tl-table">
      <table>
        <caption className="sr">The roadmap by {LANE_WORDS[lane].toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Begins by</th>
            <th scope="col">Likely done</th>
            <th scope="col">Due</th>
            <th scope="col">Takes</th>
            <th scope="col">What does not fit</th>
            {choose && (
              <th scope="col">
                <span className="sr">Move</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <tr className="tl-table-lane">
            <th scope="rowgroup" colSpan={choose ? 7 : 6}>
              Milestones
            </th>
          </tr>
          {roadmap.milestones.map(({ id, key, title, date }) => (
            <tr key={id} data-kind="milestone">
              <th scope="row">
                <span className="record-key">{key}</span> <WorkspaceLink path={`milestones/${key}`}>{title}</WorkspaceLink>
              </th>
              <td />
              <td />
              <td data-label="Due">{dayWords(date)}</td>
              <td />
              <td />
              {choose && <td>{move({ kind: "milestone", id }, key)}</td>}
            </tr>
          ))}
        </tbody>
        {lanesOf(roadmap, lane).map(({ id: laneId, title: laneTitle, features }) => (
          <tbody key={laneId ?? "none"}>
            <tr className="tl-table-lane">
              <th scope="rowgroup" colSpan={choose ? 7 : 6}>
                {laneTitle}
              </th>
            </tr>
            {features.map((feature) => {
              const { id, key, title, state, parts, isGuess } = feature;
              const endsOn = endOf(roadmap, feature);
              const bar = endsOn === null ? null : barOf(parts, endsOn);
              const { word, shape } = FEATURE_STATE_WORDS[state];
              return (
                <tr key={id} data-kind="feature">
                  <th scope="row">
                    <span className="record-key">{key}</span> <WorkspaceLink path={`features/${key}`}>{title}</WorkspaceLink>{" "}
                    <StatePip shape={shape}>{stateName(state, word)}</StatePip>
                  </th>
                  <td data-label="Begins by">{bar ? dayWords(bar.startsOn) : ""}</td>
                  <td data-label="Likely done">{bar ? dayWords(bar.likelyOn) : ""}</td>
                  <td data-label="Due">{dayWords(endsOn)}</td>
                  <td data-label="Takes">
                    {sum(parts)}
                    {isGuess && <span className="muted"> guessed</span>}
                  </td>
                  <td data-label="">
                    {conflictsOf(roadmap, feature, today()).map((sentence) => (
                      <p key={sentence} className="tl-conflict">
                        {sentence}
                      </p>
                    ))}
                  </td>
                  {choose && <td>{move({ kind: "feature", id }, key)}</td>}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}
