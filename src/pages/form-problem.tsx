// What a form, or a question before an act, says of a write that failed.
import { Problem } from '../directory/problem.ts'
import type { FormProblem } from '../ui/form.tsx'
import { ProblemDetails } from './problem.tsx'

/** Its sentence, its details folded away, and what belongs to single fields. */
export function formProblem(error: Error | null): FormProblem | null {
  if (!error) return null
  const problem = error instanceof Problem ? error : null
  return {
    cause: error,
    title: error.message,
    details: problem && <ProblemDetails problem={problem} />,
    fields: problem?.details.fields,
  }
}
