// The applications of Acme's tenant: this console and its gateway, and machines with what each may do and signs in with. Data
// only. Public halves alone: nobody has the private ones. Times are days before (or after) the sandbox's own now.
import { acmeApi } from '../console-config.ts'
import { machineScopes, machineSecret } from './machine.ts'
import type { Client } from './model.ts'
import { billingApi, ordersApi, telemetryApi } from './seed.ts'
import type { Grants } from './seed.ts'

/** `kid` is the SHA-256 of the SPKI, in base64url. */
type PublicHalf = { kid: string; der: string }

const halves: PublicHalf[] = [
  {
    kid: '4bTCQ0HzkhBtKpZFujtgITPc-pp3vCG3CGVWYpglP70',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqQNw18sKwYcrZg0NVNvtAvhoiHcDDcZR4LyQceVtrX+kUzMlmSFaBX4Wk86MYMkZW9O9YQpRiPu/2IHlXT9ZaIsLIMmZgo6OYfjiFEFQb6tWDv9NP0QvoNXwx0rOQy5o4iJhC1ydFCiEJGvWx3snu0KEWRP80lAZT1DGgKfeYi72MbTTAz/hXjtBSv4ImUa76MFAwsVaK4VLcD9l7b9ROI1VIVEyiVbYMKCw6Z1Xjbth44iDGVu9SdjPp4Wlte36fHITpIeWkvBUyy55bN/2pLwGhkfeijQrQ/+QNHv1gkPryL9+dIm0vCPfSTGL+9BsBPt0ErXXGi792PI11uTzHQIDAQAB',
  },
  {
    kid: 'qtR_6-jCBL6h3bqzJcLuTMwDcCNy0pJ5gYlu4pWAWZg',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArsyk9o4cdfJ4XlCn1P6f8KuFCJ4TElAQrSjSLRaLNwgwk/mcAtLWt3DT+//b6LAehY7igQRFm74UoAtGDdk0HR0pvm1Ix05PGSvGUjC0QoVQRdP+XpZrNW/f6PskP8Hmj7TYMNCg1KpO0UHdY2aPLF3aVuhJOcSEJGklTbDOxvikBUfZaMIAV+A9JPDGGqySfmg2gBptwZvEKevPAKfsKp20R0wbUNEna6eZxQG7sPdTzAL+dTLbjak3uzk8+sJdefUnf3brOBbvb7M3ecOgNUC47c+WwuZ/ZRZNgYcjg7Pigg+XUdyHH7V61M5OOFJJkeUWreQ+sNilrAgY09NjrwIDAQAB',
  },
  {
    kid: 'qbscy08AVtrKUziIrsKbddMGlky2KQGK7qj3Ngcxvpk',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuRnA4P8+5o1qG5gVxQ75n3200sFvQt7sY9kHHXTlnNBYs9borSisc95gMKgqZnoYneljcft3VW2t0t4GFdjdbs+LvuFR/0YOgbZOAU4w8SPs2O33T3Zd3fd4pNFDPhY06yPzNrOMKxRaW3bgxPcbwT61cDX7eFKsZDSPRCtbQvdeLaECph7CMJbe0PmGvGHOVB9w9YuRfVonyeCfN0MKsix1OFIr4q/UUs9rltV1USKe53TFq13lhf8gPhpi7gmcYJRBpo9dXciHE1BYHOZElW9hwyTbfjM68Qno0UaHmAte1Qi9mfKlfNlHejiay2mThOe0p8QkrRgubyTUYyKjbwIDAQAB',
  },
  {
    kid: 'm6ghXwWXMM7FB3hICURLMGoCuSOSR-ImMWabMMiLkvk',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs3NiSJwg+70ZhbD1BGt0CgwmgWdewTX1KNiINb9fKbWVE9u/MEFpY5UMMxo4MxqQpvTBNzd2Y6PmQH+Ha4Oyg6K4iELAH8c3ugQYpPhChk/E28+Y4eEkF1J9YqnVG4fhJf91yNVPqo+0SsZaokIZy45IaJtFaHMvrFqlCtG5s5GlHaFKrPPPQEfUvcN7You146sKJGZl/f2UZEs5G4gXsjsnKyjLI/ndUqMWnYiGa8z2H7AYudsgPIATTrhQpGeK69YPCYC4Q0QrWUB2coO6I6rPpYBfHiUoZUNYliSl0SMxgipOMCFC98fhRQKUuaDrTjO7LvyIC/CLm9E2j4A35wIDAQAB',
  },
  {
    kid: 'O_fHTtuAwWAtA7l9BLC4HDfQW6m-et7YPJKKu9X7R-Q',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnFQYhkyOUHKIXH1McGGViQdaFrej/tfRRcrM+5qOJJGBlXgb/enMmjPLKk0Jm55XpulfCh8eL9CH8o28iNu5luEdzcuA0n5sPrH5ciKEzMmOC9A5PbWJNfNP1CYP/RcU9JbRw3EY7XodpXpmFWzMrN3iHwtOqVCg8vKEmMM1kgLcT8Ohpbk8eNVc8K+Cx56DGwvH2Ujcqj/TGCYB5ZfFOGaNV6OQh5Zr04/CSJeTiesw32qmzFnMLAenVHmRrtvmh9++7T5NyaUzT7xfXIf4APVAGWziCqF2flgmKbDSjI/iXdHoH1Cuw3/FnYlmS+U4Pwqwv0tB2kA//4PN522HCwIDAQAB',
  },
  {
    kid: '_jCXIFgW9-fVILpuZGu_ZR9rFGnvlU4Lz9GdKCqphgQ',
    der: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtKKyCNbU23ddAppU57O/JtIu319bffoCOMJeCUFHcR3ISFY8uz27HGJbp6trp8oIyUrx1lZDVZ/AXNnfknIr7t7WKWcb2GrYDmCMnyEkaqVbXP5uL4dnBxYswQJUEaXIDjGnwvlS3sWel7sxrLakLALhUoiCpna097IiFnk0Qr7QP3CGyqU7WpnDWHQdUeOOrNWw44ulT1jMEELRXLZ9RURRZg0NN2qUjgiSN8VZC/s8Gwg9qlRqQQaARke4UcACOUDk/rXk5gsv19Gl5E+v6Fqthl5srVt5zRLE845HCB56ZPzrcI4Oc4yh6IXM8gQljxdihz5mtKgHrja3cE2mJQIDAQAB',
  },
]

