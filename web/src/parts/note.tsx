// What stands in place of an answer: that it is waited for, that there is none, or why not.

import type { Problem } from "../api/ask";
import { useWords } from "./context";

export function Waiting() {
  const { say } = useWords();
  return <p class="state" role="status">{say("waits")}</p>;
}

export function Failed({ problem, missing }: { problem: Problem; missing?: string }) {
  const { say } = useWords();
  const text = problem.status === 403 ? say("forbidden")
    : problem.status === 404 && missing ? missing
    : problem.status === 0 ? say("failed_unreachable")
    : say("failed", { detail: problem.detail || `${problem.status} ${problem.title}` });
  return <p class="state failed" role="alert">{text}</p>;
}
