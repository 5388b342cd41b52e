import { counted } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { moneyText } from "../../needs/pages/demand.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Thread } from "../schema.ts";
import "./rows.css";

/** What makes the figures of the sentence: the needs shown, each with its own quotes, accounts and money, which its page lists one by one. */
export function BehindDialog({ thread, currency, onClose }: { thread: Thread; currency: string; onClose: () => void }) {
  const needs = thread.nodes.filter((node) => node.kind === "need");
  return (
    <Dialog title="What stands behind these needs" size={640} isHigh onClose={onClose}>
      <p className="rows-note">
        {counted(thread.behind.quotes, "quote")} from {counted(thread.behind.accounts, "account")}
        {moneyText(thread.behind, currency) && ` worth ${moneyText(thread.behind, currency)} a year`}. An account that asks for several
        needs is counted once there, and with each of them here. The page of a need lists its quotes.
      </p>
      <ul className="rows">
        {needs.map(({ id, key, title, demand }) => (
          <li key={id} className="rows-row">
            <KindIcon kind="need" />
            <WorkspaceLink path={`needs/${key}`} className="rows-words">
              {title}
            </WorkspaceLink>
            <span className="meta">
              {counted(demand.quotes, "quote")}, {counted(demand.accounts, "account")}
              {moneyText(demand, currency) && `, ${moneyText(demand, currency)}`}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
