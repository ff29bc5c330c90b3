// A rotation that was begun: its four steps with their state, and the way through the rest of them. Everything but whether the new
// one was tested is read from the credentials, so that it can be taken up anywhere.
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Credential } from '../../directory/credentials.ts'
import { paths } from '../../paths.ts'
import { having, placeAt, queryClient } from '../../queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Check } from '../../ui/check.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toasts.ts'
import { useScope } from '../../use-scope.ts'
import { CredentialFacts } from './credential-facts.tsx'
import { EndDialog } from './end-dialog.tsx'
import { endingOf, useMinute } from './ending.ts'
import { revokeAt } from './revoking.ts'
import { isOldAlive, pairOf, rotationsOf, type Rotation } from './rotations.ts'
import { markTested, useTested } from './tested.ts'
import { useAbilities, useWhyNot, type WhyNot } from './why-not.ts'
import { kindWord, labelOf } from './words.ts'

type RotationDialogProps = {
  /** Id of the new credential. */
  fresh: string
  all: readonly Credential[]
  complete: boolean
  onClose: () => void
}

/** Open while it is mounted; follows what the lists say. */
export function RotationDialog({ fresh, all, complete, onClose }: RotationDialogProps) {
  const now = useMinute()
  const whyNot = useWhyNot(all, now)
  const rotation = rotationsOf(all, complete).find((one) => one.fresh.id === fresh)
  if (rotation) return <Steps rotation={rotation} now={now} whyNot={whyNot} onClose={onClose} />
  const listed = all.some(({ id }) => id === fresh)
  return (
    <Dialog title="Rotation" size="small" onClose={onClose}>
      <p>
        {listed
          ? 'This rotation is done: the new one replaces nothing any more.'
          : 'The new one does not show in the list yet. The rotation stands on this page as soon as it does.'}
      </p>
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  )
}

const farAway = 30 * 86_400_000

type StepsProps = { rotation: Rotation; now: number; whyNot: WhyNot; onClose: () => void }

