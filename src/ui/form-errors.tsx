import { sentenceOf } from "./undo.tsx";

interface Issue {
  path: string;
  message: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** `path` comes as "title" or as a list of steps, for an edit under "body"; fields are named by the dotted form. */
function issueOf(value: unknown): Issue[] {
  if (!isRecord(value) || typeof value.message !== "string") return [];
  const path = Array.isArray(value.path) ? value.path.join(".") : typeof value.path === "string" ? value.path : "";
  return [
    {
      path: path
        .replace(/^\//, "")
        .replaceAll("/", ".")
        .replace(/^body\./, ""),
      message: value.message,
    },
  ];
}

/** The issues of a problem document, wherever the client put it: on the error itself or under its `data` or `problem`. */
export function issuesOf(error: unknown): Issue[] {
  if (!isRecord(error)) return [];
  if (Array.isArray(error.issues)) return error.issues.flatMap(issueOf);
  return [...issuesOf(error.data), ...issuesOf(error.problem)];
}

/** Issues by field, for `form.setErrors(fieldErrors(error))` or `error={fieldErrors(error).title}`. The first of a field wins. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issuesOf(error)) if (path !== "") errors[path] ??= message;
  return errors;
}

/** What no field can show: the sentence of the problem and the issues of fields that are not in `shown`. Draws nothing without an error. */
export function FormErrors({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) {
  if (error === undefined || error === null) return null;
  const issues = issuesOf(error);
  const rest = issues.filter(({ path }) => !shown.includes(path));
  if (issues.length > 0 && rest.length === 0) return null;
  return (
    <div className="form-errors" role="alert">
      {rest.length === 0
        ? sentenceOf(error)
        : rest.map(({ path, message }) => (
            <p key={`${path} ${message}`}>
              {path !== "" && <b>{path}: </b>}
              {message}
            </p>
          ))}
    </div>
  );
}
