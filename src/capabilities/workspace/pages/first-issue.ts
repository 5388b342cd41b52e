import { useEffect, useRef } from "react";

/** Give its `ref` to a form: when the server names fields that are wrong, the first of them takes the focus. */
export function useFirstIssue(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!error) return;
    const field = form.current?.querySelector("[aria-invalid=true]");
    if (field instanceof HTMLElement) field.focus();
  }, [error]);
  return form;
}