function Steps({ rotation, now, whyNot, onClose }: StepsProps) {
  const scope = useScope()
  const { fresh, old } = rotation
  const tested = useTested(fresh.id)
  const { endAt } = useAbilities()
  const [timing, setTiming] = useState(false)
  // What the old one was called that was ended here: the lists may be late with that, or not be read at all.
  const [ended, setEnded] = useState<string>()
  const alive = ended === undefined && isOldAlive(rotation, now)
  // An end that is far away is no end that somebody gave it for this.
  const soon =
    alive && typeof old === 'object' && old.expiresAt !== null && old.expiresAt.getTime() - now <= farAway
  const word = kindWord[fresh.kind]
  const untested = tested ? undefined : 'Say first that the new one works.'
  const ending = useMutation({
    async mutationFn(revoke: boolean) {
      if (revoke && typeof old === 'object') {
        await revokeAt(scope, old)
        setEnded(pairOf(rotation).old)
      }
      await having(placeAt(scope).credentials).endRotation(fresh)
    },
    onSuccess: () => {
      toast({ tone: 'good', text: `The rotation to ${labelOf(fresh)} is done.` })
      onClose()
    },
    onError(_, revoke) {
      // Half of it may be done: what the lists say of the old one is out of date.
      if (revoke) void queryClient.invalidateQueries()
    },
  })
  const mayNotRevoke = typeof old === 'object' ? whyNot.revoke(old) : undefined
  if (timing && typeof old === 'object')
    return <EndDialog credential={old} onClose={() => setTiming(false)} />
  return (
    <Dialog
      title={`Rotation to ${labelOf(fresh)}`}
      size="large"
      onClose={onClose}
      dismissable={!ending.isPending}
    >
      <Stack>
        <Step number={1} done title={`A new ${word} was made`}>
          <CredentialFacts credential={fresh} />
        </Step>
        <Step number={2} done={tested} title="It was put in place and tested">
          <Check
            checked={tested}
            onChange={(on) => markTested(fresh.id, on)}
            label={`The new ${word} is in place and works`}
            hint="Whether it was tested is known to this page only, and asked again after a reload."
          />
        </Step>
        <Step
          number={3}
          done={!alive && (ended !== undefined || old !== 'unread')}
          title={`The old ${word} ends`}
        >
          {ended === undefined ? (
            <OldState
              old={old}
              name={pairOf(rotation).old}
              alive={alive}
              now={now}
              canTime={endAt !== undefined}
              word={word}
            />
          ) : (
            <p>{ended} was ended.</p>
          )}
        </Step>
        <Step number={4} done={false} title="The rotation is called done" />
        {ending.error && (
          <Note
            tone="bad"
            title={
              ended === undefined
                ? 'Could not finish the rotation'
                : 'The old one was ended, but the rotation could not be marked as finished'
            }
            live
          >
            <p>{ending.error.message}</p>
            {ended !== undefined && (
              <p>Finish it again now, or come back for it: it stands on this page until then.</p>
            )}
          </Note>
        )}
        {alive && !tested && (
          <Note tone="warn">
            Test the new one before the old one ends: afterwards there is no way back to it.
          </Note>
        )}
      </Stack>
      <DialogActions>
        {alive ? (
          <Button
            kind="danger"
            pending={ending.isPending}
            disabledReason={mayNotRevoke ?? untested}
            onClick={() => ending.mutate(true)}
          >
            End the old one now
          </Button>
        ) : (
          <Button
            kind="primary"
            pending={ending.isPending}
            disabledReason={
              whyNot.finish(fresh) ??
              (old === 'unread' && ended === undefined
                ? 'Not everything could be read, so that the old one may still work.'
                : undefined)
            }
            onClick={() => ending.mutate(false)}
          >
            Finish
          </Button>
        )}
        {soon && (
          <Button
            pending={ending.isPending}
            disabledReason={whyNot.finish(fresh) ?? untested}
            onClick={() => ending.mutate(false)}
          >
            Finish: it ends by itself
          </Button>
        )}
        {alive && endAt && typeof old === 'object' && (
          <Button disabledReason={whyNot.endAt(old)} onClick={() => setTiming(true)}>
            End it at…
          </Button>
        )}
        <Button
          disabledReason={ending.isPending ? 'It is being finished at this moment.' : undefined}
          onClick={onClose}
        >
          Come back later
        </Button>
      </DialogActions>
    </Dialog>
  )
}

type StepProps = { number: number; done: boolean; title: string; children?: ReactNode }

function Step({ number, done, title, children }: StepProps) {
  return (
    <Stack gap="small">
      <Row gap="small">
        <strong>
          {number}. {title}
        </strong>
        <Badge tone={done ? 'good' : 'plain'}>{done ? 'done' : 'open'}</Badge>
      </Row>
      {children}
    </Stack>
  )
}

type OldStateProps = {
  old: Rotation['old']
  name: string
  alive: boolean
  now: number
  canTime: boolean
  word: string
}

/** What is to be said of the old one, and who has to end it. */
function OldState({ old, name, alive, now, canTime, word }: OldStateProps) {
  const scope = useScope()
  if (old === 'gone') return <p>The old one is gone already. Nothing is left to do but to finish.</p>
  if (old === 'unread') return <p>The old one is not among what could be read.</p>
  if (!alive) return <p>{name} has ended.</p>
  const { words, exact } = endingOf(old.expiresAt, now)
  return (
    <>
      <p>
        {name} still works
        {exact === undefined ? ', and never ends by itself' : `: it ends ${words}, ${exact}`}.
      </p>
      {!canTime && (
        <Row gap="small">
          <span>
            The provider cannot end a {word} at a moment that is set afterwards: you must come back for it.
          </span>
          <LinkButton to={paths.radar({ scope })}>Put it into a calendar</LinkButton>
        </Row>
      )}
    </>
  )
}
