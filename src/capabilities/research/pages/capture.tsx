import { useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { readCapture } from "../finding-rules.ts";
import { MARKET_RENEWS } from "./renews.ts";

/** One line with an address is a finding: of today, to be refined on its page. */
export function Capture({
  supports = [],
  open,
  close,
}: {
  /** The needs and features that it speaks for, until its page says otherwise. */
  supports?: string[];
  open: (record: { key: string }) => void;
  close: () => void;
}) {
  const { product } = useProduct();
  const [short, setShort] = useState<Error | null>(null);
  const create = useChange(client.findings.create, {
    said: ({ key }) => `Wrote down ${key}`,
    renews: MARKET_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  const onName = (line: string) => {
    const { statement, address } = readCapture(line);
    if (statement.length < 3) {
      setShort(new Error("Say in a few words what it says; an address alone tells nobody."));
      return;
    }
    setShort(null);
    create.mutate({
      statement,
      supports,
      ...(address ? { sources: [{ address, title: "", asOf: new Date().toISOString().slice(0, 10) }] } : {}),
      ...(product ? { productId: product.id } : {}),
    });
  };
  return (
    <NameDialog
      title="New finding"
      label="What was found, and where? One line with an address is enough."
      placeholder="Paperfort released an audit trail https://paperfort.example/news"
      confirm="Write down"
      field="statement"
      most={2500}
      isPending={create.isPending}
      error={short ?? create.error}
      onName={onName}
      onClose={close}
    />
  );
}
