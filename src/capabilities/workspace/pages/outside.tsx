import type { ReactNode } from "react";
import { useDocumentTitle } from "../../../ui/router.tsx";
import { ThreadPicture } from "./thread-picture.tsx";
import "./outside.css";

/** A page outside of any workspace: the mark, one heading, one form. `picture` gives the large screens something to look at. */
export function Outside({
  title,
  sentence,
  picture = false,
  children,
}: {
  title: string;
  sentence?: ReactNode;
  picture?: boolean;
  children: ReactNode;
}) {
  useDocumentTitle(title);
  return (
    <div className="outside" data-picture={picture || undefined}>
      {picture && (
        <aside className="outside-picture" aria-label="What Throughline is">
          <p className="outside-promise">
            From a customer’s sentence
            <br />
            to the metric that moved.
          </p>
          <ThreadPicture />
          <p className="outside-note">The whole team’s product strategy on one thread, on your own server.</p>
        </aside>
      )}
      <main className="outside-main" id="main">
        <div className="outside-form">
          <div className="outside-brand">
            <span className="outside-mark" aria-hidden />
            Throughline
          </div>
          <h1 tabIndex={-1}>{title}</h1>
          {sentence && <p className="outside-sentence">{sentence}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}
