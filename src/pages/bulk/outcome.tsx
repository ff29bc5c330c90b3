// What became of one item of a batch, in words.
import { Badge } from '../../ui/badge.tsx'
import type { Outcome } from './bulk.ts'

/** `done` says what a good end is called: "deleted". */
export function OutcomeOf({ outcome, done }: { outcome: Outcome | undefined; done: string }) {
  switch (outcome?.state) {
    case undefined:
      return 'not sent'
    case 'running':
      return 'being sent…'
    case 'done':
      return <Badge tone="good">{done}</Badge>
    case 'failed':
      return (
        <>
          <Badge tone="bad">failed</Badge> {outcome.why}
        </>
      )
  }
}
