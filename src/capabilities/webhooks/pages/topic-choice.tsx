import { TOPICS, type Topic } from "../rules.ts";

const WORDS: Record<Topic, string> = {
  feedback: "Feedback and quotes",
  account: "Accounts",
  contact: "Contacts",
  persona: "Personas",
  need: "Needs",
  feature: "Features",
  comment: "Comments",
  file: "Files",
  record: "Labels and fields set",
  label: "Labels",
  field: "Fields",
  import: "Imports",
};

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
          {WORDS[topic]}
        </button>
      ))}
    </div>
  );
}
