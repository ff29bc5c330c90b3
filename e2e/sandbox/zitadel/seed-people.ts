// The people and service users of the sandbox's Zitadel instance at the start; data only.
// Names from many places, and some that a screen has to survive: without an email, with markup, very long.
import { personas } from '../personas.ts'
import { homeOrganizationId, otherOrganizationId } from './seed.ts'

/** Of a service user `displayName` is its name, and given name, family name and email are empty. */
export type PersonFields = {
  id: string
  organizationId: string
  type: 'HUMAN' | 'MACHINE'
  state: 'ACTIVE' | 'INACTIVE' | 'LOCKED' | 'INITIAL'
  /** Also the login name: the instance does not want the domain of the organisation behind it. */
  username: string
  displayName: string
  givenName: string
  familyName: string
  email: string
  description: string
  /** Of a service user: which access tokens it gets; opaque ones unless it is said. */
  accessTokenType?: 'JWT'
  /** Of a service user that has one: its hash, and since when. */
  secret?: { hash: string; since: number }
}

/** Somebody who is there from the start. */
type Seed = PersonFields & { created: number }

const startedAt = Date.parse('2025-02-20T08:00:00.000Z')

/** A person of the home organisation; `number` gives the id and the minute of creation. */
export const human = (number: number, givenName: string, familyName: string, email: string): Seed => ({
  id: String(310000000000001000n + BigInt(number)),
  organizationId: homeOrganizationId,
  type: 'HUMAN',
  state: 'ACTIVE',
  username: email === '' ? `${givenName}.${familyName}`.toLowerCase() : email,
  displayName: `${givenName} ${familyName}`,
  givenName,
  familyName,
  email,
  description: '',
  created: startedAt + number * 60_000,
})

/** A service user of the home organisation. */
export const machine = (number: number, username: string, name: string, description: string): Seed => ({
  ...human(number, '', '', username),
  type: 'MACHINE',
  displayName: name,
  email: '',
  description,
})

export const longName = {
  given: 'Maximiliana Theodora Wilhelmina',
  family: 'von und zu Hohenstauffen-Wittelsbach-Pfalzgrafenweiler auf Burg Niederschwarzenstein',
}

// Part of the address before the @, then given name and family name.
const staff: [string, string, string][] = [
  ['amara.okafor', 'Amara', 'Okafor'],
  ['luis.figueira', 'Luís', 'Figueira'],
  ['soren.kjaer', 'Søren', 'Kjær'],
  ['nguyen.thi.lan', 'Nguyễn', 'Thị Lan'],
  ['fatima.alzahra', 'فاطمة', 'الزهراء'],
  ['wang.xiuying', '秀英', '王'],
  ['haruki.sato', '春樹', '佐藤'],
  ['dmitri.sokolov', 'Дмитрий', 'Соколов'],
  ['eleni.papadaki', 'Ελένη', 'Παπαδάκη'],
  ['priya.raghunathan', 'Priya', 'Raghunathan'],
  ['sean.obrien', 'Seán', "O'Brien"],
  ['zoe.lefevre', 'Zoë', 'Lefèvre'],
  ['jose.hernandez', 'José', 'Hernández Ibáñez'],
  ['ayse.yildirim', 'Ayşe', 'Yıldırım'],
  ['kofi.mensah', 'Kofi', 'Mensah'],
  ['tamar.levi', 'תמר', 'לוי'],
  ['min.jun.kim', '민준', '김'],
  ['anya.petrova', 'Anya', 'Petrova'],
  ['bjork.jonsdottir', 'Björk', 'Jónsdóttir'],
  ['chiara.rossi', 'Chiara', 'Rossi'],
  ['david.muller', 'David', 'Müller'],
  ['emeka.nwosu', 'Emeka', 'Nwosu'],
  ['freja.lindqvist', 'Freja', 'Lindqvist'],
  ['grzegorz.brzeczyszczykiewicz', 'Grzegorz', 'Brzęczyszczykiewicz'],
  ['hana.novakova', 'Hana', 'Nováková'],
  ['ibrahim.diallo', 'Ibrahim', 'Diallo'],
  ['jana.kovac', 'Jana', 'Kovač'],
  ['kai.makoa', 'Kai', 'Makoa'],
  ['laszlo.szabo', 'László', 'Szabó'],
  ['maria.silva', 'Maria', 'Silva'],
  ['maria.silva2', 'Maria', 'Silva'],
  ['noor.haddad', 'Noor', 'Haddad'],
  ['olga.ivanova', 'Olga', 'Ivanova'],
  ['pita.taufatofua', 'Pita', 'Taufatofua'],
  ['quentin.dubois', 'Quentin', 'Dubois'],
  ['rosa.quintana', 'Rosa', 'Quintana'],
  ['siobhan.walsh', 'Siobhán', 'Walsh'],
  ['thandiwe.dlamini', 'Thandiwe', 'Dlamini'],
  ['ulrike.weiss', 'Ulrike', 'Weiß'],
  ['victor.popescu', 'Victor', 'Popescu'],
]

