import { useQuery } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { storyAccess } from "../story-rules.ts";
import { STORY_RENEWS } from "./renews.ts";
import { STORY_STATE_WORDS } from "./story-words.ts";
import "./stories.css";

/** Tells the customer's story of a piece of feedback by one key, or leads to the one that was told. */
export function FeedbackStory({ feedbackKey }: { feedbackKey: string }) {
  const go = useGo();
  const mayTell = may(useActor(), storyAccess, "create");
  const { data } = useQuery(api.customerStories.list.queryOptions({ input: { feedback: feedbackKey, limit: 1 } }));
  const story = data?.items[0];
  const open = (key: string) => go(`customer-stories/${key}`);
  const tell = useChange(client.customerStories.create, {
    said: ({ key }) => `${key} tells the story of ${feedbackKey}`,
    renews: STORY_RENEWS,
    onSuccess: ({ key }) => open(key),
    // Somebody pressed the key a moment earlier: theirs is the story.
    onError: (error) => {
      const key = toldIn(error);
      if (key) open(key);
      else notifyError(error);
    },
  });
  const run = () => {
    if (story) open(story.key);
    else if (!tell.isPending) tell.mutate({ feedbackId: feedbackKey });
  };
  useShortcuts("Feedback", [{ keys: "t", label: "Tell the customer's story", run }], { scope: "list", active: mayTell });
  if (!story && !mayTell) return null;
  return (
    <section className="side-part" aria-label="Customer story">
      <h2>Customer story</h2>
      {story ? (
        <p className="feedback-story" data-kind="story">
          <span className="record-key">{story.key}</span>
          <WorkspaceLink path={`customer-stories/${story.key}`}>{story.title}</WorkspaceLink>
          <StateMark kind="customer-story" state={story.state} words={STORY_STATE_WORDS} />
        </p>
      ) : (
        <button type="button" className="plain who-none" onClick={run} disabled={tell.isPending}>
          <BookOpen size={14} aria-hidden /> Tell their story <Kbd keys="t" />
        </button>
      )}
    </section>
  );
}

function toldIn(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("data" in error)) return undefined;
  const { data } = error;
  return typeof data === "object" && data !== null && "key" in data && typeof data.key === "string" ? data.key : undefined;
}
