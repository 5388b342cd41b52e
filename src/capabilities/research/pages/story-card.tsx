import { WorkspaceLink } from "../../../ui/router.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { CustomerStory } from "../story-answers.ts";
import { STORY_STATE_WORDS, whoWords } from "./story-words.ts";
import "./stories.css";

/** A story in five sentences: who, what happened, what they did instead, what it cost, and their own words. */
export function StoryCard({ story }: { story: CustomerStory }) {
  const who = whoWords(story);
  return (
    <article className="story" data-kind="story" aria-label={story.title}>
      <p className="story-head">
        <span className="record-key">{story.key}</span>
        <WorkspaceLink path={`customer-stories/${story.key}`} className="story-title">
          {story.title}
        </WorkspaceLink>
        <StateMark kind="customer-story" state={story.state} words={STORY_STATE_WORDS} />
      </p>
      <dl className="story-told">
        <Sentence name="Who">{who}</Sentence>
        <Sentence name="What happened">{story.happened}</Sentence>
        <Sentence name="Instead">{story.instead}</Sentence>
        <Sentence name="It cost">{story.cost}</Sentence>
      </dl>
      <Words quotes={story.quotes.slice(0, 2)} />
    </article>
  );
}

function Sentence({ name, children }: { name: string; children: string }) {
  if (children.trim() === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What they said, as they said it. */
export function Words({ quotes }: { quotes: CustomerStory["quotes"] }) {
  if (quotes.length === 0) return null;
  return (
    <ul className="story-words">
      {quotes.map(({ id, words }) => (
        <li key={id}>
          <q>{words}</q>
        </li>
      ))}
    </ul>
  );
}