/** `amara.okafor` and so on, who are the first after the personas. */
export const staffId = (name: string): string => {
  const index = staff.findIndex(([local]) => local === name)
  if (index < 0) throw new Error(`Nobody is called ${name}`)
  return String(310000000000001005n + BigInt(index))
}

/** Those that need an id elsewhere. */
export const special = {
  withoutEmail: '310000000000001060',
  locked: '310000000000001062',
  inactive: '310000000000001063',
  markup: '310000000000001065',
  longName: '310000000000001066',
  machine: '310000000000001081',
  exporter: '310000000000001082',
  sync: '310000000000001083',
  bot: '310000000000001084',
  /** Is inactive. */
  importer: '310000000000001085',
  /** Has a secret and nothing else. */
  mailer: '310000000000001086',
  /** Has no credential at all. */
  bare: '310000000000001087',
  /** Administers the organisation. */
  root: '310000000000001088',
  machineElsewhere: '310000000000001092',
  elsewhere: '310000000000001090',
} as const

export const seedPeople: Seed[] = [
  ...Object.values(personas).map(({ givenName, familyName, email, subs }, index) =>
    Object.assign(human(index + 1, givenName, familyName, email), { id: subs['kosmos'] ?? '' }),
  ),
  ...staff.map(([local, given, family], index) =>
    human(5 + index, given, family, `${local}@nuvanta.example`),
  ),
  human(60, 'Wren', 'Ashdown', ''),
  human(61, 'Xolani', 'Zungu', ''),
  { ...human(62, 'Yara', 'Benali', 'yara.benali@nuvanta.example'), state: 'LOCKED' },
  { ...human(63, 'Zsófia', 'Tóth', 'zsofia.toth@nuvanta.example'), state: 'INACTIVE' },
  { ...human(64, 'Iman', 'Rahimi', 'iman.rahimi@nuvanta.example'), state: 'INITIAL' },
  human(65, '<b>Bobby</b>', '<img src=x onerror=alert(1)>', 'bobby@nuvanta.example'),
  human(66, longName.given, longName.family, 'max@nuvanta.example'),
  human(67, 'constructor', '__proto__', 'constructor@nuvanta.example'),
  machine(81, 'ci-runner', 'CI runner', 'Deploys agents from the pipeline'),
  machine(82, 'metrics-exporter', 'Metrics exporter', ''),
  machine(83, 'crm-sync', 'CRM sync', 'Every night'),
  machine(84, 'maria-bot', 'Maria (bot)', 'Has the name of a person'),
  { ...machine(85, 'old-importer', 'Old importer', 'Not used any more'), state: 'INACTIVE' },
  machine(86, 'report-mailer', 'Report mailer', 'Sends the weekly figures'),
  machine(87, 'experiment', 'Experiment', ''),
  machine(88, 'legacy-root', 'Legacy root', 'Was set up before anybody wrote things down'),
  {
    ...human(90, 'Gwen', 'Pritchard', 'gwen.pritchard@meridian.example'),
    organizationId: otherOrganizationId,
  },
  { ...human(91, 'Tariq', 'Aziz', 'tariq.aziz@meridian.example'), organizationId: otherOrganizationId },
  { ...machine(92, 'ledger-close', 'Ledger close', ''), organizationId: otherOrganizationId },
]
