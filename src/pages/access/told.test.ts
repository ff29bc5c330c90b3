// What is said of people before and after a role is given to them.
import { expect, test } from 'vitest'
import type { Member, Source } from '../../directory/model.ts'
import type { Fate } from '../role/fate.ts'
import { linesOf } from './lines.ts'
import { remark, toldOf } from './told.ts'

const viewer = { id: 'v', name: 'Viewer' }
const direct: Source = { kind: 'direct' }
const wider: Source = { kind: 'organization', name: 'Nordwind Energy' }

const somebody = (name: string, ...sources: Source[]): Member => ({
  id: name,
  name,
  state: 'active',
  kind: 'person',
  assignments: [{ role: viewer, sources, active: true }],
})
const line = (...sources: Source[]) => linesOf([somebody('Ana', ...sources)])[0]

test.each([
  ['nothing', undefined, viewer, undefined],
  ['the role, here', line(direct, wider), viewer, { text: 'Has Viewer here already', off: true }],
  [
    'the role, through something wider',
    line(wider),
    viewer,
    { text: 'Has Viewer already, through the organization Nordwind Energy', off: false },
  ],
  ['another role', line(direct), { id: 'o', name: 'Owner' }, { text: 'Has Viewer directly', off: false }],
  [
    'something, before a role is chosen',
    line(direct),
    undefined,
    { text: 'Has Viewer directly', off: false },
  ],
])('who has %s', (_, of, role, said) => {
  expect(remark(of, role)).toEqual(said)
})

const people = ['Ana', 'Nils'].map((name) => somebody(name, direct))
test.each<[string, Fate, Fate, string | null]>([
  ['both', { kind: 'assigned' }, { kind: 'assigned' }, 'given to Ana and Nils.'],
  ['one had it', { kind: 'assigned' }, { kind: 'already' }, 'given to Ana. Nils had it already.'],
  ['both had it', { kind: 'already' }, { kind: 'already' }, 'Ana and Nils had it already.'],
  ['one failed', { kind: 'assigned' }, { kind: 'failed', why: 'No.' }, null],
  ['one gives nothing', { kind: 'assigned' }, { kind: 'assigned', inactive: true }, null],
  ['one does not show', { kind: 'assigned' }, { kind: 'unseen' }, null],
])('of two: %s', (_, ana, nils, said) => {
  expect(
    toldOf(
      people,
      new Map([
        ['Ana', ana],
        ['Nils', nils],
      ]),
    ),
  ).toBe(said)
})
