// What the token that is about to be made can do and cannot do, in plain words.
import type { Owner } from '../../directory/credentials.ts'
import { connected } from '../../platform.ts'
import { counted } from '../../ui/amount.ts'
import { Note } from '../../ui/note.tsx'
import type { Offer } from './rights.ts'
import { OwnersRights } from './token-rights.tsx'

type TokenReviewProps = {
  owner: Owner
  /** Present where permissions are chosen. */
  offer: Offer | undefined
  chosen: ReadonlySet<string>
}

/** Follows what is chosen above. */
export function TokenReview({ owner, offer, chosen }: TokenReviewProps) {
  const carrying = connected().directory?.traits.tokens?.carrying
  const acts = owner.kind === 'person' ? 'acts as you' : `acts as ${owner.name}`
  return (
    <Note tone="info" title="What this token can do">
      <p>
        Whoever has it {acts}. {carrying}
      </p>
      {offer ? <Chosen offer={offer} chosen={chosen} owner={owner} /> : <OwnersRights owner={owner} />}
      <p>It works until the end chosen above, or until somebody revokes it, whichever comes first.</p>
    </Note>
  )
}

function Chosen({ offer, chosen, owner }: { offer: Offer; chosen: ReadonlySet<string>; owner: Owner }) {
  if (chosen.size === 0) return <p>It can do nothing yet: choose at least one permission.</p>
  const parts = offer.resources.flatMap(({ name, permissions }) => {
    const names = permissions.filter(({ id }) => chosen.has(id)).map((one) => one.name)
    return names.length > 0 ? [{ name, all: names.length === permissions.length, names }] : []
  })
  const rest = offer.resources.reduce((sum, one) => sum + one.permissions.length, 0) - chosen.size
  const whose = owner.kind === 'person' ? 'you may' : `both ${owner.name} and you may`
  return (
    <>
      <ul aria-label="It can">
        {parts.map(({ name, all, names }) => (
          <li key={name}>
            {name}:{' '}
            {all && names.length > 3 ? `all ${names.length} permissions that ${whose} use` : names.join(', ')}
          </li>
        ))}
      </ul>
      <p>
        {rest === 0
          ? `That is everything that ${whose} do now.`
          : `It cannot use the other ${counted(rest, 'permission')} that ${whose} use.`}
      </p>
    </>
  )
}
