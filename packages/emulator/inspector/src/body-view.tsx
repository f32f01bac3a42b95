import type { JSX } from "preact";
import type { ActivityBody } from "../../src/activity/activity.ts";
import { CopyButton } from "./copy-button.tsx";
import { layOut } from "./lay-out.ts";
import { bytes } from "./time.ts";

/** A body as text, JSON laid out. Whatever is in it, it is only ever text. */
export function BodyView(props: {
  readonly title: string;
  readonly body: ActivityBody | undefined;
}): JSX.Element | null {
  const { title, body } = props;
  if (body === undefined) return null;
  const text = layOut(body);
  return (
    <section class="block">
      <div class="heading">
        <h3>{title}</h3>
        <span class="faint">
          {body.contentType.split(";", 1)[0]} · {bytes(body.bytes)}
        </span>
        <CopyButton label={`Copy ${title.toLowerCase()}`} text={body.text} />
      </div>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
      {body.cut && <p class="faint">Only the beginning is shown, {bytes(body.bytes)} were sent.</p>}
    </section>
  );
}

/** Program text to copy. */
export function CodeView(props: { readonly title: string; readonly code: string }): JSX.Element {
  const { title, code } = props;
  return (
    <section class="block">
      <div class="heading">
        <h3>{title}</h3>
        <CopyButton label={`Copy ${title.toLowerCase()}`} text={code} />
      </div>
      <pre tabIndex={0} aria-label={title} class="code">
        {code}
      </pre>
    </section>
  );
}