export const pemOf = (der: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${der.replace(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`

export type PublicKey = { kid: string; pem: string }

/** A public half of the seeds, by number. */
export function seedHalf(number: number): PublicKey {
  const half = halves[number]
  if (!half) throw new Error(`No public half ${number}`)
  return { kid: half.kid, pem: pemOf(half.der) }
}

export type CredentialSeed = {
  id: string
  name: string
  key: PublicKey
  /** Days since it was made. */
  age: number
  /** Days until it ends; negative: ended. */
  left?: number
}

export type ClientSeed = Pick<Client, 'id' | 'name' | 'description'> &
  Partial<Pick<Client, 'type' | 'grantTypes' | 'secret' | 'method' | 'metadata' | 'global'>> & {
    /** Days since it was made. */
    age: number
    credentials?: CredentialSeed[]
    grants?: Grants
  }

export const awkwardClientName = `Nightly "sync" & reports 🚨 ${'of the warehouses in the north '.repeat(4).trim()}`

/** Ids by what a machine is for. */
export const machineIds = {
  orders: 'Kq3xT8mWv2LrYd5Zb7NcJf9PhG4sAe1u',
  billing: 'B1lLx2Qm8ZtRk6WvYp4Hn9DsCf3Gj7Ea',
  telemetry: 'T7eLm3Ry5KxWq2ZbNv8Hd4PsJc6Gf9Ua',
  returns: 'R4tNs6Vx8KmWq2ZbYp5Hd7LcJf3Ge9Ta',
  idle: 'N0gRt5Vx8KmWq2ZbYp4Hd7LcJf3Ge9Sa',
  awkward: 'W8rDx5Vt3KmQq2ZbYp4Hn7LcJf6Ge9Na',
  terraform: 'M9gMt4Vx8KrWq2ZbYp5Hd7LcJf3Te1Fa',
  onboarding: 'C5nSl8Vx3KmWq2ZbYp6Hd7LcJf4Ge9Oa',
} as const

export const keyIds = {
  billing: 'cred_b1LLx2Qm8ZtRk6WvYp4Hn9',
  telemetryOld: 'cred_t7eLm3Ry5KxWq2ZbNv8HdA',
  telemetryNew: 'cred_t7eLm3Ry5KxWq2ZbNv8HdB',
  returns: 'cred_r4tNs6Vx8KmWq2ZbYp5Hd7',
  awkward: 'cred_w8rDx5Vt3KmQq2ZbYp4Hn7',
} as const

/** In grants, `management` stands for the identifier of the tenant's own API. */
export const seedClients: ClientSeed[] = [
  {
    id: 'GLoBaLx8KmWq2ZbYp4Hd7LcJf3Ge9TaQ',
    name: 'All Applications',
    description: '',
    age: 900,
    global: true,
  },
  {
    id: machineIds.orders,
    name: 'Orders sync',
    description: 'Copies orders to the warehouse every five minutes',
    age: 410,
    grants: { [ordersApi]: ['read:orders', 'write:orders', 'read:carriers'] },
  },
  {
    id: machineIds.billing,
    name: 'Billing exporter',
    description: 'Takes the ledger to the accountants',
    age: 300,
    credentials: [{ id: keyIds.billing, name: 'exporter-2026', key: seedHalf(0), age: 85, left: 5 }],
    grants: { [billingApi]: ['read:invoices', 'read:payments', 'export:ledger'] },
  },
  {
    id: machineIds.telemetry,
    name: 'Telemetry collector',
    description: 'Feeds the dashboards',
    age: 220,
    // A rotation that somebody began and did not end.
    metadata: {
      team: 'platform',
      gatehouse_replaces: JSON.stringify({ [keyIds.telemetryNew]: keyIds.telemetryOld }),
    },
    credentials: [
      { id: keyIds.telemetryOld, name: 'collector-spring', key: seedHalf(1), age: 170, left: 10 },
      { id: keyIds.telemetryNew, name: 'collector-autumn', key: seedHalf(2), age: 2, left: 178 },
    ],
    grants: { [telemetryApi]: ['read:metrics', 'read:traces', 'read:alerts'] },
  },
  {
    id: machineIds.returns,
    name: 'Returns robot',
    description: 'Records returned goods',
    age: 380,
    credentials: [{ id: keyIds.returns, name: 'robot', key: seedHalf(3), age: 368, left: -3 }],
    grants: { [ordersApi]: ['read:returns', 'write:returns'], [billingApi]: ['read:invoices'] },
  },
  { id: machineIds.idle, name: 'Newsletter', description: '', age: 30 },
  {
    id: machineIds.awkward,
    name: awkwardClientName,
    description: 'A "quoted" description & a line\nbreak',
    age: 60,
    // Has no end.
    credentials: [{ id: keyIds.awkward, name: '“night” key', key: seedHalf(4), age: 60 }],
    grants: { [ordersApi]: ['read:orders'], [telemetryApi]: ['read:alerts', 'mute:alerts'] },
  },
  {
    id: machineIds.terraform,
    name: 'Terraform',
    description: 'Sets up the tenant',
    age: 700,
    grants: { management: ['read:clients', 'update:clients', 'read:roles', 'update:roles'] },
  },
  {
    id: machineIds.onboarding,
    name: 'Onboarding',
    description: 'Gives newcomers their first role',
    age: 120,
    grants: { [acmeApi]: ['read:roles', 'update:roles', 'create:role_members'] },
  },
]

/** The console and its gateway, which signs in with a secret or with this key. */
export const ownClients = (platform: string, key: PublicKey): ClientSeed[] => [
  {
    id: `${platform}-console`,
    name: 'Gatehouse',
    description: 'This console',
    age: 200,
    type: 'spa',
    method: 'none',
    grantTypes: ['authorization_code', 'refresh_token'],
  },
  {
    id: `${platform}-gateway`,
    name: 'Gatehouse gateway',
    description: 'The server side of the console',
    age: 200,
    secret: machineSecret,
    grants: { management: machineScopes, [acmeApi]: [] },
  },
  {
    id: `${platform}-gateway-key`,
    name: 'Gatehouse gateway with a key',
    description: 'The same, where it signs in with a key',
    age: 20,
    credentials: [{ id: 'cred_g8wKx5Vt3KmQq2ZbYp4Hn7', name: 'gateway', key, age: 20 }],
    grants: { management: machineScopes, [acmeApi]: [] },
  },
]
