// A try of what was just made, while its value is still at hand: one real request to the provider.
import { useEffect, useRef, useState } from 'react'
import { Problem } from '../../directory/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { ProblemDetails } from '../problem.tsx'

type Outcome = { good: true; text: string } | { good: false; text: string; problem: Problem | null }

/** Says what came back, or why it does not work; is given up when its dialog closes. */
export function SecretTest({ test }: { test: (signal: AbortSignal) => Promise<string> }) {
  const [running, setRunning] = useState<AbortController | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const asked = useRef<AbortController | null>(null)
  useEffect(() => () => asked.current?.abort(), [])

  async function run() {
    const controller = new AbortController()
    asked.current = controller
    setRunning(controller)
    setOutcome(null)
    const found = await test(controller.signal).then(
      (text): Outcome => ({ good: true, text }),
      (error: unknown): Outcome =>
        error instanceof Problem
          ? { good: false, text: error.message, problem: error }
          : { good: false, text: 'This console made a mistake. Nothing is known of it.', problem: null },
    )
    if (controller.signal.aborted) return
    setRunning(null)
    setOutcome(found)
  }
  function stop() {
    running?.abort()
    setRunning(null)
  }
  return (
    <Stack gap="small">
      <Row gap="small">
        <Button pending={running !== null} onClick={() => void run()}>
          Test it now
        </Button>
        {running && (
          <Button kind="quiet" onClick={stop}>
            Stop
          </Button>
        )}
      </Row>
      {outcome && (
        <Note
          tone={outcome.good ? 'good' : 'bad'}
          title={outcome.good ? 'It works' : 'It does not work yet'}
          live
        >
          {outcome.text}
          {!outcome.good && outcome.problem && <ProblemDetails problem={outcome.problem} />}
        </Note>
      )}
    </Stack>
  )
}
