// Every directory that the contract suites run over, in every dialect that its adapter speaks.
import { auth0Subject, tenants } from './contract-auth0.ts'
import { ktrlplaneSubject, modes } from './contract-ktrlplane.ts'
import type { EditableSubject, Subject } from './contract-subject.ts'
import { instances, zitadelSubject } from './contract-zitadel.ts'

/** Where roles and permissions can be changed. */
export const editable: EditableSubject[] = [...instances.map(zitadelSubject), ...tenants.map(auth0Subject)]

/** Where they cannot. */
export const fixed: Subject[] = modes.map(ktrlplaneSubject)

export const subjects: Subject[] = [...editable, ...fixed]
