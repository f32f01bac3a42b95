import type { JSX } from "preact";
import { useState } from "preact/hooks";

/** Copies a text, and says so. */
export function CopyButton(props: { readonly label: string; readonly text: string }): JSX.Element {
  const { label, text } = props;
  const [outcome, setOutcome] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("Copied");
    } catch {
      setOutcome("The browser did not allow it");
    }
    setTimeout(() => setOutcome(""), 2_000);
  };
  return (
    <>
      <button type="button" class="small" aria-label={label} onClick={() => void copy()}>
        {outcome === "" ? "Copy" : outcome}
      </button>
      <span role="status" class="unseen">
        {outcome}
      </span>
    </>
  );
}
