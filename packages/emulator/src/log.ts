/** Takes a line; `about` is the kind of the activity that says the same, if there is one. */
export type Log = (line: string, about?: "request" | "webhook") => void;
