import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Globe, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api, client, onceKey } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { number } from "../../../ui/format.ts";
import { AccountField, type ChosenAccount } from "../../customers/pages/account-field.tsx";
import { FEEDBACK_TEXT_LIMIT } from "../../customers/rules.ts";
import { domainsOf } from "../clip-rules.ts";
import { ClipSaved } from "./clip-saved.tsx";
import { type ClipDraft, keepDraft, keepLast, keptLast } from "./clip-store.ts";

type Place = { slug: string; workspaceName: string };
const SHOWN = ["text", "authorName", "authorEmail", "accountId"];
const CHANNEL = "web";
const orNull = (value: string) => (value.trim() === "" ? null : value.trim());

/** The words, who said them and for which product: saved by one key from anywhere in the form. */
export function ClipForm({
  draft,
  onDraft,
  workspace,
  workspaces,
}: {
  draft: ClipDraft;
  onDraft: (draft: ClipDraft) => void;
  workspace: Place;
  workspaces: readonly Place[];
}) {
  const { product, products, choose } = useLastProduct();
  const { account, guessedFrom, setAccount } = useGuessedAccount(draft.sourceAddress);
  const [change, setChange] = useState<string>();
  const save = useMutation({
    // Without a connection it says so at once, and does not wait for one.
    networkMode: "always",
    mutationFn: () => {
      const body = {
        text: draft.text.trim(),
        title: orNull(draft.title),
        channel: CHANNEL,
        sourceAddress: draft.sourceAddress,
        authorName: orNull(draft.authorName),
        authorEmail: orNull(draft.authorEmail),
        ...(account ? { accountId: account.id } : {}),
        ...(product ? { productId: product } : {}),
      };
      // The same words tried again after a lost answer are one request; changed ones are another.
      const idempotencyKey = `${draft.once}-${fingerprint(JSON.stringify(body))}`;
      return client.feedback.create(body, { context: { idempotencyKey, onChange: setChange } });
    },
    onSuccess: () => {
      keepDraft(null);
      keepLast({ workspace: workspace.slug, ...(product ? { product } : {}) });
    },
  });

  const tooLong = draft.text.trim().length > FEEDBACK_TEXT_LIMIT;
  const cannotSave = tooLong || draft.text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!cannotSave && !save.isPending) save.mutate();
  };
  if (save.data)
    return (
      <ClipSaved
        saved={save.data}
        slug={workspace.slug}
        change={change}
        closes={draft.isPopUp}
        onUndone={() => {
          onDraft({ ...draft, once: onceKey() });
          save.reset();
        }}
      />
    );
  const errors = fieldErrors(save.error);
  const set = (part: Partial<ClipDraft>) => onDraft({ ...draft, ...part });
  return (
    <form
      className="clip-form"
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Enter" && (event.metaKey || event.ctrlKey) && submit(event)}
      noValidate
    >
      <h1 tabIndex={-1}>
        <span className="outside-mark clip-mark" aria-hidden />
        What did they say?
      </h1>
      <Textarea
        label="In the customer’s own words"
        placeholder="Paste or type what a customer said"
        value={draft.text}
        error={tooLong ? tooMuch(draft.text.trim().length) : errors.text}
        autosize
        minRows={5}
        maxRows={12}
        autoFocus
        onChange={(event) => set({ text: event.target.value })}
      />
      {draft.sourceAddress !== null && (
        <p className="clip-source">
          <Globe size={14} aria-hidden />
          <a href={draft.sourceAddress} target="_blank" rel="noreferrer noopener" title={draft.sourceAddress}>
            {draft.title || new URL(draft.sourceAddress).hostname}
          </a>
          <button type="button" className="plain" aria-label="Leave the page out" onClick={() => set({ sourceAddress: null, title: "" })}>
            <X size={14} aria-hidden />
          </button>
        </p>
      )}
      <div className="clip-fields">
        <div>
          <AccountField account={account} onAccount={setAccount} otherwise="By the e-mail’s domain" error={errors.accountId} />
          {guessedFrom && <p className="meta">From {guessedFrom}</p>}
        </div>
        {products.length > 1 && (
          <NativeSelect
            label="Product"
            value={product ?? products[0]?.id ?? ""}
            data={products.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="Who said it"
          placeholder="Optional"
          value={draft.authorName}
          error={errors.authorName}
          autoComplete="off"
          onChange={(event) => set({ authorName: event.target.value })}
        />
        <TextInput
          label="Their e-mail"
          placeholder="Optional"
          type="email"
          value={draft.authorEmail}
          error={errors.authorEmail}
          autoComplete="off"
          onChange={(event) => set({ authorEmail: event.target.value })}
        />
        {workspaces.length > 1 && (
          <NativeSelect
            label="Workspace"
            value={workspace.slug}
            data={workspaces.map(({ slug, workspaceName }) => ({ value: slug, label: workspaceName }))}
            // Another workspace is another world: nothing that this page remembers is taken there but the words.
            onChange={(event) => window.location.assign(`/clip/${encodeURIComponent(event.currentTarget.value)}`)}
          />
        )}
      </div>
      <SaveProblem error={save.error} />
      <div className="clip-actions">
        <Button type="submit" loading={save.isPending} disabled={cannotSave}>
          {save.error ? "Try again" : "Save"}
        </Button>
        <span className="meta clip-keys">
          <kbd>Ctrl</kbd> or <kbd>⌘</kbd> <kbd>Enter</kbd>
        </span>
      </div>
    </form>
  );
}

/** Why it was not saved, and that nothing is lost. */
function SaveProblem({ error }: { error: Error | null }) {
  if (error === null) return null;
  if (!isAnswered(error))
    return (
      <p className="form-errors" role="alert">
        {navigator.onLine ? "Throughline did not answer." : "There is no connection."} Your words are kept in this window; try again when it
        is back.
      </p>
    );
  if (error.status === 401)
    return (
      <p className="form-errors" role="alert">
        You are signed out. <a href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>Sign in</a> and come back: your words
        are kept.
      </p>
    );
  return <FormErrors error={error} shown={SHOWN} />;
}

const isAnswered = (error: Error): error is Error & { status: number } =>
  "status" in error && typeof error.status === "number" && error.status < 500;
/** FNV-1a: tells texts apart, keeps no secret. */
const fingerprint = (text: string) =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619), 2_166_136_261) >>> 0;
const tooMuch = (length: number) =>
  `${length > FEEDBACK_TEXT_LIMIT + 1 ? `This has ${number(length)} characters` : "This is longer"}; one piece of feedback holds ${number(FEEDBACK_TEXT_LIMIT)}. Select less, or shorten it here.`;

/** The product that was used last here, while it exists; the workspace's first otherwise. */
function useLastProduct() {
  const [chosen, choose] = useState(() => keptLast().product);
  const { data } = useQuery(api.products.list.queryOptions({}));
  const products = data?.items ?? [];
  return { product: products.find(({ id }) => id === chosen)?.id, products, choose };
}

/** The account whose domain the page has, until somebody chooses. Only one that exists is guessed. */
function useGuessedAccount(sourceAddress: string | null) {
  const [chosen, setAccount] = useState<ChosenAccount | null>();
  const domains = domainsOf(sourceAddress);
  const { data } = useQuery(api.accounts.list.queryOptions({ input: { domain: domains }, enabled: domains.length > 0 }));
  const found = domains.flatMap((domain) => data?.items.find((one) => one.domain === domain) ?? [])[0];
  const guess = found && { id: found.id, name: found.name };
  return {
    account: chosen === undefined ? (guess ?? null) : chosen,
    guessedFrom: chosen === undefined ? (found?.domain ?? null) : null,
    setAccount: (account: ChosenAccount | null) => setAccount(account),
  };
}
