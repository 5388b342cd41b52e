import { KINDS, type RecordKind } from "../../workspace/kind-rules.ts";
import { TOPICS, type Topic } from "../rules.ts";

const WORDS: Readonly<Record<Exclude<Topic, RecordKind>, string>> = {
  comment: "Comments",
  file: "Files",
  record: "Labels and fields set",
  label: "Labels",
  field: "Fields",
  import: "Imports",
};

const isKind = (topic: Topic): topic is RecordKind => topic in KINDS;
function wordsOf(topic: Topic): string {
  if (topic === "feedback") return "Feedback and quotes";
  return isKind(topic) ? KINDS[topic].many : WORDS[topic];
}

/** What a receiver hears of: any of them, at least one. */
export function TopicChoice({
  labelledBy,
  chosen,
  onChange,
}: {
  labelledBy: string;
  chosen: readonly Topic[];
  onChange: (topics: readonly Topic[]) => void;
}) {
  const toggle = (topic: Topic) => onChange(TOPICS.filter((one) => (one === topic ? !chosen.includes(one) : chosen.includes(one))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand above wrapping buttons in this layout
    <div role="group" aria-labelledby={labelledBy} className="topic-choice">
      {TOPICS.map((topic) => (
        <button key={topic} type="button" className="topic" aria-pressed={chosen.includes(topic)} onClick={() => toggle(topic)}>
          {wordsOf(topic)}
        </button>
      ))}
    </div>
  );
}
